"""What was changed in the sheet that no date in it tells: days that moved, steps added, targets, texts, decisions."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import streamlit as st
from rapidfuzz.distance import Indel

from components.charts.chart import Earlier
from components.shell.view import View
from components.words.plain import plain_markdown
from data.cache import per_road
from data.history.changes import Change, ChangeKind
from data.history.record import Record, SeenChange
from data.history.undated import is_block_text, is_undated_decision, undated
from data.messages.changes import cell_words, change_sentence, column_label, row_name, row_names
from data.reading.dates import dated
from data.reading.keys import identity, text_of
from data.road import Road
from data.words import Words

LISTED = 6
KEPT = 4
_WORDS = re.compile(r"\S+")


def undated_changes(here: View, since: date) -> None:
    """The newest changes of the sheet seen after the day ``since`` and up to D that are no dated event themselves."""
    record = here.record
    if record is None:
        return
    words = here.words
    found = _undated(here.road, record, since, here.on, record.version())
    if not found:
        return
    names = row_names(here.road, words)
    zone = here.road.settings.timezone
    st.markdown(
        "  \n".join(
            f"**{plain_markdown(words.day(seen.reading.first_seen.astimezone(zone).date(), 'short'))}** "
            + change_markdown(seen.change, names, words)
            for seen in found[:LISTED]
        )
    )
    if len(found) > LISTED:
        n = len(found) - LISTED
        st.caption(words.plural("and {n} earlier change of the sheet", "and {n} earlier changes of the sheet", n))
    if any(is_undated_decision(seen.change) for seen in found):
        st.caption(
            words.say("A decision without its day is listed on the day it was first seen; no figure counts it so.")
        )


@per_road
def _undated(road: Road, record: Record, since: date, on: date, _version: tuple[int, int]) -> tuple[SeenChange, ...]:
    zone = road.settings.timezone
    start, end = (datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(seconds=1) for day in (since, on))
    return tuple(reversed(undated(road, record.changes(start, end))))


def change_markdown(change: Change, names: Mapping[tuple[str, str], str], words: Words) -> str:
    """A change in a sentence, as Markdown; one of a block's text word by word behind what it is a text of."""
    if is_block_text(change) and change.kind is ChangeKind.EDITED and text_of(change.old) and text_of(change.new):
        column, row = column_label(change.worksheet, change.column, words), row_name(change, names, words)
        of_what = words.say("{column} of “{row}”", column=column, row=row)
        return words.say(
            "{label}: {value}",
            label=plain_markdown(of_what, 120),
            value=word_by_word(text_of(change.old), text_of(change.new)),
        )
    return plain_markdown(change_sentence(change, names, words), 300)


def word_by_word(old: str, new: str, around: int = 6) -> str:
    """The new text as Markdown, words gone struck out, words come in bold; long stretches that stayed are cut."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[str] = []
    for code in Indel.opcodes(before, after):
        gone, come = before[code.src_start : code.src_end], after[code.dest_start : code.dest_end]
        if code.tag == "equal":
            kept = come if len(come) <= 2 * around else [*come[:around], "…", *come[-around:]]
            parts.append(plain_markdown(" ".join(kept), 2000))
            continue
        if gone:
            parts.append(f"~~{plain_markdown(' '.join(gone), 2000)}~~")
        if come and code.tag != "delete":
            parts.append(f"**{plain_markdown(' '.join(come), 2000)}**")
    return " ".join(parts)


def earlier_days(here: View, milestone: str) -> list[str]:
    """Every due day that the milestone had before the one it has, the first one first, as its record knows them."""
    record = here.record
    if record is None:
        return []
    moves = _moves(record, record.version()).get(identity(milestone), ())
    return [cell_words(seen.change, seen.change.old, here.words) for seen in _by(here, moves)]


def earlier_marks(here: View) -> Earlier:
    """The same of every milestone that moved, as days: the first of a month or of several; without what is no date."""
    record = here.record
    if record is None:
        return ()
    moves = _moves(record, record.version())
    return tuple(
        (milestone, days)
        for milestone in here.road.milestones["id"]
        if (days := tuple(filter(None, map(_day, _by(here, moves.get(identity(milestone), ()))))))
    )


def _by(here: View, moves: Sequence[SeenChange]) -> list[SeenChange]:
    """Those that the reading looked at, perhaps an earlier one, had seen."""
    return [seen for seen in moves if seen.reading.first_seen <= here.read_at]


def _day(seen: SeenChange) -> date | None:
    found = dated(seen.change.old, day_first=True)
    return found.first if found and found.is_plausible else None


@lru_cache(maxsize=KEPT)
def _moves(record: Record, _version: tuple[int, int]) -> Mapping[str, Sequence[SeenChange]]:
    """The moves of the due day of each milestone, by the key that history knows it by."""
    moves: dict[str, list[SeenChange]] = {}
    for seen in record.changes(worksheet="Milestones"):
        change = seen.change
        if change.kind is ChangeKind.EDITED and change.column == "due" and text_of(change.old):
            moves.setdefault(change.key, []).append(seen)
    return moves
