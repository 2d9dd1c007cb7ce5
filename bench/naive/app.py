"""The same six pages the usual way: ``get_all_records`` behind ``st.cache_data``, frames filtered, plotly.express.

``NAIVE_KEY`` (path of a service account's JSON key), ``NAIVE_SPREADSHEET`` and ``NAIVE_API_BASE`` say what it reads.
"""

import json
import os
from datetime import date
from pathlib import Path

import gspread
import gspread.http_client
import pandas as pd
import plotly.express as px
import streamlit as st

# The only thing nobody would write: the stand-in for Google has another host.
spreadsheets = f"{os.environ['NAIVE_API_BASE']}/v4/spreadsheets/%s"
gspread.http_client.__dict__.update(SPREADSHEET_URL=spreadsheets, SPREADSHEET_VALUES_URL=f"{spreadsheets}/values/%s")

st.set_page_config(page_title="Road to Lampedusa", layout="wide")


@st.cache_data(ttl=60)
def load(worksheet: str) -> pd.DataFrame:
    """One worksheet as a frame."""
    key = json.loads(Path(os.environ["NAIVE_KEY"]).read_text("utf-8"))
    spreadsheet = gspread.service_account_from_dict(key).open_by_key(os.environ["NAIVE_SPREADSHEET"])
    return pd.DataFrame(spreadsheet.worksheet(worksheet).get_all_records())


def _day(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column, errors="coerce", format="mixed")


contributions, milestones = load("Contributions"), load("Milestones")
sections, charter, questions = load("Sections"), load("Charter"), load("Questions")
for name in ("received_on", "considered_on", "decided_on"):
    contributions[name] = _day(contributions[name])
for name in ("due", "baseline", "done_on"):
    milestones[name] = _day(milestones[name])
as_of = st.sidebar.date_input("As of", date.fromisoformat(st.query_params.get("asof", "2021-11-15")))
contributions = contributions[contributions["received_on"] <= pd.Timestamp(as_of)]
decided = contributions[contributions["decided_on"] <= pd.Timestamp(as_of)]
landed = decided[decided["decision"].isin(["reflected", "partly"])]
by_country = contributions.groupby("country").size().rename("received").reset_index()
by_section = contributions.groupby("section").size().rename("received").reset_index()
daily = contributions.groupby("received_on").size().cumsum().rename("received").reset_index()


def _timeline() -> None:
    steps = milestones.assign(ends=milestones["due"] + pd.Timedelta(days=1))
    st.plotly_chart(px.timeline(steps, x_start="due", x_end="ends", y="title_en", color="kind"))


def road() -> None:
    st.title("Road to Lampedusa")
    done = (milestones["done_on"] <= pd.Timestamp(as_of)).sum()
    for column, (label, value) in zip(
        st.columns(4),
        {
            "Milestones": f"{done} of {len(milestones)}",
            "Contributions": len(contributions),
            "Sections heard": by_section["section"].nunique(),
            "Uptake": f"{len(landed) / max(1, len(decided)):.0%}",
        }.items(),
        strict=True,
    ):
        column.metric(label, value)
    _timeline()
    st.plotly_chart(px.line(daily, x="received_on", y="received"))
    st.plotly_chart(px.bar(by_section, x="section", y="received"))
    st.dataframe(contributions.sort_values("received_on", ascending=False).head(10))
    contributor = st.text_input("Find my city")
    if contributor:
        st.dataframe(contributions[contributions["contributor"].str.contains(contributor, regex=False)])


def coverage() -> None:
    st.title("Regional coverage")
    st.plotly_chart(px.choropleth(by_country, locations="country", locationmode="country names", color="received"))
    st.plotly_chart(px.bar(sections.merge(by_section, left_on="code", right_on="section"), x="code", y="received"))
    asked = contributions.assign(question=contributions["question"].replace("both", "Q1;Q2").str.split(";"))
    answered = asked.explode("question").pivot_table(index="section", columns="question", values="id", aggfunc="count")
    st.plotly_chart(px.imshow(answered, text_auto=True))
    st.dataframe(sections)


def milestones_page() -> None:
    st.title("Milestones")
    _timeline()
    st.plotly_chart(px.scatter(milestones, x="due", y="title_en", color="kind", hover_data=["baseline", "done_on"]))
    st.dataframe(milestones)


def contributions_page() -> None:
    st.title("Contributions")
    chosen = st.multiselect("Section", sections["code"].tolist())
    shown = contributions[contributions["section"].isin(chosen)] if chosen else contributions
    st.plotly_chart(px.line(daily, x="received_on", y="received"))
    stages = pd.DataFrame({"stage": ["received", "decided", "landed"], "n": [len(shown), len(decided), len(landed)]})
    st.plotly_chart(px.funnel(stages, x="n", y="stage"))
    for column in ("contributor_type", "theme", "language"):
        counted = shown.groupby(column).size().rename("n").reset_index()
        st.plotly_chart(px.bar(counted, x="n", y=column))
    st.dataframe(shown)


def text() -> None:
    st.title("Into the text")
    blocks = landed.assign(charter_block=landed["charter_block"].str.split(";")).explode("charter_block")
    matrix = blocks.pivot_table(index="charter_block", columns="section", values="id", aggfunc="count")
    st.plotly_chart(px.imshow(matrix, text_auto=True))
    st.plotly_chart(px.histogram(decided, x="section", color="decision"))
    st.dataframe(charter)


def sheet() -> None:
    st.title("The sheet")
    frames = {"Contributions": contributions, "Milestones": milestones, "Sections": sections, "Questions": questions}
    st.dataframe(pd.DataFrame({"worksheet": frames.keys(), "rows": [len(frame) for frame in frames.values()]}))
    for name, frame in frames.items():
        st.subheader(name)
        st.dataframe(frame)


st.navigation(
    [
        st.Page(road, default=True),
        st.Page(coverage),
        st.Page(milestones_page, title="Milestones", url_path="milestones"),
        st.Page(contributions_page, title="Contributions", url_path="contributions"),
        st.Page(text),
        st.Page(sheet),
    ]
).run()
