"""Which contributions are looked at: the filters, their panel, and the active ones in plain sight."""

from dataclasses import replace

import streamlit as st

from components.shell import address, document
from components.shell.view import View
from components.words.contributions import looked_at
from components.words.labels import DIMENSION_NAMES, label
from components.words.plain import plain_markdown, shorten
from data.figures.contributions import tally
from data.figures.selection import BLANK, PARAMETERS, Selection, choices, is_choice, select
from data.road import Road


def chosen(road: Road) -> Selection:
    """The Selection of the address; codes that nothing in the sheet or in our lists knows leave the address."""
    codes: dict[str, tuple[str, ...]] = {}
    for dimension, parameter in PARAMETERS.items():
        asked = address.get_all(parameter)
        known = tuple(dict.fromkeys(code for code in asked if is_choice(road, dimension, code)))
        if known != asked:
            address.put_all(parameter, known)
        codes[dimension] = known
    return Selection(**codes, text=address.get("text"))


def filters(here: View) -> Selection:
    """Draw title, search, panel and chips; returns what is chosen, of which every figure is drawn."""
    words, selection = here.words, chosen(here.road)
    n, of = (tally(view.road, on=here.on).received for view in (found(here, selection), here))
    said = looked_at(n, of, tally(here.road, on=here.on).target, words, is_filtered=not selection.is_empty)
    document.fact("chosen", said)
    st.title(plain_markdown(said), anchor=False)
    _search(here)
    _panel(here, selection)
    _chips(here, selection)
    return selection


def found(here: View, selection: Selection) -> View:
    """The view of what is chosen."""
    return replace(here, road=select(here.road, selection, on=here.on))


def _search(here: View) -> None:
    words = here.words
    st.session_state["at_text"] = address.get("text")
    st.text_input(
        words.say("Search in the contributions"),
        placeholder=words.say("A name, a country, an id"),
        icon=":material/search:",
        key="at_text",
        label_visibility="collapsed",
        on_change=lambda: address.put("text", st.session_state["at_text"].strip()),
    )


def _panel(here: View, selection: Selection) -> None:
    """Every filter with the counts beside its choices; made only while it is open."""
    words = here.words
    panel = st.expander(
        words.say("Filters"),
        icon=":material/filter_alt:",
        key="filters",
        on_change="rerun",
        expanded=False,
    )
    if not panel.open:
        return
    with panel, st.grid(4, min_column_width=210, gap="small"):
        for dimension, parameter in PARAMETERS.items():
            _choice(here, selection, dimension, parameter)


def _choice(here: View, selection: Selection, dimension: str, parameter: str) -> None:
    words, key = here.words, f"at_{parameter}"
    counted = choices(here.road, selection, dimension, on=here.on)
    n = dict(zip(counted["value"], counted["n"], strict=True))
    now = selection.codes(dimension)
    options = [*n, *(code for code in now if code not in n)]
    if options in ([], [BLANK]):
        return
    st.session_state[key] = list(now)
    st.multiselect(
        words.say(DIMENSION_NAMES[dimension]),
        options,
        format_func=lambda code: f"{label(here.road, dimension, code, words)} ({words.number(n.get(code, 0))})",
        placeholder=words.say("All"),
        # Choosing all filters nothing; and Streamlit would name it in English.
        select_all=False,
        key=key,
        on_change=lambda: address.put_all(parameter, st.session_state[key]),
    )


def _chips(here: View, selection: Selection) -> None:
    """What is filtered, one chip each that takes it away, and one that takes all away."""
    if selection.is_empty:
        return
    words = here.words
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="chips"):
        if text := shorten(selection.text.strip(), 40):
            shown = words.say("Text: {value}", value=words.say("“{text}”", text=text))
            _chip(shown, "text", lambda: address.put("text", ""), here)
        for dimension, parameter in PARAMETERS.items():
            codes = selection.codes(dimension)
            for code in codes:
                name = words.say(DIMENSION_NAMES[dimension])
                value = code if dimension == "question" and code != BLANK else label(here.road, dimension, code, words)
                rest = [other for other in codes if other != code]
                _chip(
                    words.say("{name}: {value}", name=name, value=shorten(value, 40)),
                    f"{parameter}_{codes.index(code)}",
                    lambda parameter=parameter, rest=rest: address.put_all(parameter, rest),
                    here,
                )
        st.button(
            words.say("Clear all filters"),
            icon=":material/filter_alt_off:",
            type="tertiary",
            key="clear_filters",
            on_click=clear,
        )


def _chip(shown: str, key: str, take_away, here: View) -> None:  # noqa: ANN001
    st.button(
        plain_markdown(shown),
        icon=":material/close:",
        key=f"chip_{key}",
        help=here.words.say("Remove this filter"),
        on_click=take_away,
    )


def toggle(dimension: str, code: str) -> None:
    """Filter by one code alone, or no more by it where it is the one."""
    parameter = PARAMETERS[dimension]
    address.put_all(parameter, [] if address.get_all(parameter) == (code,) else [code])


def toggle_stage(stage: str) -> None:
    """Filter by a stage that was reached; whatever is chosen has been received."""
    if stage == "received":
        address.put("stage", "")
    else:
        toggle("stage", stage)


def clear() -> None:
    """Take every filter away; what else is in the address stays."""
    for parameter in (*PARAMETERS.values(), "text"):
        address.put(parameter, "")
