"""The wing of the page Into the text: matrix, opened block, uptake, orphans."""
