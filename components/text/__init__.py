"""The wing of the page Into the text: matrix, opened block, uptake, orphans."""

PARAMETERS = ("block", "section", "way")
"""What its parts keep in the address beside the shared parameters."""
