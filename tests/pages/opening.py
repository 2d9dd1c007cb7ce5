"""The table whose rows open, the cards of faults and texts to copy, as a page sends them to a browser."""

import json

import pandas as pd
from streamlit.testing.v1 import AppTest


def tables(page: AppTest) -> list[pd.DataFrame]:
    """Each such table of the page: the rows of the part shown, by id; ``attrs["n"]`` is how many there are in all."""
    return [_frame(data) for data in _sent(page, "opening_table")]


def fault_groups(page: AppTest) -> list[dict]:
    """Each group of cards of faulty rows: its kind, its cards, what it says of those not shown."""
    return [group for data in _sent(page, "fault_cards") for group in data["groups"]]


def fault_places(page: AppTest) -> list[str]:
    """The places of the faults whose cards are shown."""
    return [mend["place"] for group in fault_groups(page) for card in group["cards"] for mend in card["mends"]]


def to_copy(page: AppTest) -> list[str]:
    """The texts that stand there with a button to copy them."""
    return [data["text"] for data in _sent(page, "to_copy")]


def _sent(page: AppTest, name: str) -> list[dict]:
    return [
        json.loads(element.proto.bytes)
        for element in page.get("bidi_component")
        if element.proto.component_name.endswith(name)
    ]


def _frame(data: dict) -> pd.DataFrame:
    columns = [column["code"] for column in data["columns"]]
    frame = pd.DataFrame(
        [row["cells"] for row in data["rows"]], columns=columns, index=[row["id"] for row in data["rows"]]
    )
    frame.attrs["n"] = data["n"]
    return frame
