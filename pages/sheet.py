"""The sheet: was my edit read, which cell is wrong, and what to type instead."""

import streamlit as st

from components.sheet import check, connect, doctor, history, package_button, problems, state
from components.shell import view

here = view.current()
state.finding(here)
problems.problems(here)
history.what_was_changed(here)
read, own = st.columns(2, gap="large")
with read:
    state.rows_by_worksheet(here)
    package_button.package_button(here)
with own, st.container(key="own_file"):
    check.check_a_file(here)
    connect.connect(here.words)
doctor.look_closer(here)
