"""The way to a sheet of one's own: the template, the ten steps to a Google spreadsheet, the test of the connection."""

import streamlit as st

from components.shared.template_button import template_button
from components.shell.to_copy import text_to_copy
from components.words.plain import plain_markdown
from components.words.sheet import rows_read
from data.messages.failures import failure_message
from data.sources import FailureKind
from data.store import shared_store
from data.words import Words

TEST_SECONDS = 1.0
"""How often a test under way is looked at; the reading itself is in a thread of its own."""

SECRETS = """[sheet]
spreadsheet = "https://docs.google.com/spreadsheets/d/.../edit"
service_account = "/path/to/the/key.json"
"""


def connect(words: Words) -> None:
    """Template, steps and test, one below the other; also where nothing could be read yet."""
    st.header(words.say("A sheet of your own"), anchor=False)
    st.markdown(words.say("Start from the template: it has every column, lists of choices, and examples to replace."))
    template_button(words, key="template")
    instructions = _instructions(words)
    steps = st.expander(
        words.say("Connect a Google spreadsheet in {n} steps", n=words.number(len(instructions))),
        icon=":material/link:",
        key="connect_steps",
        on_change="rerun",
    )
    if steps.open:
        with steps:
            for number, (step, code) in enumerate(instructions, 1):
                st.markdown(f"**{number}.** {plain_markdown(step)}")
                if code:
                    text_to_copy(code, words, key=f"step_{number}")
    _test(words)


def _instructions(words: Words) -> list[tuple[str, str | None]]:
    """Each step, and what is to be copied at it."""
    share_with = getattr(shared_store().source, "share_with", None)
    said = [
        words.say("Open console.cloud.google.com and create a project, or choose one you have."),
        words.say("Search for “Google Sheets API” there and press Enable."),
        words.say("Under “IAM and admin”, “Service accounts”, create a service account. It needs no role."),
        words.say("Open it, choose “Keys”, “Add key”, “JSON”. A file is saved: keep it as you keep a password."),
        words.say("Copy that file to the machine that runs the dashboard, where only its user can read it."),
        words.say(
            "Open the sheet in Google Sheets. If it is an Excel file in Drive, choose “File”, “Save as Google Sheets” "
            "and go on with the copy."
        ),
        words.say("Press “Share” and give this address the right to view, nothing more:")
        if share_with
        else words.say(
            "Press “Share” and give the service account the right to view, nothing more. Its address ends in "
            "gserviceaccount.com and is shown on its page in the console."
        ),
        words.say("Copy the address of the spreadsheet from the browser."),
        words.say("On the machine, write both into the file .streamlit/secrets.toml:"),
        words.say("Start the dashboard again, come back to this page and press “Test the connection”."),
    ]
    below = {7: share_with, 9: SECRETS.strip()}
    return [(step, below.get(number)) for number, step in enumerate(said, 1)]


def _test(words: Words) -> None:
    st.button(words.say("Test the connection"), icon=":material/cable:", key="test_connection", on_click=_ask)
    if "_connection_asked" not in st.session_state:
        return
    state = shared_store().state()
    if state.refreshing:
        _wait(words.say("Asking the sheet …"))
        return
    if not st.session_state["_connection_asked"]:
        st.caption(words.say("The sheet was asked a few seconds ago already. This is what it said:"))
    if state.failure:
        failed = failure_message(state.failure, words)
        st.error(plain_markdown(f"{failed.what} {failed.mend}"), icon=":material/cloud_off:")
        if state.failure.kind is FailureKind.PERMISSION and state.failure.share_with:
            text_to_copy(state.failure.share_with, words, key="account")
    elif state.snapshot:
        road = state.snapshot.road
        said = words.say(
            "The connection works: {rows}, read at {time} from {name}.",
            rows=rows_read(road, words),
            time=words.clock(state.snapshot.read_at.astimezone(road.settings.timezone)),
            name=road.origin.name,
        )
        st.success(plain_markdown(said), icon=":material/check_circle:")


def _ask() -> None:
    # The store reads in a thread of its own and refuses to ask too often.
    st.session_state["_connection_asked"] = shared_store().refresh()


@st.fragment(run_every=TEST_SECONDS)
def _wait(said: str) -> None:
    if not shared_store().state().refreshing:
        st.rerun()
    st.caption(said)
