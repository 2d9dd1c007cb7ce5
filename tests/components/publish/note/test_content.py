"""The Bureau's note: a tagged PDF of two or three pages that says what the screen says."""

import io
from datetime import UTC, date, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from components.publish.note.content import note_content, note_pdf
from components.words.asks import asks_words
from components.words.marks import ANSWER_WORDS
from data.figures.days import day_range
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road, RowCount
from data.shape import DECISIONS
from data.sources.file import read_file
from data.words import words_of
from tests.components.publish.note.pdf_text import squeezed, text_of
from tests.data.figures.roads import contribution, make_road, milestone

pytestmark = pytest.mark.slow(3)

READ_AT = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
SAMPLES = Path(__file__).parents[4] / "data" / "sample"
EVERY = list(product(("road", "rehearsal"), LANGUAGES))


@cache
def sample(name: str) -> Road:
    return read(read_file(SAMPLES / f"{name}.xlsx"), now=READ_AT)


@cache
def made(name: str, language: str) -> bytes:
    road = sample(name)
    return note_pdf(road, on=last_day(road), words=words_of(language), read_at=READ_AT)


def last_day(road: Road) -> date:
    return day_range(road, now=READ_AT).last


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tagged(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the structure tree."""
    found: list[Any] = []

    def walk(part: Any) -> None:  # noqa: ANN401 - a PDF object
        if isinstance(part, pikepdf.Array):
            for kid in part.as_list():
                walk(kid)
        elif isinstance(part, pikepdf.Dictionary) and "/S" in part:
            found.append(part)
            if "/K" in part:
                walk(part["/K"])

    walk(pdf.Root.StructTreeRoot["/K"])
    return found


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element["/S"]) for element in tagged(pdf)]


@pytest.mark.slow(1)
@pytest.mark.parametrize(("name", "language"), EVERY)
def test_it_has_two_or_three_a4_pages(name: str, language: str) -> None:
    with opened(made(name, language)) as pdf:
        assert 2 <= len(pdf.pages) <= 3
        assert {tuple(round(float(side)) for side in page.MediaBox.as_list()) for page in pdf.pages} == {
            (0, 0, 595, 842)
        }


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_it_declares_itself_accessible_in_its_language(name: str, language: str) -> None:
    content = note_content(sample(name), on=last_day(sample(name)), words=words_of(language), read_at=READ_AT)
    with opened(made(name, language)) as pdf:
        assert bool(pdf.Root.MarkInfo["/Marked"])
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.ViewerPreferences["/DisplayDocTitle"])
        with pdf.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"
            assert metadata["dc:title"] == content["title"]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_it_is_tagged_with_headings_tables_and_described_figures(name: str, language: str) -> None:
    with opened(made(name, language)) as pdf:
        elements, kinds = tagged(pdf), tags(pdf)
        assert kinds.count("/Table") == 4
        assert kinds.count("/TH") == 5 + 7 + 4 + 2 + rows_of(name)
        assert [kind for kind in kinds if kind in ("/H1", "/H2", "/H3")] == ["/H1"] + ["/H2"] * 4 + ["/H3"] * 2 + [
            "/H2"
        ] * 2
        said = [str(element["/Alt"]) for element in elements if str(element["/S"]) == "/Figure"]
        words = words_of(language)
        signs = [words.say(word) for word in ANSWER_WORDS.values()]
        # Each answer of a section to a question is a sign, with its word.
        asked = len(sample(name).sections) * len(sample(name).questions)
        assert len([alt for alt in said if alt in signs]) == asked
        assert len([alt for alt in said if len(alt) > 20 and alt not in signs]) >= 2
        assert all("/Tabs" in page and str(page["/Tabs"]) == "/S" for page in pdf.pages if "/Annots" in page)


def rows_of(name: str) -> int:
    """Of its four tables, without their heads."""
    content = note_content(sample(name), on=last_day(sample(name)), words=words_of("en"), read_at=READ_AT)
    tables = (content["road"], content["coverage"], content["said"]["themes"], content["said"]["blocks"])
    return sum(len(table["rows"]) for table in tables)


def test_each_number_of_a_table_is_heard_with_its_row_and_its_column() -> None:
    with opened(made("rehearsal", "en")) as pdf:
        ids = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        heads = {str(element["/ID"]): element for element in tagged(pdf) if str(element["/S"]) == "/TH"}
        assert heads.keys() == {str(id_) for id_ in ids}
        cells = [element for element in tagged(pdf) if str(element["/S"]) == "/TD"]
        assert len(cells) > 100
        for cell in cells:
            scopes = [str(heads[str(id_)]["/A"][0]["/Scope"]) for id_ in cell["/A"][0]["/Headers"].as_list()]
            assert sorted(scopes) == ["/Column", "/Row"]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_it_is_text_in_embedded_fonts_and_drawings_without_pictures(name: str, language: str) -> None:
    with opened(made(name, language)) as pdf:
        dictionaries = [kept for kept in pdf.objects if isinstance(kept, pikepdf.Dictionary)]
        fonts = [kept for kept in dictionaries if str(kept.get("/Type", "")) == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        images = [
            kept
            for kept in pdf.objects
            if isinstance(kept, pikepdf.Stream) and str(kept.get("/Subtype", "")) == "/Image"
        ]
        assert images == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_its_figures_are_those_of_the_screen(name: str, language: str) -> None:
    road, words = sample(name), words_of(language)
    counted, said = figures(road, on=last_day(road)), text_of(made(name, language))

    def holds(text: str) -> bool:
        return squeezed(text) in said

    contributions, steps, heard = counted["contributions"], counted["milestones"], counted["sections_heard"]
    in_full = steps["total"]
    assert holds(words.say("Milestones") + words.say("{n} of {of}", n=steps["done"], of=in_full))
    assert holds(words.say("Contributions") + words.number(contributions["received"]))
    assert holds(words.say("Sections heard") + words.say("{n} of {of}", n=heard["n"], of=heard["of"]))
    assert holds(words.say("Uptake in the text") + words.percent(contributions["uptake"]["rate"]))
    for code, label in DECISIONS.labels.items():
        assert holds(words.say("{decision}: {n}", decision=words.say(label), n=words.number(contributions[code]))), code
    for section in counted["sections"]:
        received, expected = section["received"], section["expected"]
        of = words.say("{n} of {of}", n=words.number(received), of=words.number(expected or 0))
        if expected == 0:
            of = words.say("{n} (not asked)", n=words.number(received))
        name_of = words.text(road.sections.set_index("code").loc[section["code"]].to_dict(), "name")
        assert holds(name_of + (of if expected is not None else words.number(received))), section["code"]
    for code in counted["orphans"]["blocks_without_source"]:
        assert holds(words.text(road.charter.set_index("code").loc[code].to_dict(), "title"))
    assert holds(words.number(len(counted["orphans"]["undecided"])))


def test_an_empty_sheet_still_makes_a_note() -> None:
    content = note_pdf(make_road(), on=date(2021, 5, 21), words=words_of("en"), read_at=READ_AT)
    said = text_of(content)
    for sentence in (
        "No milestone on the road has been entered yet.",
        "No section asked has been heard yet.",
        "The sheet has no Charter blocks yet.",
        "No contribution names a theme yet.",
        "The sheet has no worksheet Contributions.",
    ):
        assert squeezed(sentence) in said


def test_hostile_text_is_text_and_letters_without_a_font_do_not_stop_the_note() -> None:
    steps = [
        milestone("M1", "2021-05-04", title="#panic() *bold* $x$ <b> [link](http://example.org) \\ `raw` @ref"),
        milestone("M2", "2021-06-04", title="Lampedusa \u0378 \u202e \x07 é Ω Ж"),
    ]
    road = make_road(milestones=steps, contributions=[contribution("A", "2021-05-01", theme="*x*")])
    said = text_of(note_pdf(road, on=date(2021, 5, 21), words=words_of("fr"), read_at=READ_AT))
    assert squeezed("#panic() *bold* $x$ <b> [link](http://example.org) \\ `raw` @ref") in said
    assert squeezed("Lampedusa □ éΩЖ") in said
    assert "№" in said


def test_a_long_sheet_keeps_to_its_pages() -> None:
    long = "A milestone with a very long title that goes on and on " * 4
    steps = [milestone(f"M{n}", f"2021-05-{n:02}", title=long, baseline="2021-04-01") for n in range(1, 29)]
    rows = [
        contribution(f"C{n}", "2021-05-01", section="AFR", theme=f"theme {n} " * 8, decision="partly", blocks=["B1"])
        for n in range(30)
    ]
    road = make_road(milestones=steps, contributions=rows, blocks=[f"B{n}" for n in range(40)])
    content = note_pdf(road, on=date(2021, 6, 21), words=words_of("es"), read_at=READ_AT)
    with opened(content) as pdf:
        assert len(pdf.pages) <= 4, "its tables on three; what is asked takes what it needs"


def test_a_word_longer_than_a_narrow_column_is_cut() -> None:
    """Or it stands over the numbers beside it."""
    names = ("Donaudampfschifffahrtsgesellschaft", "Interinstitucionalidad")
    road = make_road(contributions=[contribution(name, "2021-05-01", theme=name) for name in names])
    said = text_of(note_pdf(road, on=date(2021, 6, 21), words=words_of("es"), read_at=READ_AT))
    assert "Donaudampfschifffahrts…1" in said and "Interinstitucionalidad1" in said


def test_all_that_is_asked_is_in_the_note() -> None:
    steps = [milestone(f"M{n}", "2021-05-01", title=f"Milestone of number {n}") for n in range(70)]
    road, on, words = make_road(milestones=steps), date(2021, 6, 21), words_of("en")
    asked = [said for _, said in asks_words(road, words, on=on)]
    assert len(asked) > 70
    said = text_of(note_pdf(road, on=on, words=words, read_at=READ_AT))
    assert [one for one in asked if squeezed(f"{one}.") not in said] == []


def test_the_map_says_what_its_shades_stand_for() -> None:
    road = sample("rehearsal")
    content = note_content(road, on=last_day(road), words=words_of("en"), read_at=READ_AT)
    marks = content["map_scale"]["marks"]
    assert [mark["text"] for mark in marks] == ["0", "1", "5", "10", "25"]
    # Each is a colour of the map: the most frequent country has 25 (Italy), one of one has the palest but none.
    assert all(f'fill="{mark["colour"]}"' in content["map"] for mark in (marks[0], marks[1], marks[-1]))
    assert len({mark["colour"] for mark in marks}) == 5
    said = text_of(made("rehearsal", "fr"))
    assert squeezed("Contributions : 0 1 5 10 25") in said
    empty = note_content(make_road(), on=date(2021, 5, 21), words=words_of("en"), read_at=READ_AT)
    assert empty["map_scale"]["marks"] == []


def test_what_is_asked_names_what_is_late_silent_and_waiting() -> None:
    content = note_content(sample("rehearsal"), on=date(2021, 11, 15), words=words_of("en"), read_at=READ_AT)
    assert [item.replace("\N{NO-BREAK SPACE}", " ") for item in content["asked"]["items"]] == [
        "Confirm “First draft of the Charter”, due on 22 October 2021, or set a new date: 3 milestones wait for it.",
        "Decide on 196 contributions: the oldest has waited since 4 May 2021.",
        "Ask North America for more on question Q1: few answers so far.",
        "Name the Charter block of 11 contributions that are in the text.",
        "Name a source for “Resilience”: no contribution is in it.",
    ]


def test_the_map_names_all_that_were_heard_where_they_are_few() -> None:
    def alt(*countries: str) -> str:
        rows = [contribution(f"C{n}", "2021-05-01", country=code) for n, code in enumerate(countries)]
        road = make_road(contributions=rows)
        return note_content(road, on=date(2021, 5, 21), words=words_of("en"), read_at=READ_AT)["map_alt"]

    assert alt("FRA") == "World map: 1 country has been heard, France."
    assert alt("FRA", "ITA") == "World map: 2 countries have been heard, France and Italy."
    assert (
        alt("FRA", "ITA", "MLI", "SEN") == "World map: 4 countries have been heard, among them France, Italy and Mali."
    )


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2021-05-05", "Based on 1 of 4 rows of contributions. 1 is not yet received on this day. "),
        ("2021-05-21", "Based on 2 of 4 rows of contributions. "),
    ],
)
def test_rows_that_do_not_count_are_counted(on: str, said: str) -> None:
    rows = [contribution("C1", "2021-05-04"), contribution("C2", "2021-05-06")]
    road = make_road(contributions=rows, rows={"Contributions": RowCount(4, 2, 2)})
    content = note_content(road, on=date.fromisoformat(on), words=words_of("en"), read_at=READ_AT)
    left_out = "2 have no readable date or contributor, or were withdrawn."
    assert content["definitions"]["rows"].replace("\N{NO-BREAK SPACE}", " ") == said + left_out


def test_rows_left_out_are_said() -> None:
    content = note_content(sample("road"), on=date(2021, 5, 21), words=words_of("en"), read_at=READ_AT)
    assert content["definitions"]["rows"].startswith("Based on ")
    assert content["definitions"]["sources"] == "Source: road.xlsx, read on 20 November 2021 at 10:30."
