"""What was changed in the sheet, day by day, as its record knows it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from components.shell import address
from components.shell.download import download_button
from components.shell.pages import page_of
from components.shell.view import View
from components.words.plain import plain_markdown
from data.cache import per_road
from data.exports.tables import to_csv
from data.history.past import quoted
from data.history.record import Record, SeenChange
from data.messages.changes import cell_value, change_sentence, counted_changes, row_name, row_names
from data.messages.labels import column_label
from data.reading.keys import column_letter
from data.shape import worksheet
from data.words import Words

LISTED = 60
DAYS_KEPT = 8


def what_was_changed(here: View) -> None:
    """The changes of one day, the latest unless the address says another; of one worksheet and row where chosen."""
    if here.is_own_file:
        return
    words, record = here.words, here.record
    st.header(words.say("What was changed in the sheet"), anchor=False)
    if record is None:
        st.caption(words.say("No history of the sheet is kept here, so that earlier readings cannot be shown."))
        return
    days = _days(record, here)
    if not days:
        began = record.readings()[:1]
        day = began[0].first_seen.astimezone(here.road.settings.timezone).date() if began else here.days.last
        st.caption(words.say("Nothing was changed since the history of the sheet began, on {day}.", day=words.day(day)))
        return
    day = _chosen_day(days, words)
    every = _changes(record, here.road.settings.timezone, day, record.version())
    _worksheet_control(every, words)
    chosen = [seen for seen in every if address.get("edited") in ("", seen.change.worksheet)]
    row = _row_control(chosen, record, here)
    if row:
        chosen = list(_changes_of_row(record, *row, record.version()))
    _summary(chosen, record, here)
    st.markdown("\n".join(f"- {_line(seen, here, with_day=bool(row))}" for seen in chosen[:LISTED]))
    if len(chosen) > LISTED:
        more = len(chosen) - LISTED
        st.caption(words.plural("and {n} more change, in the file", "and {n} more changes, in the file", more))
    st.caption(
        words.say("A change lies between two readings of the sheet. Google’s interface does not say who made it.")
    )
    download_button(
        words.say("Download these changes (CSV)"),
        lambda: to_csv(_table(chosen, here)),
        _file_name(chosen, row, day, here),
        key="changes_csv",
    )


def _file_name(chosen: list[SeenChange], row: tuple[str, str] | None, day: date, here: View) -> str:
    """After what was chosen and the day of the changes, of a row that of its last one."""
    if row:
        day = chosen[-1].reading.first_seen.astimezone(here.road.settings.timezone).date()
    of = row or tuple(filter(None, [address.get("edited")]))
    kept = re.findall(r"[\w-]+", " ".join((here.words.say("changes"), *of, day.isoformat())))
    return "-".join(kept) + ".csv"


def _days(record: Record, here: View) -> dict[date, int]:
    """How many changes were seen on each day of the sheet's own time zone, the latest first."""
    counts: dict[date, int] = {}
    for moment, n in record.counts():
        day = moment.astimezone(here.road.settings.timezone).date()
        counts[day] = counts.get(day, 0) + n
    return dict(sorted(counts.items(), reverse=True))


def _chosen_day(days: Mapping[date, int], words: Words) -> date:
    try:
        asked = date.fromisoformat(address.get("edited_on"))
    except ValueError:
        asked = None
    day = asked if asked and asked in days else next(iter(days))
    if asked != day:
        address.put("edited_on", "")
    st.session_state["at_edited_on"] = day
    st.selectbox(
        words.say("Day"),
        list(days),
        format_func=lambda one: f"{words.day(one)} ({words.number(days[one])})",
        key="at_edited_on",
        on_change=lambda: address.put("edited_on", st.session_state["at_edited_on"].isoformat()),
    )
    return day


@lru_cache(maxsize=DAYS_KEPT)
def _changes(record: Record, zone: ZoneInfo, day: date, _version: tuple[int, int]) -> tuple[SeenChange, ...]:
    """What was first seen on that day; asked again once there is a later reading."""
    midnight = datetime.combine(day, time(), zone) - timedelta(seconds=1)
    return tuple(record.changes(midnight, midnight + timedelta(days=1)))


def _summary(chosen: list[SeenChange], record: Record, here: View) -> None:
    words, zone = here.words, here.road.settings.timezone
    counted = counted_changes([seen.change for seen in chosen], words)
    if counted:
        st.markdown("  \n".join(plain_markdown(line) for line in counted))
    if chosen:
        last = chosen[-1].reading
        seen = words.clock(last.first_seen.astimezone(zone))
        if last.before is None:
            st.caption(words.say("The last of these edits was read at {time}.", time=seen))
        else:
            before = words.clock(last.before.astimezone(zone))
            st.caption(
                words.say("The last of these edits, made after {before}, was read at {time}.", before=before, time=seen)
            )
        if last.number != record.version()[0]:
            st.page_link(
                page_of("road"),
                label=words.say("The pages as the sheet was read at {time}", time=seen),
                query_params=address.link(as_read_on=quoted(last)),
                icon=":material/history:",
            )


