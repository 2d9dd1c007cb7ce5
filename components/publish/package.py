"""All data as one ZIP: a table a worksheet, the figures, and a description of both for people and for programs.

The description is a Data Package (Frictionless Data, specification 1). Read as a workbook, its tables give the same
figures.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from components.words.road import as_of
from data.exports.tables import to_csv
from data.figures.register import BETWEEN_CODES
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.messages.labels import header
from data.messages.network import file_stem, network_title
from data.road import Road
from data.shape import N_, PERSONAL, SETTING_KEYS, SETTINGS, WORKSHEETS, Column, ColumnType, Worksheet
from data.words import Words, words_of

_LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODbL 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
_TYPES = {ColumnType.DAY: "date", ColumnType.MOMENT: "datetime", ColumnType.NUMBER: "number"}
_PERIOD = r"\d{4}-\d{2}(-\d{2}(/\d{4}-\d{2}-\d{2})?)?"
_NOTED = frozenset({ColumnType.DAY, ColumnType.NUMBER, ColumnType.VOCABULARY})
"""Columns whose note says what they mean; that of others tells how to type them."""

_HOLDS = {
    ColumnType.TEXT: N_("Text."),
    ColumnType.ID: N_("The code of the row."),
    ColumnType.DAY: N_("A day."),
    ColumnType.PERIOD: N_("A day (2021-05-18), a month (2021-12) or several days (2021-05-18/2021-05-20)."),
    ColumnType.MOMENT: N_("A moment, in coordinated universal time (UTC)."),
    ColumnType.NUMBER: N_("A number of contributions."),
    ColumnType.LINK: N_("A web address."),
    ColumnType.COUNTRY: N_("A country, by its code of three letters (ISO 3166-1)."),
    ColumnType.LANGUAGE: N_("A language, by its code of two letters (ISO 639-1)."),
    ColumnType.SETTING: N_("What the setting says, as text."),
}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def package(road: Road, *, on: date, words: Words, read_at: datetime, fingerprint: str) -> bytes:
    """The package as a ZIP, its README in the language of ``words``; the same sheet and D give the same bytes.

    ``on`` is D of the figures; the tables hold the sheet whole. ``fingerprint`` is of the reading made at ``read_at``
    (aware).
    """
    tables = {shape.name: table(road, shape) for shape in WORKSHEETS}
    described = _described(road, on=on, read_at=read_at, fingerprint=fingerprint, tables=tables)
    counted = figures(road, on=on)
    files = {
        "README.md": _readme(road, described, on=on, words=words, read_at=read_at, fingerprint=fingerprint).encode(),
        "datapackage.json": _json(described),
        "figures.json": _json(counted),
        **{_path(name): _plain_csv(frame) for name, frame in tables.items()},
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def table(road: Road, shape: Worksheet) -> pd.DataFrame:
    """A worksheet as it was understood, by its canonical columns; lists have "; " between their codes.

    A period is a day, a month (2021-12) or several days (2021-05-18/2021-05-20), an instant is UTC. The decision of a
    contribution has its day only where the sheet gives one. What names a person is there only with ``show_contacts``.
    """
    if shape is SETTINGS:
        return _settings(road)
    frame = road.frame(shape.name)
    if shape.only_overrides:
        frame = frame[frame[[column.dimension for column in shape.columns]].notna().all(axis=1)].reset_index(drop=True)
    found = {name: _column(road, frame, column, name) for column, name in _columns(road, shape)}
    if "decided_on" in found:
        found["decided_on"] = found["decided_on"].where(road.contributions["is_decision_dated"])
    return pd.DataFrame(found)


def _columns(road: Road, shape: Worksheet) -> Iterator[tuple[Column, str]]:
    for column in shape.columns:
        if column.name not in PERSONAL or road.settings.show_contacts:
            yield from ((column, name) for name in column.names)


def _column(road: Road, frame: pd.DataFrame, column: Column, name: str) -> pd.Series:
    if column.links:
        return _listed(road, frame, column)
    if column.type is ColumnType.PERIOD:
        ends = zip(*(frame[f"{name}_{part}"] for part in ("first", "last", "precision")), strict=True)
        return pd.Series([_period(*period) for period in ends], dtype="str")
    values = frame[name if column.localized else column.dimension]
    if column.type is ColumnType.DAY:
        return values.dt.strftime("%Y-%m-%d").astype("str")
    if column.type is ColumnType.MOMENT:
        return values.dt.strftime("%Y-%m-%dT%H:%M:%SZ").astype("str")
    if column.type is ColumnType.NUMBER:
        return values.map(lambda number: None if pd.isna(number) else f"{number:.10g}").astype("str")
    return values


def _listed(road: Road, frame: pd.DataFrame, column: Column) -> pd.Series:
    """The codes of each row: those that belong to its position, or of a milestone to its id."""
    links = [getattr(road, column.links)] + ([road.circles] if column.links == "dependencies" else [])
    by_id = column.links == "dependencies"
    codes: dict[Any, list[str]] = {}
    for pairs in links:
        ties = pairs[["milestone", "depends_on"] if by_id else ["position", column.dimension]]
        for row, code in ties.itertuples(index=False, name=None):
            codes.setdefault(row, []).append(code)
    rows = frame["id"] if by_id else frame.index
    return pd.Series([BETWEEN_CODES.join(codes[row]) if row in codes else None for row in rows], dtype="str")


def _period(first: pd.Timestamp, last: pd.Timestamp, precision: object) -> str | None:
    if pd.isna(first):
        return None
    if precision == "month":
        return f"{first:%Y-%m}"
    return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"


def _settings(road: Road) -> pd.DataFrame:
    pairs = []
    for column in SETTING_KEYS:
        value = getattr(road.settings, column.name, None)
        texts = value if isinstance(value, Mapping) else {column.name: value}
        for name in column.names:
            said = texts.get(name)
            if said is not None:
                pairs.append((name, ("yes" if said else "no") if isinstance(said, bool) else str(said)))
    return pd.DataFrame(pairs, columns=["key", "value"], dtype="str")


def _plain_csv(frame: pd.DataFrame) -> bytes:
    """As every file of ours, in UTF-8 as the specification asks: without the mark that Excel wants."""
    return to_csv(frame).decode("utf-8-sig").encode()


def _json(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "replace")


def _path(worksheet_name: str) -> str:
    return f"data/{worksheet_name.lower()}.csv"


def _described(
    road: Road, *, on: date, read_at: datetime, fingerprint: str, tables: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """What datapackage.json says. Titles and descriptions are English, with ``translations`` by language beside."""
    said = _in_each(road, lambda words: (network_title(road, words), as_of(on, words)))
    licence = road.settings.licence
    return {
        "profile": "tabular-data-package",
        "name": file_stem(road),
        "id": fingerprint,
        **said,
        "created": read_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": f"{on.isoformat()}-{fingerprint[:12]}",
        **({"licenses": [_licence(licence)]} if licence else {}),
        "sources": [{"title": road.origin.name}],
        "resources": [_resource(road, shape, tables[shape.name]) for shape in WORKSHEETS],
    }


def _licence(said: str) -> dict[str, str]:
    name, path = _LICENCES.get(said.strip(), ("", ""))
    if name:
        return {"name": name, "path": path, "title": said}
    return {"name": re.sub(r"[^-a-zA-Z0-9._]+", "-", said).strip("-") or "other", "title": said}


def _in_each(road: Road, told: Callable[[Words], tuple[str, str]]) -> dict[str, Any]:
    """What is ``told`` as title and description, in English and, by language, in the others."""
    title, description = told(words_of("en", road.own_words))
    others = {language: told(words_of(language, road.own_words)) for language in LANGUAGES if language != "en"}
    return {
        "title": title,
        "description": description,
        "translations": {language: {"title": one, "description": other} for language, (one, other) in others.items()},
    }


def _resource(road: Road, shape: Worksheet, frame: pd.DataFrame) -> dict[str, Any]:
    of_name = {name: column for column, name in _columns(road, shape)}
    schema: dict[str, Any] = {
        "fields": [_field(road, of_name[name], name) for name in frame.columns],
        "missingValues": [""],
    }
    return {
        "profile": "tabular-data-resource",
        "name": shape.name.lower(),
        "path": _path(shape.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_in_each(
            road, lambda words: (words.say(shape.name), words.say("One row: {thing}.", thing=words.say(shape.row_is)))
        ),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(road: Road, column: Column, name: str) -> dict[str, Any]:
    language = name.removeprefix(column.name).lstrip("_")
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if column.vocabulary and not column.vocabulary.is_open:
        constraints["enum"] = list(column.vocabulary.labels)
    if column.type is ColumnType.PERIOD:
        constraints["pattern"] = _PERIOD
    if column.type is ColumnType.COUNTRY:
        constraints["pattern"] = "[A-Z]{3}"
    return {
        "name": name,
        "type": _TYPES.get(column.type, "string"),
        **_in_each(road, lambda words: (header(column, language, words), _column_words(column, language, words))),
        **({"constraints": constraints} if constraints else {}),
    }


def _column_words(column: Column, language: str, words: Words) -> str:
    """What a column of the package holds: its own note, what its type means, its unit."""
    said = [words.say(column.note)] if column.note and column.type in _NOTED else []
    refers = words.say(column.refers_to) if column.refers_to else ""
    if column.vocabulary:
        labels = [
            words.say("{label}: {value}", label=code, value=words.label(column.vocabulary, code))
            for code in words.codes(column.vocabulary)
        ]
        listed = words.say("; ").join(labels)
        if not labels:
            said.append(words.say(_HOLDS[ColumnType.TEXT]))
        elif column.vocabulary.is_open:
            said.append(words.say("One of these codes, or a value of the sheet’s own. {codes}.", codes=listed))
        else:
            said.append(words.say("One of these codes. {codes}.", codes=listed))
    elif column.type is ColumnType.CODES:
        said.append(words.say("Codes listed in {worksheet}, with a semicolon between them.", worksheet=refers))
    elif column.type in (ColumnType.CODE, ColumnType.SECTION):
        said.append(words.say("A code listed in {worksheet}.", worksheet=refers))
    elif language:
        said.append(words.say("Text in this language: {name}.", name=words.language_name(language)))
    else:
        said.append(words.say(_HOLDS[column.type]))
    return " ".join(said)


def _readme(
    road: Road, described: Mapping[str, Any], *, on: date, words: Words, read_at: datetime, fingerprint: str
) -> str:
    local = read_at.astimezone(road.settings.timezone)
    title = network_title(road, words)
    cited = words.say(
        "{finding} As of {day}, by the sheet as read on {read_on} at {time}.",
        finding=f"{title}.",
        day=words.day(on),
        read_on=words.day(local.date()),
        time=words.clock(local),
    )
    licence = road.settings.licence
    parts = [
        f"# {title}",
        words.say("Illustrative data: these rows were made up to show the dashboard.")
        if road.settings.illustrative
        else "",
        words.say(
            "The tables hold the sheet as it was understood, whatever the day; figures.json holds the figures as of "
            "{day}. The files are UTF-8; in Excel they open by Data, From text.",
            day=words.day(on),
        ),
        "\n".join(
            "- " + words.say("{label}: {value}", label=resource["path"], value=_resource_words(resource, words))
            for resource in described["resources"]
        ),
        _left_out(road, words),
        words.say(
            "datapackage.json describes every column, in each language, for people and for programs (Frictionless "
            "Data)."
        ),
        "## " + words.say("Licence"),
        licence or words.say("The sheet names no licence. Ask whoever keeps it before you publish these data again."),
        "## " + words.say("How to cite"),
        cited + " " + words.say("Fingerprint of the reading: {code}.", code=fingerprint),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _resource_words(resource: Mapping[str, Any], words: Words) -> str:
    return resource["translations"].get(words.language, resource)["description"]


def _left_out(road: Road, words: Words) -> str:
    n = sum(count.left_out for count in road.rows.values())
    if not n:
        return ""
    return words.plural(
        "{n} row of the sheet could not be used and is not in the tables.",
        "{n} rows of the sheet could not be used and are not in the tables.",
        n,
    )
