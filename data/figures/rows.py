"""Figures of few rows, one by one: to make and to walk a frame of ten takes longer than all that is said of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Row = Mapping[str, Any]
Rows = Sequence[Row]


def by_row(columns: Mapping[str, Iterable[Any]]) -> Rows:
    """The rows of columns of equal length."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def frame_of(rows: Rows, types: Mapping[str, str]) -> pd.DataFrame:
    """The columns named in ``types``, of these types, of rows."""
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=type_) for name, type_ in types.items()})  # pyright: ignore[reportArgumentType] - the name of a type
