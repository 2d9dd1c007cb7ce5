"""Typed frames from lists of values. The columns and their types are those of ``data.road.Road``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd

from data.shape import LANGUAGES

WITH_LANGUAGES = ("", *(f"_{language}" for language in LANGUAGES))


def texts(values: Sequence[str | None]) -> pd.Series:
    """Texts, NaN where empty."""
    return pd.Series(pd.array(values, dtype="str"))


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
    return pd.DataFrame(dict(columns))
