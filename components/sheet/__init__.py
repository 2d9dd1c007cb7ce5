"""The wing of the page The sheet: what was read, what to correct, how to connect."""

PARAMETERS = ("worksheet", "severity", "edited", "edited_on", "edited_row")
"""What its parts keep in the address beside the shared parameters."""
