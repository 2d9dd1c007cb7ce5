"""The wing of the page Regional coverage: the map, section cards, answers and calls, shares."""
