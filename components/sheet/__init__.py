"""The wing of the page The sheet: what was read, what to correct, how to connect."""
