"""Check my file: a workbook or a CSV file in the sheet's place, before it is published, for its owner alone."""

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st
from streamlit.typing import UploadedFile

from components.shell import checked, document
from components.shell.view import View
from components.words.plain import plain_markdown
from components.words.sheet import sheet_finding
from data import insides
from data.checks import FILE_MB_MAX, KEPT_SECONDS, READABLE, BusyError
from data.messages.failures import Message, failure_message
from data.sources import FailureKind, SourceError
from data.store import Failure
from data.words import Words


def check_a_file(here: View) -> None:
    """Where a file is dropped, what happens to it, and why it was refused where it was."""
    words = here.words
    if here.is_own_file:
        # Whoever dropped it below is led up to what it says.
        document.opened(here.fingerprint, sheet_finding(here.road, words))
    st.header(words.say("Check a file before it is published"), anchor=False)
    if not can_send(st.context.headers, st.context.cookies):
        st.caption(
            words.say(
                "Not here: within a page of another site, or where cookies are refused, the browser may not send a "
                "file. Open the dashboard in a window of its own."
            )
        )
        return
    st.markdown(
        words.say(
            "Drop an Excel workbook (.xlsx) or one worksheet of it as a CSV file named after it, such as "
            "Contributions.csv. You alone see what is to be corrected, how its rows were read, and every page over it."
        )
    )
    n = st.session_state.setdefault("_checks", 0)
    st.file_uploader(
        words.say("A file to check"),
        type=list(READABLE),
        key=f"check_{n}",
        max_upload_size=FILE_MB_MAX,
        on_change=_check,
        args=(f"check_{n}",),
        label_visibility="collapsed",
    )
    st.caption(
        words.say(
            "At most {size} MB. It is kept in memory, never on disk, and for {minutes} minutes after you last looked.",
            size=words.number(FILE_MB_MAX),
            minutes=words.number(int(KEPT_SECONDS // 60)),
        )
    )
    if refusal := st.session_state.get("_check_refusal"):
        said = _refused(refusal, words)
        st.error(plain_markdown(f"{said.what} {said.mend}"), icon=":material/block:")


def can_send(headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
    """Whether the browser behind a run can send a file, by what its websocket brought along.

    Where it keeps no cookie of ours, Streamlit refuses what it sends. A run that no browser asked for, such as the one
    that is told early, says what most browsers will see.
    """
    cookie = insides.xsrf_cookie()
    is_kept = not cookie or cookie in cookies
    return is_kept or "Sec-WebSocket-Key" not in headers or not st.get_option("server.enableXsrfProtection")


def _check(key: str) -> None:
    sent = st.session_state[key]
    if sent is None:
        return
    # Another uploader takes the place of this one, which holds the file no longer.
    st.session_state["_checks"] += 1
    # Where there was no room for it, or it was taken away before its turn, only its name has come.
    has_come = isinstance(sent, UploadedFile)
    st.session_state["_check_refusal"] = checked.begin(sent.name, sent.getvalue()) if has_come else BusyError()


def _refused(refusal: SourceError | BusyError, words: Words) -> Message:
    if isinstance(refusal, BusyError):
        return Message(words.say("Files of others are being read."), words.say("Try again in a minute."))
    if refusal.kind is FailureKind.NOT_A_WORKBOOK:
        return Message(
            words.say("The file is neither an Excel workbook (.xlsx) nor a CSV file."),
            words.say("Save it in one of these formats."),
        )
    said = failure_message(Failure(refusal.kind, datetime.now(UTC), str(refusal)), words)
    if refusal.kind is FailureKind.WRONG_WORKBOOK:
        return Message(said.what, words.say("Give its worksheets, or the CSV file, the names of the template."))
    return said
