"""Where a header stands, and which of two columns is meant."""

from datetime import date

from data.grid import Grid
from data.reading.platforms import platform_of
from data.road import Road
from tests.data.reading.sheets import SOUND, road_of


def _unread(road: Road) -> list[str]:
    return [column.header for column in road.unread_columns]


def test_the_better_name_is_the_id_beside_a_number_of_the_row() -> None:
    rows = [
        ["N°", "Identifiant", "Reçue le", "Contributeur", "Question"],
        ["1", "C7", date(2021, 5, 4), "Lima", "Q1"],
        ["2", "C9", date(2021, 5, 5), "Rome", "Q2"],
    ]
    road = road_of(Contributions=rows)
    assert road.contributions["id"].tolist() == ["C7", "C9"]
    assert (road.problems, _unread(road)) == ((), ["N°"])
    alone = road_of(Contributions=[[row[0], *row[2:]] for row in rows])
    assert alone.contributions["id"].tolist() == ["1", "2"]


def test_a_header_of_two_rows_is_put_together() -> None:
    charter = [
        ["Code", "Title", None, None, "Draft", None],
        [None, "EN", "FR", "ES", "EN", "FR"],
        ["DIG", "Dignity", "Dignité", "Dignidad", "All are equal.", "Tous égaux."],
    ]
    road = road_of(Charter=charter)
    (block,) = road.charter.to_dict("records")
    assert (block["row"], block["title_en"], block["title_fr"], block["title_es"]) == (
        3,
        "Dignity",
        "Dignité",
        "Dignidad",
    )
    assert (block["draft_en"], block["draft_fr"]) == ("All are equal.", "Tous égaux.")
    assert road.problems == ()


def test_groups_above_a_header_take_nothing_from_it_and_a_tall_cell_counts() -> None:
    rows = [
        ["Id", "Reception", None, "Content", None],
        [None, "Received on", "Contributor", "Question", "Summary"],
        ["C1", date(2021, 5, 4), "Lima", "Q1", "Shade"],
    ]
    road = road_of(Contributions=rows)
    assert road.contributions[["row", "id", "contributor", "summary"]].to_dict("records") == [
        {"row": 3, "id": "C1", "contributor": "Lima", "summary": "Shade"}
    ]
    assert road.problems == ()


def test_a_row_of_data_is_no_second_row_of_a_header() -> None:
    rows = [SOUND["Charter"][0], ["title", "Draft"], ["EQU", "Equity"]]
    assert road_of(Charter=rows).charter["code"].tolist() == ["title", "EQU"]


def test_one_header_of_a_platform_does_not_make_its_export() -> None:
    for headers, platform in ((["Id", "Geozone"], None), (["Id", "Geozone", "Hot score"], "consul"), ([], None)):
        assert platform_of(Grid("Contributions", [headers])) == platform
