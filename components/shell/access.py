"""Who may see what: the one place that says so."""

from collections.abc import Mapping

import streamlit as st

from data.access import Admitted, verified_address
from data.admission import shared_admission


def admitted() -> Admitted:
    """How far the reader of this session is let in; without a list of readers, everybody everywhere."""
    return shared_admission().admitted(_claims())


def may_see_the_sheet() -> bool:
    """Whether the reader of this session may see The sheet, and with it what only its keepers need to know.

    Whoever has the address may, as long as nobody is said to keep the sheet.
    """
    return admitted() is Admitted.SECRETARIAT


def is_private() -> bool:
    """Whether only some may look."""
    return shared_admission().access is not None


def reader() -> str:
    """The address that the reader signed in with; '' for none."""
    return verified_address(_claims())


def _claims() -> Mapping[str, object]:
    """What the sign-in service said of the reader, nothing where nobody signed in."""
    if not is_private():
        return {}
    claims = st.user.to_dict()
    return claims if claims.get("is_logged_in") is True else {}
