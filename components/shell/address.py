"""The address of a view: language, as-of date and every choice of a page, as codes.

What is in the address is what the reader sees, so that a link shows another reader the same picture. Streamlit drops
the query on a click in its menu; ``lang`` always stands in ours, so an empty query means such a click and the session
wins, and any other query that we did not publish ourselves means that the address wins. What stands in it beside
language and day belongs to the page it is the address of, and to no other.
"""

from urllib.parse import unquote, urlencode

import streamlit as st

SHARED = ("lang", "asof", "as_read_on", "check")


def _place(name: str) -> dict[str, str]:
    """Where a parameter is kept: for all pages, or for the page shown, on which alone it means something."""
    page = "" if name in SHARED else st.session_state.get("_page", "")
    return st.session_state.setdefault("_places", {}).setdefault(page, {})


def _asked() -> dict[str, str]:
    return {name: value for name, value in st.query_params.to_dict().items() if value}


def adopt() -> None:
    """Take language and day over from an address that is not the one this session published last.

    Call once, before any widget; ``enter`` follows as soon as the page is known.
    """
    asked = _asked()
    if asked and asked != st.session_state.get("_published"):
        st.session_state.setdefault("_places", {})[""] = {name: asked[name] for name in SHARED if name in asked}


def enter(page: str) -> None:
    """Say which page is shown, and take its own parameters over where ``adopt`` took the others, or it is another page.

    What one page keeps never reaches another: the country opened on the map is no filter of the contributions.
    """
    asked = _asked()
    is_another = page != st.session_state.get("_page")
    st.session_state["_page"] = page
    if asked and (is_another or asked != st.session_state.get("_published")):
        own = {name: value for name, value in asked.items() if name not in SHARED}
        st.session_state.setdefault("_places", {})[page] = own


def get(name: str) -> str:
    """The value of a parameter, '' where it is not set."""
    return _place(name).get(name, "")


def get_all(name: str) -> tuple[str, ...]:
    """The codes of a parameter that holds several."""
    return tuple(unquote(code) for code in get(name).split(",") if code)


def put(name: str, value: str) -> None:
    """Set a parameter; an empty value takes it away."""
    if value:
        _place(name)[name] = value
    else:
        _place(name).pop(name, None)


def put_all(name: str, codes: tuple[str, ...] | list[str]) -> None:
    """Set a parameter that holds several codes."""
    put(name, joined(codes))


def joined(codes: tuple[str, ...] | list[str]) -> str:
    """Several codes as one value of a parameter; a code as somebody typed it may hold a comma itself."""
    return ",".join(code.replace("%", "%25").replace(",", "%2C") for code in codes)


def publish(names: tuple[str, ...]) -> None:
    """Write the shared parameters and those of the page into the address; what is none of them leaves it."""
    for_all, own = _place(SHARED[0]), _place("")
    wanted = {
        name: value for name in (*SHARED, *names) if (value := (for_all if name in SHARED else own).get(name, ""))
    }
    st.session_state["_published"] = wanted
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def query(**parameters: str) -> str:
    """The whole query of the page as it is shown, with ``parameters`` set."""
    published = {**st.session_state.get("_published", {}), **link(), **parameters}
    return urlencode({name: value for name, value in published.items() if value}, safe=",:")


def link(**parameters: str) -> dict[str, str]:
    """Query parameters of a link that keeps language and as-of date and adds ``parameters``."""
    kept = _place(SHARED[0])
    shared = {name: value for name in SHARED if (value := kept.get(name, ""))}
    return shared | {name: value for name, value in parameters.items() if value}
