"""What is right cell by cell and may be wrong as a whole: values in use, duplicates, columns left empty.

Nothing here depends on D: it is the sheet as it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

import pandas as pd

from data.cache import per_road
from data.problems import Kind
from data.reading.keys import identity, key
from data.reading.known import known_vocabulary
from data.road import Road
from data.shape import WORKSHEETS, Column, Vocabulary, worksheet

CONTRADICTIONS = frozenset(
    {
        Kind.DATE_BEFORE_RECEIVED,
        Kind.DATES_OUT_OF_ORDER,
        Kind.FUTURE_DATE,
        Kind.PRECISION_CONFLICT,
        Kind.TIMES_CONFLICT,
    }
)
"""Problems in which a date contradicts another one, or the calendar."""

MOSTLY_EMPTY_BELOW = 0.2
"""A column filled in a smaller share of its rows is mostly empty."""

_ROWS_MIN = 5
"""With fewer rows an empty column says nothing yet."""

_DERIVED = frozenset({"due_precision", "baseline_precision"})
"""Columns whose frame says more than was typed in them."""


@per_road
def values_in_use(road: Road) -> pd.DataFrame:
    """One row per worksheet, column with a vocabulary and value in use, known values in the vocabulary's order before
    others, the most frequent first.

    worksheet, column: str, canonical names
    value: str, a code of the vocabulary, or as typed
    count: int, rows that hold it; a value that a closed vocabulary refuses is counted by its problems
    is_known: bool, whether the vocabulary has it
    nearest: str, for a value it does not have, the code or the name closest to it; NaN where none is near
    """
    refused: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for problem in road.problems:
        if problem.kind is Kind.UNKNOWN_VALUE and problem.value:
            refused[problem.worksheet, problem.column][problem.value] += 1
    found = []
    for name, column, vocabulary in _vocabulary_columns(road):
        counts = Counter[str](_typed(road, name, column.name).dropna())
        counts.update(refused[name, column.name])
        known = known_vocabulary(vocabulary, road.own_words)
        in_order = [code for code in known.codes if code in counts]
        others = sorted(counts.keys() - set(in_order), key=lambda value: (-counts[value], value))
        found += [(name, column.name, code, counts[code], True, None) for code in in_order]
        found += [(name, column.name, value, counts[value], False, known.nearest(value)) for value in others]
    columns = ["worksheet", "column", "value", "count", "is_known", "nearest"]
    types = dict.fromkeys(columns, "str") | {"count": "int64", "is_known": "bool"}
    return pd.DataFrame(found, columns=columns).astype(types)


def _vocabulary_columns(road: Road) -> Iterator[tuple[str, Column, Vocabulary]]:
    for shape in WORKSHEETS:
        for column in shape.columns:
            is_there = column.name in road.columns.get(shape.name, ())
            if column.vocabulary and is_there and column.name not in _DERIVED:
                yield shape.name, column, column.vocabulary


def _typed(road: Road, name: str, column: str) -> pd.Series:
    frame = road.frame(name)
    shape = worksheet(name).column(column)
    return frame[column if shape.localized else shape.dimension]


@per_road
def possible_duplicates(road: Road) -> pd.DataFrame:
    """One row per contribution that has the contributor, the day and a question of another one, group by group in the
    sheet's order. Contributors are the same whatever their case, accents, spaces and punctuation.

    group: int, from 0
    tab: str, the title of its worksheet
    row: int, the sheet's own
    id, contributor: str
    received_on: datetime64[s]
    question: str, the codes the group shares, NaN where none of it has a question
    """
    contributions = road.contributions[["tab", "row", "id", "contributor", "received_on"]]
    folded = {name: key(name) or identity(name) for name in contributions["contributor"].unique()}
    each = pd.DataFrame({"who": contributions["contributor"].map(folded), "day": contributions["received_on"]})
    asked = each.join(road.answers.set_index("position")["question"]).reset_index(names="position")
    keys = ["who", "day", "question"]
    shared = asked[asked.duplicated(keys, keep=False)].fillna({"question": ""})
    positions_of: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, *shared_key in shared[["position", *keys]].itertuples(index=False, name=None):
        positions_of[tuple(shared_key)].append(position)
    groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for (*_, question), positions in positions_of.items():
        groups[tuple(positions)].append(str(question))
    found = [
        contributions.loc[list(positions)].assign(group=number, question="; ".join(filter(None, codes)) or None)
        for number, (positions, codes) in enumerate(sorted(groups.items()))
    ]
    columns = ["group", "tab", "row", "id", "contributor", "received_on", "question"]
    together = pd.concat(found) if found else contributions.iloc[:0].assign(group=0, question=None)
    return together[columns].astype({"group": "int64", "question": "str"}).reset_index(drop=True)


@per_road
def mostly_empty_columns(road: Road, below: float = MOSTLY_EMPTY_BELOW) -> pd.DataFrame:
    """One row per column of the sheet that is filled in less than ``below`` of the rows used, in the sheet's order;
    worksheets with fewer than 5 rows are passed by, and so are Settings and Countries.

    worksheet, column: str, canonical names
    filled: int, rows that say something there, understood or not
    rows: int, rows used
    share: float, 0-1
    """
    misread: dict[tuple[str, str | None], set[_Place]] = defaultdict(set)
    for problem in road.problems:
        if problem.row is not None and problem.value:
            misread[problem.worksheet, problem.column].add((problem.sheet_title, problem.row))
    found = []
    for shape in WORKSHEETS:
        if shape.name in ("Settings", "Countries") or shape.name not in road.columns:
            continue
        frame = road.frame(shape.name)
        for column in _columns_in_order(road, shape.name) if len(frame) >= _ROWS_MIN else ():
            n = len(_filled(road, shape.name, column, misread[shape.name, column]))
            if n < below * len(frame):
                found.append((shape.name, column, n, len(frame), n / len(frame)))
    types = {"worksheet": "str", "column": "str", "filled": "int64", "rows": "int64", "share": "float64"}
    return pd.DataFrame(found, columns=list(types)).astype(types)


def _columns_in_order(road: Road, name: str) -> list[str]:
    in_order = [column for shape in worksheet(name).columns for column in sorted(shape.names)]
    return [column for column in in_order if column in road.columns[name] - _DERIVED]


_Place = tuple[str | None, int]
"""Where a row stands: the title of its tab, the sheet's own number."""


def _filled(road: Road, name: str, column: str, misread: set[_Place]) -> set[_Place]:
    """The used rows that hold something in a column, ``misread`` among them."""
    frame = road.frame(name)
    tabs = frame["tab"] if "tab" in frame else [road.titles[name]] * len(frame)
    places = pd.Series(list(zip(tabs, frame["row"].tolist(), strict=True)), index=frame.index, dtype=object)
    links = worksheet(name).column(column).links
    if column == "depends_on":
        filled = places[frame["id"].isin(road.dependencies["milestone"])]
    elif links:
        filled = places[getattr(road, links)["position"].unique()]
    else:
        filled = places[_typed(road, name, column).notna()]
    return {*filled, *(misread & {*places})}
