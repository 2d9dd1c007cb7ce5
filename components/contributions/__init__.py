"""The wing of the page Contributions: filters, progress, breakdown, the table and an opened row."""
