"""The wing of the page Regional coverage: the map, the strip of sections, one section opened, calls, shares."""

PARAMETERS = ("section", "country")
"""What its parts keep in the address beside the shared parameters."""
