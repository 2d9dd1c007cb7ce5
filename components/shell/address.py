"""The address of a view: language, as-of date and every choice of a page, as codes.

What is in the address is what the reader sees, so that a link shows another reader the same picture. Streamlit drops
the query on a click in its menu; ``lang`` always stands in ours, so an empty query means such a click and the session
wins, and any other query that we did not publish ourselves means that the address wins.
"""

from urllib.parse import unquote, urlencode

import streamlit as st

SHARED = ("lang", "asof", "as_read_on")


def _place() -> dict[str, str]:
    return st.session_state.setdefault("_place", {})


def adopt() -> None:
    """Take the address over where it is not the one this session published last. Call once, before any widget."""
    asked = {name: value for name, value in st.query_params.to_dict().items() if value}
    if asked and asked != st.session_state.get("_published"):
        place = _place()
        place.clear()
        place.update(asked)


def get(name: str) -> str:
    """The value of a parameter, '' where it is not set."""
    return _place().get(name, "")


def get_all(name: str) -> tuple[str, ...]:
    """The codes of a parameter that holds several."""
    return tuple(unquote(code) for code in get(name).split(",") if code)


def put(name: str, value: str) -> None:
    """Set a parameter; an empty value takes it away."""
    if value:
        _place()[name] = value
    else:
        _place().pop(name, None)


def put_all(name: str, codes: tuple[str, ...] | list[str]) -> None:
    """Set a parameter that holds several codes."""
    put(name, joined(codes))


def joined(codes: tuple[str, ...] | list[str]) -> str:
    """Several codes as one value of a parameter; a code as somebody typed it may hold a comma itself."""
    return ",".join(code.replace("%", "%25").replace(",", "%2C") for code in codes)


def publish(names: tuple[str, ...]) -> None:
    """Write the shared parameters and those of the page into the address; what is none of them leaves it."""
    wanted = {name: value for name in (*SHARED, *names) if (value := get(name))}
    st.session_state["_published"] = wanted
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def query(**parameters: str) -> str:
    """The whole query of the page as it is shown, with ``parameters`` set."""
    published = {**st.session_state.get("_published", {}), **link(), **parameters}
    return urlencode({name: value for name, value in published.items() if value}, safe=",:")


def link(**parameters: str) -> dict[str, str]:
    """Query parameters of a link that keeps language and as-of date and adds ``parameters``."""
    shared = {name: value for name in SHARED if (value := get(name))}
    return shared | {name: value for name, value in parameters.items() if value}
