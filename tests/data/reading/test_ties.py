"""The worksheet Columns ties any worksheet and header to ours; several worksheets read as Contributions."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.grid import Cell, Grid, Origin, Workbook
from data.history.tables import tables_of
from data.messages.problems import message
from data.problems import Kind
from data.reading import read
from data.reading.ours import choose
from data.road import Road, RowCount, UnreadColumn
from data.words import words_of
from tests.data.reading.sheets import NOW, SOUND, Rows

HEADER = ["worksheet", "reads as", "their header", "our column"]
FORM: Rows = [
    ["Horodateur", "Qui êtes-vous ?", "D'où ?", "Pourquoi ?"],
    [date(2021, 5, 6), "Ville de Lyon", "France", "Parce que"],
    [date(2021, 5, 7), "Ville de Nantes", "France", None],
]
TIES: Sequence[Sequence[Cell]] = [
    HEADER,
    ["Réponses au formulaire", "Contributions", "Qui êtes-vous ?", "Contributeur"],
    ["Réponses au formulaire", "Contributions", "D'où ?", "country"],
    ["Réponses au formulaire", "Contributions", "Pourquoi ?", "Q2"],
]


def _workbook(**more: Rows) -> Workbook:
    return _workbook_of({**SOUND, **more})


def _workbook_of(tables: Mapping[str, Rows]) -> Workbook:
    return Workbook(
        Origin("file", "x.xlsx"), tuple(Grid(title, rows, gid=n) for n, (title, rows) in enumerate(tables.items()))
    )


def _road(**more: Rows) -> Road:
    return read(_workbook(**more), now=NOW)


def test_a_tied_worksheet_is_read_beside_ours() -> None:
    road = _road(**{"Columns": TIES, "Réponses au formulaire": FORM})
    assert road.problems == ()
    frame = road.contributions
    assert frame["contributor"].tolist() == ["City of Dakar", "City of Lima", "Ville de Lyon", "Ville de Nantes"]
    assert frame["country"].tolist()[2:] == ["FRA", "FRA"]
    assert frame["row"].tolist() == [2, 3, 2, 3]
    assert frame["tab"].tolist() == ["Contributions"] * 2 + ["Réponses au formulaire"] * 2
    assert frame["id"].is_unique
    answers = road.answers.groupby("position")["question"].apply(list).to_dict()
    assert answers == {0: ["Q1"], 1: ["Q1", "Q2"], 2: ["Q2"]}
    # A column of answers to one question is a column of that kind, under the header as typed.
    asked = [heading.header for heading in road.headings["Réponses au formulaire"] if heading.column == "question"]
    assert asked == ["Pourquoi ?"]
    assert road.rows["Contributions"] == RowCount(read=4, used=4, left_out=0)
    assert road.joined == {"Contributions": 1, "Réponses au formulaire": 7}
    assert road.unread_columns == ()


def test_a_worksheet_of_foreign_headers_alone_is_offered_to_be_tied() -> None:
    rows = [["Nr", "Arrived", "Who says so"], ["1", "2021-05-04", "Town of A"]]
    others = {name: table for name, table in SOUND.items() if name != "Contributions"} | {"Inputs 2021": rows}
    road = read(_workbook_of(others), now=NOW)
    assert [(column.title, column.header, column.letter) for column in road.unread_columns] == [
        *(("Inputs 2021", "Nr", "A"), ("Inputs 2021", "Arrived", "B"), ("Inputs 2021", "Who says so", "C")),
    ]
    ours = {"Nr": "Id", "Arrived": "Received on", "Who says so": "Contributor"}
    ties = [HEADER, *(["Inputs 2021", "Contributions", theirs, name] for theirs, name in ours.items())]
    tied = read(_workbook_of({**others, "Columns": ties}), now=NOW)
    assert tied.contributions[["id", "contributor"]].to_numpy().tolist() == [["1", "Town of A"]]
    assert tied.unread_columns == ()


def test_a_worksheet_said_not_to_be_read_is_not() -> None:
    for typed in ("not read", "Non lu", "NO SE LEE"):
        ties = [HEADER, ["Form Responses 1", typed, None, None]]
        assert "Form Responses 1" not in choose([*SOUND, "Form Responses 1"], Grid("Columns", ties)).ours
        road = _road(**{"Columns": ties, "Form Responses 1": FORM})
        assert (len(road.contributions), road.problems, road.unread_columns) == (2, (), ())


def test_only_what_is_tied_is_chosen_and_never_a_private_tab() -> None:
    titles = [*SOUND, "Réponses au formulaire", "Readers", "Budget", "Columns"]
    untied = choose(titles)
    assert (untied.columns, "Réponses au formulaire" in untied.ours) == ("Columns", True)
    ties = Grid("Columns", [HEADER, ["Budget", "Milestones", None, None], ["Readers", "Contributions", None, None]])
    tied = choose(titles, ties)
    assert "Budget" in tied.ours and "Budget" not in untied.ours
    assert "Readers" not in tied.ours - tied.private


def test_a_tie_comes_before_a_header_that_has_our_name() -> None:
    rows = [["Id", "Received on", "Contributor", "City", "Question"], ["A", "2021-05-04", "an assistant", "Lima", "Q1"]]
    ties = [HEADER, ["Contributions", None, "City", "contributor"]]
    road = _road(Contributions=rows, Columns=ties)
    assert road.contributions["contributor"].tolist() == ["Lima"]
    assert [(problem.kind, problem.column_letter) for problem in road.problems] == [(Kind.REPEATED_HEADER, "C")]


def test_a_tie_that_ties_nothing_is_told_with_what_is_near() -> None:
    ties = [
        HEADER,
        ["Charter", None, "Titel", "title"],
        ["Chartre", "Charter", "title_en", "title"],
        ["Questions", "Questons", "code", "code"],
        ["Questions", "Questions", "code", "coode"],
    ]
    road = _road(Columns=ties)
    told = [(problem.row, problem.column, problem.value, problem.nearest) for problem in road.problems]
    assert told == [
        (2, "header", "Titel", "title_en"),
        (3, "worksheet", "Chartre", "Charter"),
        (4, "reads_as", "Questons", "Questions"),
        (5, "column", "coode", "code"),
    ]
    assert message(road.problems[1], words_of("en")) == "Type “Charter”, if that is what you mean."


def test_columns_that_are_not_read_are_named_with_ours_that_they_may_be() -> None:
    rows = [
        ["id", "received_on", "contributor", "question", "Short summary", "Room"],
        ["C1", "2021-05-04", "Lima", "Q1", "a", "b"],
    ]
    road = _road(Contributions=rows)
    assert road.unread_columns == (
        UnreadColumn("Contributions", "Contributions", "E", "Short summary", "summary"),
        UnreadColumn("Contributions", "Contributions", "F", "Room", None),
    )


def test_ids_of_two_worksheets_are_kept_apart() -> None:
    second = [
        ["id", "received_on", "contributor", "question"],
        ["C1", "2021-05-04", "Rome", "Q1"],
        [None, "2021-05-05", "Oslo", "Q1"],
    ]
    road = _road(**{"Columns": [HEADER, ["Inputs 2021", "Contributions", None, None]], "Inputs 2021": second})
    assert road.contributions["id"].tolist() == ["C1", "C2", "row 2 (Inputs 2021)", "row 3 (Inputs 2021)"]
    repeated, missing = road.problems
    assert (repeated.kind, repeated.sheet_title, repeated.row, repeated.details["first"]) == (
        Kind.REPEATED_ID,
        "Inputs 2021",
        2,
        "2 (Contributions)",
    )
    assert (missing.kind, missing.sheet_title) == (Kind.MISSING_ID, "Inputs 2021")


def test_exports_of_two_platforms_are_joined_and_their_ids_do_not_meet() -> None:
    decidim = [
        ["id", "component/id", "participatory_space/id", "title/en", "published_at", "state"],
        [7, 1, 1, "Shade", date(2021, 5, 4), "accepted"],
    ]
    consul = [
        ["id", "title", "cached_votes_up", "hot_score", "created_at", "author"],
        [7, "Water", 3, 4, date(2021, 5, 5), "A resident"],
    ]
    road = _road(**{"Decidim export": decidim, "Consul": consul})
    frame = road.contributions.iloc[2:]
    assert frame["id"].tolist() == ["decidim-7", "consul-7"]
    assert frame["summary"].tolist() == ["Shade", "Water"]
    read_as = [problem.value for problem in road.problems if problem.kind is Kind.READ_AS]
    assert read_as == ["Decidim export", "Consul"]
    assert road.rows["Contributions"].used == 4


def test_history_knows_the_rows_of_every_joined_worksheet() -> None:
    rows = tables_of(_workbook(**{"Columns": TIES, "Réponses au formulaire": FORM}))["Contributions"].rows
    assert len(rows) == 4
    assert {str(row.cells["contributor"]) for row in rows.values()} >= {"City of Dakar", "Ville de Lyon"}


def test_rows_copied_from_a_form_are_told_at_the_form_wherever_it_stands() -> None:
    header, *_ = SOUND["Contributions"]
    assert header[:3] == ["id", "received_on", "contributor"]
    copied = [[None, day, name] for day, name, *_ in FORM[1:]]
    ours = {**SOUND, "Contributions": [*SOUND["Contributions"], *copied]}
    tables = {"Columns": TIES, "Réponses au formulaire": FORM, **ours}
    for order in (tables, dict(reversed(tables.items()))):
        (problem,) = (each for each in read(_workbook_of(order), now=NOW).problems if each.kind == Kind.COUNTED_TWICE)
        assert (problem.value, problem.details["first"]) == ("Réponses au formulaire", "Contributions")
