"""The wing of the page Milestones: the timeline, the table, an opened milestone, the calendar."""

PARAMETERS = ("milestone", "sort", "rows", "if", "comes", "since")
"""What its parts keep in the address beside the shared parameters."""
