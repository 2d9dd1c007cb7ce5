"""What was changed in the sheet that no date in it tells: days that moved, steps added, targets, texts, decisions."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import streamlit as st
from rapidfuzz.distance import Indel

from components.shell.view import View
from components.words.plain import plain_markdown
from data.history.changes import Change, ChangeKind
from data.history.record import Record, SeenChange
from data.messages.changes import cell_words, change_sentence, row_names
from data.reading.keys import identity, text_of
from data.road import Road
from data.shape import CHARTER
from data.store import shared_store
from data.words import Words

LISTED = 6
KEPT = 64
SETTINGS = ("start", "launch", "contributions_until", "target")
DUE = ("due", "starts", "ends")
_WORDS = re.compile(r"\S+")


def undated_changes(here: View, since: date) -> None:
    """The newest changes of the sheet seen after the day ``since`` and up to D that are no dated event themselves."""
    record = shared_store().record
    if record is None:
        return
    words = here.words
    found = _undated(record, here.road, since, here.on, record.latest())
    if not found:
        return
    names = row_names(here.road, words)
    zone = here.road.settings.timezone
    st.markdown(
        "  \n".join(
            f"**{plain_markdown(words.day(seen.reading.first_seen.astimezone(zone).date(), 'short'))}** "
            + _told(seen.change, change_sentence(seen.change, names, words), words)
            for seen in found[:LISTED]
        )
    )
    if len(found) > LISTED:
        n = len(found) - LISTED
        st.caption(words.plural("and {n} earlier change of the sheet", "and {n} earlier changes of the sheet", n))
    if any(is_undated_decision(seen.change) for seen in found):
        st.caption(
            words.say("A decision without its day is told on the day it was first seen; no figure counts it so.")
        )


@lru_cache(maxsize=KEPT)
def _undated(record: Record, road: Road, since: date, on: date, _latest: int) -> tuple[SeenChange, ...]:
    zone = road.settings.timezone
    start, end = (datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(seconds=1) for day in (since, on))
    undated = set(map(identity, road.contributions.loc[~road.contributions["is_decision_dated"], "id"]))
    found = [
        seen
        for seen in record.changes(start, end)
        if _counts(seen.change) and (not is_undated_decision(seen.change) or seen.change.key in undated)
    ]
    return tuple(reversed(found))


def _counts(change: Change) -> bool:
    """Whether a change is worth a Bureau's look and no dated event tells it."""
    if change.worksheet == "Milestones":
        is_moved = change.kind is ChangeKind.EDITED and change.column in (*DUE, "baseline", "state")
        return is_moved or change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
    if change.worksheet == "Settings":
        return change.key in SETTINGS
    if change.kind is not ChangeKind.EDITED:
        return change.worksheet == "Charter" and change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
    if change.worksheet == "Sections":
        return change.column == "expected"
    if change.worksheet == "Charter":
        return is_block_text(change)
    return is_undated_decision(change)


def is_block_text(change: Change) -> bool:
    """Whether the change is of a block's title or text, in whichever language."""
    return change.worksheet == "Charter" and change.column in (
        *CHARTER.column("title").names,
        *CHARTER.column("draft").names,
    )


def is_undated_decision(change: Change) -> bool:
    """Whether the change gives a contribution its decision."""
    return change.worksheet == "Contributions" and change.column == "decision" and bool(text_of(change.new))


def _told(change: Change, sentence: str, words: Words) -> str:
    if is_block_text(change) and change.kind is ChangeKind.EDITED and text_of(change.old) and text_of(change.new):
        return plain_markdown(sentence.split("“")[0], 80) + word_by_word(text_of(change.old), text_of(change.new))
    return plain_markdown(sentence, 300)


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
    record = shared_store().record
    if record is None:
        return []
    moves = _moves(record, milestone, record.latest())
    return [cell_words(seen.change, seen.change.old, here.words) for seen in moves if text_of(seen.change.old)]


@lru_cache(maxsize=KEPT)
def _moves(record: Record, milestone: str, _latest: int) -> tuple[SeenChange, ...]:
    every = record.changes(worksheet="Milestones", key=identity(milestone))
    return tuple(seen for seen in every if seen.change.kind is ChangeKind.EDITED and seen.change.column == "due")
