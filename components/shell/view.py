"""What one run of a page looks at: a road, a day, a language."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from data.history.record import Record
from data.road import Period, Road
from data.store import shared_store
from data.words import Words


@dataclass(frozen=True)
class View:
    """One reader's view. ``on`` is D, held within ``days``; ``read_at`` is when the sheet was last read (UTC).

    ``fingerprint`` is that of the reading. ``is_own_file``: of a file that this reader checks and nobody else sees.
    """

    road: Road
    on: date
    days: Period
    words: Words
    read_at: datetime
    fingerprint: str = ""
    is_own_file: bool = False

    @property
    def seen(self) -> tuple[Road, tuple[date, Words]]:
        """What results kept for the road follow from: neither the days to choose from nor when the sheet was read."""
        return self.road, (self.on, self.words)

    @property
    def record(self) -> Record | None:
        """What the sheet said at each reading; None where nothing is kept, and of a file that is no reading of it."""
        return None if self.is_own_file else shared_store().record


def show(view: View) -> None:
    """Make ``view`` the one of this run; the frame does, before the page."""
    st.session_state["_view"] = view


def current() -> View:
    """The view of this run."""
    return st.session_state["_view"]
