"""Faults drawn as cards, a few of each kind and the others on request."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from components.shell.mounted import CLIPBOARD, mounted
from components.shell.view import View
from components.words.fault_cards import Card
from data.words import Words

_SCRIPT = Path(__file__).with_name("fault_cards.js")
SHOWN_FIRST = 3
SHOWN_MORE = 25
"""So many cards of a kind stand at first, and so many more come at each request."""

Group = tuple[str, int, Callable[[int], Sequence[Card]]]
"""A kind, how many cards there are of it, and how to make so many of them."""


@st.fragment
def fault_list(groups: Sequence[Group], here: View, *, key: str) -> None:
    """The cards of each kind, the first few of each unless more were asked for."""
    words = here.words
    asked: dict[tuple[str, str], int] = st.session_state.setdefault("_faults_shown", {})

    def ask() -> None:
        if kind := st.session_state[key].more:
            asked[key, kind] = asked.get((key, kind), SHOWN_FIRST) + SHOWN_MORE

    mounted(_SCRIPT, name="fault_cards", root="faults", helper=CLIPBOARD)(
        data={
            "groups": [_group(kind, n, cards, asked.get((key, kind), SHOWN_FIRST), words) for kind, n, cards in groups],
            "words": {
                "copy": words.say("Copy “{text}”", text="{text}"),
                "copied": words.say("“{text}” is copied", text="{text}"),
                "open": words.say("Open the cell"),
                "empty": words.say("(empty)"),
            },
        },
        key=key,
        on_more_change=ask,
    )


def _group(kind: str, n: int, cards: Callable[[int], Sequence[Card]], shown: int, words: Words) -> dict[str, Any]:
    left = n - shown
    more = words.plural("and {n} more of this kind", "and {n} more of this kind", left) if left > 0 else ""
    return {"kind": kind, "more": more, "cards": [_drawn(card) for card in cards(min(n, shown))]}


def _drawn(card: Card) -> dict[str, Any]:
    return {
        "title": card.title,
        "columns": [{"letter": column.letter, "header": column.header} for column in card.columns],
        "rows": [{"number": row.number, "cells": row.cells, "marked": sorted(row.marked)} for row in card.rows],
        "mends": [
            {"place": mend.place, "link": mend.link, "says": mend.says, "typed": mend.typed, "found": mend.found}
            for mend in card.mends
        ],
    }
