"""The table whose rows open, as a page sends it to a browser."""

import json

import pandas as pd
from streamlit.testing.v1 import AppTest


def tables(page: AppTest) -> list[pd.DataFrame]:
    """Each such table of the page: the rows of the part shown, by id; ``attrs["n"]`` is how many there are in all."""
    sent = [
        json.loads(element.proto.json or element.proto.mixed.json)
        for element in page.get("bidi_component")
        if element.proto.component_name.endswith("opening_table")
    ]
    return [_frame(data) for data in sent]


def _frame(data: dict) -> pd.DataFrame:
    columns = [column["code"] for column in data["columns"]]
    frame = pd.DataFrame(
        [row["cells"] for row in data["rows"]], columns=columns, index=[row["id"] for row in data["rows"]]
    )
    frame.attrs["n"] = data["n"]
    return frame
