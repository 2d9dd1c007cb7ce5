"""Reading: raw grids become one Road and a list of problems. Nothing here raises on what a cell holds."""

from data.reading.compose import read

__all__ = ["read"]
