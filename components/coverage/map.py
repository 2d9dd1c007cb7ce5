"""The map: who was heard, by country, and one country opened."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.charts.map import MAP, off_the_map
from components.shared.passport import show, subject
from components.shell import address, document
from components.shell.pages import page_of
from components.shell.view import View
from components.words.coverage import last_heard_words, without_country_words
from components.words.labels import names_of
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.coded import coded
from data.figures.countries import country_sections
from data.figures.places import folded
from data.figures.rows import Row, Rows
from data.figures.sections import countries_at, without_country
from data.road import Road
from data.words import Words

TOP_SHOWN = 6


def who_was_heard(here: View) -> None:
    """The map, and beside it the country opened or those that sent most."""
    words = here.words
    drawn, beside = st.columns([7, 3], gap="medium")
    with drawn:
        show(MAP, subject(here, opened=(_opened(),), narrow=_is_phone()), opens=_open)
        st.caption(
            words.say(
                "Boundaries and names on this map imply no opinion on the legal status of any country or territory."
            )
        )
    with beside:
        _country_control(here)
        if opened := _opened():
            _one_country(here, opened)
        else:
            _most_heard(here)
        _not_shown(here)


def _opened() -> str:
    from data.reference.countries import ALPHA2

    asked = address.get("country")
    return asked if asked in ALPHA2 else ""


def _is_phone() -> bool:
    """Whether the reader's browser calls itself mobile; the server sees no widths, and a map needs a height."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _open(country: str) -> None:
    address.put("country", country)


@per_road
def _countries(here: View) -> list[str]:
    """The countries that can be opened: those heard first, each part in the order of their names."""
    received = {row["country"]: row["received"] for row in countries_at(here.road, on=here.on)}
    known = (code for code in _by_name(here.road, here.words) if code in received)
    return sorted(known, key=lambda code: not received[code])


@per_road
def _by_name(road: Road, words: Words) -> list[str]:
    """Every country that can be opened on any day."""
    countries = dict.fromkeys([*road.countries["country"], *coded(road, "country").codes])
    return sorted(countries, key=lambda code: folded(words.country(code)))


def _country_control(here: View) -> None:
    words, opened = here.words, _opened()
    options = _countries(here)
    st.session_state["at_country"] = opened if opened in options else None
    st.selectbox(
        words.say("Open a country"),
        options,
        format_func=words.country,
        placeholder=words.say("Choose a country"),
        key="at_country",
        on_change=lambda: address.put("country", st.session_state["at_country"] or ""),
    )


def _one_country(here: View, code: str) -> None:
    words = here.words
    names = names_of(here.road, "section", words)
    row = _row_of(countries_at(here.road, on=here.on), code)
    document.opened(code, words.country(code))
    with st.container(border=True, gap="xsmall", key="country_card"):
        st.subheader(plain_markdown(words.country(code)), anchor=False)
        if row["section"] in names:
            st.caption(plain_markdown(names[str(row["section"])]))
        else:
            st.caption(words.say("In no section"))
        received = int(row["received"])
        if not received:
            st.markdown(words.say("Nothing has come from here yet."))
            return
        st.markdown(
            "**"
            + words.plural("{n} contribution", "{n} contributions", received)
            + "**  \n"
            + last_heard_words(row["last_received_on"], words)
        )
        _elsewhere(here, code, str(row["section"]), names)
        st.page_link(
            page_of("contributions"),
            label=words.say("Read its contributions"),
            icon=":material/arrow_forward:",
            query_params=address.link(country=code),
        )


def _row_of(countries: Rows, code: str) -> Row:
    found = (row for row in countries if row["country"] == code)
    return next(found, None) or {"section": "", "received": 0, "last_received_on": pd.NaT}


def _elsewhere(here: View, code: str, own: str, names: Mapping[str, str]) -> None:
    """Where rows of the sheet put this country's contributions into another section than its own."""
    words = here.words
    counted = country_sections(here.road, code, on=here.on)
    if counted["section"].fillna("").tolist() == [own]:
        return
    said = [
        words.say(
            "{section} ({n})",
            section=names[row["section"]] if row["section"] in names else words.say("no section"),
            n=words.number(row["n"]),
        )
        for row in counted.to_dict("records")
    ]
    st.caption(plain_markdown(words.say("Counted in: {sections}", sections=", ".join(said))))


def _most_heard(here: View) -> None:
    words, top = here.words, _top(here)
    if not top:
        return
    st.caption(words.say("Most contributions"))
    with st.container(gap=None, key="opens_countries"):
        for code, said in top.items():
            st.button(said, type="tertiary", key=f"country_{code}", on_click=_open, args=(code,))


@per_road
def _top(here: View) -> dict[str, str]:
    """The countries that sent most, as Markdown by code."""
    words, countries = here.words, countries_at(here.road, on=here.on)
    top = sorted((row for row in countries if row["received"]), key=lambda row: -row["received"])[:TOP_SHOWN]
    return {
        row["country"]: f"**{words.number(row['received'])}** {plain_markdown(words.country(row['country']))}"
        for row in top
    }


def _not_shown(here: View) -> None:
    """What the map cannot show: countries nobody can place, and contributions without one."""
    words = here.words
    if absent := _absent(here):
        names = words.listed([words.country(code) for code in absent])
        st.caption(plain_markdown(words.say("Not on the map: {countries}.", countries=names)))
    if n := without_country(here.road, on=here.on):
        st.caption(without_country_words(n, words))


@per_road
def _absent(here: View) -> list[str]:
    return off_the_map(countries_at(here.road, on=here.on))
