"""The sheet: was my edit read, which cell is wrong, and what to type instead."""

import streamlit as st

from components import sheet_connect, sheet_doctor, sheet_problems, sheet_state, view

here = view.current()
sheet_state.finding(here)
sheet_problems.problems(here)
read, own = st.columns(2, gap="large")
with read:
    sheet_state.rows_by_worksheet(here)
with own:
    sheet_connect.connect(here.words)
sheet_doctor.look_closer(here)
