"""Three lenses on who speaks, side by side, and the balance between two of them."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.charts.shares import SHARES, sections_compared
from components.shared.passport import plain_table, show, subject, table
from components.shell.view import View
from components.words.coverage import RATE_FROM, rates_hidden, share_words, shares_n
from components.words.labels import names_of
from data.cache import per_road
from data.figures.rows import Rows
from data.figures.sections import BALANCE_MIN, balance
from data.words import Words


def lenses(here: View) -> None:
    """Share of contributions, share expected, share of states, for the sections that are expected to contribute."""
    st.space("small")
    words, compared = here.words, sections_compared(here.road, on=here.on)
    show(SHARES, subject(here))
    n = shares_n(compared)
    if rates_hidden(compared):
        st.caption(
            words.say("n = {n}: no share is shown below {least}.", n=words.number(n), least=words.number(RATE_FROM))
        )
        return
    st.caption(_basis(here))
    _balance(here, n)


@per_road
def _basis(here: View) -> str:
    words, counted = here.words, sections_compared(here.road, on=here.on)
    said = [words.plural("n = {n} contribution", "n = {n} contributions", shares_n(counted))]
    if any(pd.isna(row["expected"]) for row in counted):
        said.append(words.say("a section has no expected number, so no share expected is shown"))
    else:
        said.append(words.say("{n} expected", n=words.number(sum(row["expected"] for row in counted))))
    of = sum(row["states"] for row in counted if not pd.isna(row["states"]))
    said.append(words.plural("{n} state", "{n} states", of))
    return " · ".join(said)


def _balance(here: View, n: int) -> None:
    """An index for coordinators over ``n`` contributions, its formula opened in place."""
    words = here.words
    index = balance(here.road, on=here.on)
    label = (
        words.say("Balance: cannot be calculated")
        if index is None
        else words.say("Balance {index} (n = {n})", index=words.percent(index), n=words.number(n))
    )
    opened = st.expander(label, key="balance", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.markdown(
            words.say(
                "For each section take the smaller of its share of the contributions and its share of those expected, "
                "and add these up. {all} says that every section sent its part; the rest is what others sent instead. "
                "It is an index for coordinators: a high balance of few contributions is no success. The shares are "
                "added before they are rounded.",
                all=words.percent(1),
            )
        )
        if index is None:
            st.markdown(
                words.plural(
                    "It takes an expected number for every section of the worksheet Sections, and {n} contribution.",
                    "It takes an expected number for every section of the worksheet Sections, and {n} contributions.",
                    BALANCE_MIN,
                )
            )
            return
        counted, names = sections_compared(here.road, on=here.on), names_of(here.road, "section", words)
        table(plain_table(_balance_table(counted, names, index, words), words))


def _balance_table(counted: Rows, names: Mapping[str, str], index: float, words: Words) -> pd.DataFrame:
    received, expected = ([row[name] for row in counted] for name in ("share_received", "share_expected"))
    return pd.DataFrame(
        {
            words.say("Section"): [*(names[row["code"]] for row in counted), words.say("Balance")],
            words.say("Share of contributions"): [*(share_words(x, words) for x in received), ""],
            words.say("Share expected"): [*(share_words(x, words) for x in expected), ""],
            words.say("The lower of the two"): [
                *(share_words(min(pair), words) for pair in zip(received, expected, strict=True)),
                words.percent(index),
            ],
        }
    )