def _worksheet_control(every: tuple[SeenChange, ...], words: Words) -> None:
    names = list(dict.fromkeys(seen.change.worksheet for seen in every))
    chosen = address.get("edited") if address.get("edited") in names else None
    address.put("edited", chosen or "")
    if len(names) < 2:
        return
    st.session_state["at_edited"] = chosen
    st.pills(
        words.say("Worksheet"),
        names,
        format_func=words.say,
        key="at_edited",
        on_change=lambda: address.put("edited", st.session_state["at_edited"] or ""),
    )


BETWEEN = ":"
"""In the address, between the worksheet of a row and the key that history knows it by."""


def _row_control(chosen: list[SeenChange], record: Record, here: View) -> tuple[str, str] | None:
    """Choose one row, to see all that was ever changed in it: (worksheet, key); None for whatever was changed."""
    words, names = here.words, _row_names(here)
    asked = address.get("edited_row")
    name, _, key = asked.partition(BETWEEN)
    of_row = _changes_of_row(record, name, key, record.version()) if key else ()
    rows = {
        f"{seen.change.worksheet}{BETWEEN}{seen.change.key}": seen.change
        for seen in (*chosen, *of_row[-1:])
        if seen.change.key
    }
    row = asked if of_row and asked in rows else None
    address.put("edited_row", row or "")
    if len(rows) < 2 and not row:
        return None
    st.session_state["at_edited_row"] = row
    st.selectbox(
        words.say("Row"),
        list(rows),
        format_func=lambda code: words.say(
            "{label}: {value}",
            label=words.say(worksheet(rows[code].worksheet).name),
            value=row_name(rows[code], names, words),
        ),
        placeholder=words.say("All that was changed in one row"),
        key="at_edited_row",
        on_change=lambda: address.put("edited_row", st.session_state["at_edited_row"] or ""),
    )
    return (name, key) if row else None


@lru_cache(maxsize=DAYS_KEPT)
def _changes_of_row(record: Record, worksheet_name: str, key: str, _version: tuple[int, int]) -> tuple[SeenChange, ...]:
    """Every change of a row that is on record, the oldest first."""
    return tuple(record.changes(worksheet=worksheet_name, key=key))


def _line(seen: SeenChange, here: View, *, with_day: bool) -> str:
    words = here.words
    sentence = change_sentence(seen.change, _row_names(here), words)
    moment = seen.reading.first_seen.astimezone(here.road.settings.timezone)
    clock = words.clock(moment)
    if with_day:
        clock = words.say("{day} at {time}", day=plain_markdown(words.day(moment.date())), time=clock)
    cell = _cell(seen)
    return f"**{clock}** {plain_markdown(sentence, 400)}" + (f" · {cell}" if cell else "")


def _cell(seen: SeenChange) -> str:
    """Where the change stood when it was read, such as D12; '' for one of a whole row, column or worksheet."""
    change = seen.change
    return f"{column_letter(change.place)}{change.number}" if change.place >= 0 and change.number else ""


@per_road
def _row_names(here: View) -> Mapping[tuple[str, str], str]:
    return row_names(here.road, here.words)


def _table(chosen: list[SeenChange], here: View) -> pd.DataFrame:
    words, names = here.words, _row_names(here)
    zone = here.road.settings.timezone
    columns = [
        *(words.say("Not before"), words.say("Seen"), words.say("Worksheet"), words.say("Row"), words.say("Cell")),
        *(words.say("Column"), words.say("It said"), words.say("It says"), words.say("What was changed")),
    ]
    rows = [
        (
            f"{seen.reading.before.astimezone(zone):%Y-%m-%d %H:%M}" if seen.reading.before else "",
            f"{seen.reading.first_seen.astimezone(zone):%Y-%m-%d %H:%M}",
            words.say(worksheet(seen.change.worksheet).name),
            row_name(seen.change, names, words) if seen.change.key else "",
            _cell(seen),
            column_label(seen.change.worksheet, seen.change.column, words),
            cell_value(seen.change, seen.change.old),
            cell_value(seen.change, seen.change.new),
            change_sentence(seen.change, names, words),
        )
        for seen in chosen
    ]
    return pd.DataFrame(rows, columns=columns)
