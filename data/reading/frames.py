"""Typed frames from lists of values. The columns and their types are those of ``data.road.Road``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

import numpy as np
import pandas as pd

from data.memory import Memory
from data.shape import ColumnType, Worksheet


def texts(values: Sequence[str | None]) -> pd.Series:
    """Texts, NaN where empty."""
    return pd.Series(pd.array(np.fromiter(values, dtype="object", count=len(values)), dtype="str"))


def days(values: Sequence[date | None] | np.ndarray) -> pd.Series:
    """Days as ``datetime64[s]``, NaT where empty."""
    return pd.Series(np.asarray(values, dtype="datetime64[D]").astype("datetime64[s]"))


def instants(values: Sequence[datetime | None]) -> pd.Series:
    """UTC instants as ``datetime64[s, UTC]`` from naive UTC datetimes, NaT where empty."""
    return pd.Series(pd.DatetimeIndex(np.asarray(values, dtype="datetime64[s]"), tz="UTC"))


def whole(values: Iterable[int]) -> pd.Series:
    """Whole numbers."""
    return pd.Series(np.fromiter(values, dtype="int64"))


def numbers(values: Iterable[float | None]) -> pd.Series:
    """Numbers, NaN where empty."""
    return pd.Series(np.array([np.nan if value is None else value for value in values], dtype="float64"))


def frame(columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The frame of these columns, with a plain RangeIndex."""
    # Not copied: nobody else has the columns, or only such as never write to them.
    return pd.DataFrame(dict(columns), copy=False)


def links(name: str, lists: Sequence[Sequence[str] | None], memory: Memory | None = None) -> pd.DataFrame:
    """One row per position and code of it; the codes in the column ``name``. Of lists that are those of the reading
    before, its very frame."""
    if memory is not None:
        return memory.of_all(f"links {name}", lists, lambda lists: links(name, lists))
    each = [codes or () for codes in lists]
    positions = np.repeat(np.arange(len(each)), np.fromiter(map(len, each), dtype="int64"))
    return frame({"position": pd.Series(positions), name: texts(list(chain.from_iterable(each)))})


def of_worksheet(
    shape: Worksheet, rows: Iterable[int], columns: Mapping[str, Sequence], memory: Memory | None = None
) -> pd.DataFrame:
    """The frame of a worksheet: ``row``, then its columns in their order, by their types; lists are kept apart.

    ``columns`` are values by canonical name, one a row; of a period what has ``first`` and ``last``, or None.
    Texts that are those of the reading before are its very column.
    """
    found = {"row": whole(rows)}
    for column in shape.columns:
        if column.type is ColumnType.PERIOD:
            for end in ("first", "last"):
                ends = [period and getattr(period, end) for period in columns[column.name]]
                found[f"{column.name}_{end}"] = days(ends)
        elif not column.links:
            kind = _KINDS.get(column.type, texts)
            for name in column.names:
                values = columns[name]
                made = memory.of_all(name, values, texts) if memory and kind is texts else kind(values)
                found[column.kept_as or name] = made
    return frame(found)


_KINDS = {ColumnType.DAY: days, ColumnType.MOMENT: instants, ColumnType.NUMBER: numbers}
