"""The Settings worksheet: keys and values, and how the rest of the sheet is typed."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from data.colours import as_colour
from data.grid import Cell, Workbook
from data.languages import LANGUAGES
from data.problems import Kind, Severity
from data.reading import values
from data.reading.amounts import decimal_of
from data.reading.columns import definitions, reader_of
from data.reading.findings import Finding, Problems, Reading
from data.reading.headers import lacks_a_needed_column, setting_names
from data.reading.keys import key, one_line, text_of
from data.reading.known import Known
from data.reading.sheet import Sheet
from data.reading.values import Cells, Habits, read_cell
from data.road import RowCount, Settings
from data.shape import SETTING_KEYS, ColumnType
from data.words import translations

TIMEZONE = "Europe/Madrid"
ANSWERED_MIN = 3


@dataclass(frozen=True)
class SettingsRead:
    """The settings, how dates and numbers are typed, and the rows they stand in by setting."""

    settings: Settings
    habits: Habits
    rows: RowCount | None
    row_of: dict[str, int]


def read_settings(sheet: Sheet | None, workbook: Workbook, problems: Problems) -> SettingsRead:
    """Read Settings; what is missing or cannot be read has its default."""
    pairs, count = _pairs(sheet, problems)
    reader = _SettingReader(sheet, pairs, problems)
    locale = reader.read("locale", _locale) or (_parsed_locale(workbook.locale) if workbook.locale else None)
    habits = Habits(day_first=locale != "en_US", decimal=decimal_of(locale))
    special: dict[str, values.Reader] = {
        "start": _day_of_period(habits, "first"),
        "launch": _day_of_period(habits, "last"),
        "contributions_until": _day_of_period(habits, "last"),
        "timezone": _timezone,
        "colour": _colour,
        "target": values.count(habits, 1),
        "answered_min": values.count(habits, 1),
    }
    found: dict[str, Any] = {}
    for column in SETTING_KEYS:
        if column.name in Settings.__dataclass_fields__:
            read = special.get(column.name) or reader_of(column, habits, {})
            by_name = {name: reader.read(name, read) for name in column.names}
            found[column.name] = by_name if column.localized else by_name[column.name]
            if column.type is ColumnType.YES_NO:
                found[column.name] = bool(found[column.name])
    found["timezone"] = ZoneInfo(found["timezone"] or _known_zone(workbook.timezone) or TIMEZONE)
    found["answered_min"] = found["answered_min"] or ANSWERED_MIN
    settings = Settings(**found)
    return SettingsRead(settings, habits, count, {name: row for name, (row, _) in pairs.items()})


@dataclass(frozen=True)
class _SettingReader:
    sheet: Sheet | None
    pairs: dict[str, tuple[int, Cell]]
    problems: Problems

    def read(self, name: str, reader: values.Reader) -> Any:  # noqa: ANN401 - whatever the reader gives
        if self.sheet is None or name not in self.pairs:
            return None
        row, cell = self.pairs[name]
        reading = read_cell(cell, reader)
        for finding in reading.findings:
            finding = finding._replace(details={**finding.details, "setting": name})
            self.problems.at_cell(self.sheet, row, "value", finding)
        return reading.value


def _pairs(sheet: Sheet | None, problems: Problems) -> tuple[dict[str, tuple[int, Cell]], RowCount | None]:
    """Row and value by the setting's canonical name."""
    if sheet is None:
        return {}, None
    if lacks_a_needed_column(sheet):
        return {}, RowCount(len(sheet.rows), 0, len(sheet.rows))
    typed = values.read_cells(sheet.cells("key"), values.name)
    names = Cells([text and (setting_names().get(key(text)) or text) for text in typed.content], typed.findings)
    used = definitions(sheet, "key", names, problems, Kind.REPEATED_SETTING)
    known = _known_settings().fresh()
    cells = sheet.cells("value")
    pairs: dict[str, tuple[int, Cell]] = {}
    for index in used:
        name = names.content[index]
        if name in setting_names().values():
            pairs[name] = (sheet.rows[index], cells[index])
        else:
            finding = Finding(Kind.UNKNOWN_SETTING, name, nearest=known.nearest(name))
            problems.at_cell(sheet, sheet.rows[index], "key", finding)
    return pairs, RowCount(len(sheet.rows), len(used), len(sheet.rows) - len(used))


@lru_cache(maxsize=1)
def _known_settings() -> Known:
    codes = [column.name for column in SETTING_KEYS]
    return Known(codes, [(form, column.name) for column in SETTING_KEYS for form in translations(column.label)])


def _day_of_period(habits: Habits, end: Literal["first", "last"]) -> values.Reader:
    """The first or the last day of a day or a month; where the last counts, the 1st asks whether a month is meant."""
    period = values.period(habits)

    def read(cell: Cell) -> Reading:
        found, findings = period(cell)
        if found is None:
            return Reading(None, findings)
        if end == "last" and found.precision == "day" and found.first.day == 1 and not found.from_text:
            details = {"reading": found.first.isoformat(), "month": found.first.isoformat()[:7]}
            text = values.date_text(cell, found)
            findings = (*findings, Finding(Kind.DAY_OR_MONTH, text, Severity.WARNING, details=details))
        return Reading(getattr(found, end), findings)

    return read


def _locale(cell: Cell) -> Reading:
    text = one_line(text_of(cell))
    found = _parsed_locale(text)
    if found is None and (language := values.language()(cell).value):
        found = _parsed_locale(language)
    if found is not None:
        return Reading(found)
    return Reading(None, (Finding(Kind.UNKNOWN_VALUE, text, nearest=_known_locales().fresh().nearest(text)),))


def _parsed_locale(text: str) -> str | None:
    tag = text.replace("-", "_").split(".")[0].split("@")[0]
    for candidate in (tag, tag.split("_")[0]):
        if 2 <= len(candidate) <= 20:
            try:
                return str(Locale.parse(candidate))
            except (ValueError, UnknownLocaleError):
                continue
    return None


@lru_cache(maxsize=1)
def _known_locales() -> Known:
    usual = get_global("likely_subtags")
    return Known(("en_GB", *("{0}_{2}".format(*usual[code].split("_")) for code in LANGUAGES if code in usual)), ())


def _colour(cell: Cell) -> Reading:
    text = one_line(text_of(cell))
    found = as_colour(text)
    return Reading(found) if found else Reading(None, (Finding(Kind.UNKNOWN_VALUE, text),))


def _timezone(cell: Cell) -> Reading:
    text = one_line(text_of(cell))
    zone = _known_zone(text) or _known_zones().find(text)
    if zone is not None:
        return Reading(zone)
    return Reading(None, (Finding(Kind.UNKNOWN_VALUE, text, nearest=_known_zones().fresh().nearest(text)),))


def _known_zone(name: str | None) -> str | None:
    return name if name in available_zones() else None


@lru_cache(maxsize=1)
def available_zones() -> frozenset[str]:
    """The names of the timezones this machine knows."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _known_zones() -> Known:
    zones = sorted(zone for zone in available_zones() if "/" in zone or zone == "UTC")
    return Known(zones, [(zone.rsplit("/", 1)[-1].replace("_", " "), zone) for zone in zones])


def day_of_reading(settings: Settings, now: datetime) -> date:
    """The day of ``now`` (aware) where the sheet lives."""
    return now.astimezone(settings.timezone).date()
