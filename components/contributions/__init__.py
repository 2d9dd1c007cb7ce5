"""The wing of the page Contributions: filters, progress, breakdown, the table and an opened row."""

from components.contributions import filters

PARAMETERS = (*filters.PARAMETERS.values(), "text", "since", "earlier", "open", "breakdown", "columns", "sort", "rows")
"""What its parts keep in the address beside the shared parameters."""
