"""The wing of the page Regional coverage: the map, section cards, answers and calls, shares."""

PARAMETERS = ("country", "by")
"""What its parts keep in the address beside the shared parameters."""
