"""Letters: each contributor once, in its language, with what became of each of its contributions."""

import io
import time
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from components.publish.__main__ import main
from components.publish.letters import content
from components.publish.letters.content import (
    Contributor,
    contributor_of,
    contributors,
    letter_content,
    letter_pdf,
    letters,
)
from data.figures.register import register
from data.figures.selection import Selection, select
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.components.publish.note.pdf_text import squeezed, text_of
from tests.data.figures.roads import contribution, make_road
from tests.data.reading.sheets import road_of

pytestmark = pytest.mark.slow(1)

NOW = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
ON = date(2021, 11, 15)
REHEARSAL = Path(__file__).parents[4] / "data" / "sample" / "rehearsal.xlsx"


@cache
def rehearsal() -> Road:
    return read(read_file(REHEARSAL), now=NOW)


def said(to: Contributor, language: str, road: Road | None = None) -> str:
    return text_of(letter_pdf(road or rehearsal(), to, on=ON, words=words_of(language), read_at=NOW))


def test_each_contributor_gets_one_letter_with_all_that_it_sent() -> None:
    road = make_road(
        contributions=[
            contribution("C1", received_on="2021-05-03", contributor="City of Dakar", country="SEN", language="fr"),
            contribution("C2", received_on="2021-05-04", contributor="CITY OF  DAKAR", country="SEN", language="fr"),
            contribution("C3", received_on="2021-05-05", contributor="City of Dakar", country="FRA"),
            contribution("C4", received_on="2021-12-05", contributor="Later", country="FRA"),
        ]
    )
    found = contributors(road, on=ON)
    assert [(one.name, one.country, one.language, one.ids) for one in found] == [
        ("City of Dakar", "SEN", "fr", ("C1", "C2")),
        ("City of Dakar", "FRA", "", ("C3",)),
    ]
    names = [name for name, _ in letters(road, on=ON, otherwise="es", read_at=NOW)]
    assert names == ["city-of-dakar-sen-fr.pdf", "city-of-dakar-fra-es.pdf"]
    assert contributor_of(road, "C2", on=ON) == found[0]
    assert contributor_of(road, "C4", on=ON) is None


