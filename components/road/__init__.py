"""The wing of the page The road: where we stand, your region, the drawn road, the search for a city's words."""

PARAMETERS = ("region", "find", "since")
"""What its parts keep in the address beside the shared parameters."""