def test_everybody_who_contributed_is_written_to_exactly_once() -> None:
    ids = [id_ for one in contributors(rehearsal(), on=ON) for id_ in one.ids]
    assert sorted(ids) == sorted(register(rehearsal(), on=ON)["id"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", ["received", "considered", "decided", "landed"])
def test_it_says_what_became_of_the_words(language: str, stage: str) -> None:
    rows = register(rehearsal(), on=ON)
    row = rows[rows["stage"] == stage].iloc[0]
    to = contributor_of(rehearsal(), row["id"], on=ON)
    assert to is not None
    words, text = words_of(language), said(to, language)
    assert squeezed(row["contributor"]) in text
    assert squeezed(words.say("{id}, received on {day}", id=row["id"], day=words.day(row["received_on"]))) in text
    if stage in ("decided", "landed"):
        decision = {"reflected": "Reflected", "partly": "Partly reflected"}.get(row["decision"])
        assert decision is None or squeezed(words.say(decision)) in text
        assert not isinstance(row["reason"], str) or squeezed(row["reason"]) in text
    else:
        assert squeezed(words.say("It waits for a decision.")) in text
    if stage == "landed":
        blocks = rehearsal().charter.set_index("code")
        code = row["charter_block"].split("; ")[0]
        assert squeezed(words.text(blocks.loc[code].to_dict(), "title")) in text
    assert squeezed(words.say("Do you recognise your words?")) in text


def test_the_text_of_the_block_is_in_it_and_nothing_of_one_that_was_not_taken_up() -> None:
    header = ["id", "received_on", "contributor", "country", "question", "decided_on", "decision", "charter_block"]
    road = road_of(
        Contributions=[
            header,
            ["C1", "2021-05-03", "Lima", "Peru", "Q1", "2021-05-09", "partly", "DIG"],
            ["C2", "2021-05-03", "Cusco", "Peru", "Q1", "2021-05-09", "not_reflected", "DIG"],
        ],
        Charter=[["code", "title_en", "draft_en"], ["DIG", "Dignity", "Every person arrives somewhere."]],
    )
    words = words_of("en")
    taken, left = (letter_content(road, one, on=ON, words=words, read_at=NOW) for one in contributors(road, on=ON))
    (part,) = taken["contributions"]
    assert part["blocks"] == [{"title": "Dignity", "draft": "Every person arrives somewhere."}]
    assert left["contributions"][0]["blocks"] == []
    assert taken["lead"] == "You sent 1 contribution. It is in the text."
    assert left["lead"] == "You sent 1 contribution."


def test_it_is_tagged_and_says_its_language() -> None:
    with pikepdf.open(io.BytesIO(next(iter(letters(rehearsal(), on=ON, otherwise="fr", read_at=NOW)))[1])) as pdf:
        assert bool(pdf.Root.MarkInfo["/Marked"])
        assert str(pdf.Root.Lang) in LANGUAGES
        with pdf.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"


def test_hostile_text_stays_text_and_a_file_stays_in_its_folder() -> None:
    road = make_road(
        contributions=[
            contribution("C1", received_on="2021-05-03", contributor="../../etc/#panic()", summary='#read("/etc/x")'),
            contribution("C2", received_on="2021-05-03", contributor="都市", summary="文字"),
            contribution("C3", received_on="2021-05-03", contributor="市都"),
        ]
    )
    made = dict(letters(road, on=ON, otherwise="en", read_at=NOW))
    assert list(made) == ["etc-panic-en.pdf", "contributor-en.pdf", "contributor-en-2.pdf"]
    assert squeezed('#read("/etc/x")') in text_of(made["etc-panic-en.pdf"])


@pytest.mark.slow(10)
def test_four_hundred_would_take_less_than_a_minute(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    n = int((register(rehearsal(), on=ON)["section"] == "AFR").sum())
    started = time.process_time()
    asked = ["letters", "--lang", "es", "--section", "AFR", "--out", str(tmp_path), "--workbook", str(REHEARSAL)]
    assert main(asked) == 0
    assert time.process_time() - started < 60 * n / 400
    assert len(list(tmp_path.glob("*.pdf"))) == n > 60
    assert str(n) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "of"),
    [
        ({"section": "NAM"}, Selection(section=("NAM",))),
        (
            {"section": "MWA,REG", "decision": "not_reflected"},
            Selection(section=("MWA", "REG"), decision=("not_reflected",)),
        ),
        (
            {"stage": "landed", "country": "SEN", "text": "Province"},
            Selection(stage=("landed",), country=("SEN",), text="Province"),
        ),
        (
            {"language": "fr", "council": "-", "block": "DIG"},
            Selection(language=("fr",), policy_council=("-",), block=("DIG",)),
        ),
    ],
)
def test_those_of_a_filter_can_be_written_to_alone(
    asked: dict[str, str], of: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "typeset", lambda _template, said: said["title"].encode())
    arguments = [part for name, value in asked.items() for part in (f"--{name}", value)]
    assert (
        main(["letters", *arguments, "--out", str(tmp_path), "--workbook", str(REHEARSAL), "--on", "2021-11-15"]) == 0
    )
    chosen = set(select(rehearsal(), of, on=ON).contributions["id"])
    expected = [to.name for to in contributors(rehearsal(), on=ON) if chosen.intersection(to.ids)]
    assert sorted(path.read_text("utf-8") for path in tmp_path.glob("*.pdf")) == sorted(expected)
    assert expected


@pytest.mark.parametrize(("name", "code"), [("section", "XX"), ("stage", "received"), ("block", "DIG,P99")])
def test_a_filter_that_the_page_has_not_is_refused(
    name: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["letters", f"--{name}", code, "--out", str(tmp_path / "x"), "--workbook", str(REHEARSAL)]) == 2
    assert f"--{name}" in capsys.readouterr().err and not (tmp_path / "x").exists()
