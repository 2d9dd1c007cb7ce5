"""The note and the letters against PDF/UA-1, by the checkpoints of the Matterhorn Protocol 1.1.

An independent validator (``page-validation``, which agrees with veraPDF's corpus) looks for every fault that a machine
can see. That it would see one is shown checkpoint by checkpoint. What it has no rule for must not occur at all. What
only a person sees stands in ``docs/paper.md``, whose table this file is held against.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from components.publish.letters.content import contributors, letter_pdf
from components.publish.note.content import note_pdf
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.components.publish.note.test_content import tagged
from tests.components.publish.test_typesetting import WRITTEN
from tests.data.figures.roads import contribution, make_road, milestone

pytestmark = pytest.mark.slow(3)

ROOT = Path(__file__).parents[3]
READ_AT = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
RULES_LEAST = 100
"""Of PDF/UA-1 that the validator tries; with fewer it is not the one that was chosen."""


@cache
def sample(name: str) -> Road:
    return read(read_file(ROOT / "data" / "sample" / f"{name}.xlsx"), now=READ_AT)


@cache
def note(name: str, language: str) -> bytes:
    road = sample(name)
    return note_pdf(road, on=date(2021, 11, 15), words=words_of(language, road.own_words), read_at=READ_AT)


def _of(name: str) -> Callable[[str], bytes]:
    return lambda language: note(name, language)


def letter(language: str) -> bytes:
    """The longest one."""
    road = sample("rehearsal")
    to = max(contributors(road, on=date(2021, 11, 15)), key=lambda one: len(one.ids))
    return letter_pdf(road, to, on=date(2021, 11, 15), words=words_of(language), read_at=READ_AT)


def every_script() -> Road:
    steps = [milestone(f"M{n}", f"2021-06-{n:02}", title=said) for n, said in enumerate(WRITTEN.values(), start=1)]
    sent = [
        contribution(f"C{n}", received_on="2021-05-03", contributor=said, summary=said, language="ar")
        for n, said in enumerate(WRITTEN.values(), start=1)
    ]
    return make_road(milestones=steps, contributions=[*sent, contribution("C0", received_on="2021-05-03")])


def scripts() -> Iterator[bytes]:
    road, day, words = every_script(), date(2021, 5, 21), words_of("en")
    yield note_pdf(road, on=day, words=words, read_at=READ_AT)
    for to in contributors(road, on=day):
        yield letter_pdf(road, to, on=day, words=words, read_at=READ_AT)


def faults(content: bytes) -> list[str]:
    """What the validator finds, by its own rules."""
    report = validator.validate_pdf_bytes(content, profile="ua1")
    assert report.rules.total >= RULES_LEAST
    return sorted({f"{fault.rule_id}: {fault.message}" for fault in report.failures})


def absent(pdf: Pdf) -> list[str]:
    """What could break a checkpoint without a rule here, and is in the file: actions, forms, attachments and such."""
    dictionaries = [kept for kept in pdf.objects if isinstance(kept, Dictionary | pikepdf.Stream)]
    found = [key for key in ("/AcroForm", "/OCProperties", "/OpenAction", "/AA", "/Threads") if key in pdf.Root]
    found += [key for key in ("/EmbeddedFiles", "/JavaScript") if key in pdf.Root.get("/Names", {})]
    found += [key for kept in dictionaries for key in ("/Ref", "/PS", "/JS", "/RichMediaContent") if key in kept]
    found += [str(kept["/Subtype"]) for kept in dictionaries if kept.get("/Subtype") in (Name.Movie, Name.Sound)]
    return found + ["/Annots" for page in pdf.pages if "/Annots" in page] + ["/Encrypt"] * pdf.is_encrypted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [_of("rehearsal"), _of("rhine"), letter], ids=["note", "rhine", "letter"])
def test_nothing_a_machine_can_see_is_wrong(made: Callable[[str], bytes], language: str) -> None:
    content = made(language)
    assert faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert absent(pdf) == []


@pytest.mark.slow(3)
def test_nor_in_any_script_nor_of_an_empty_sheet() -> None:
    empty = note_pdf(make_road(), on=date(2021, 5, 21), words=words_of("it"), read_at=READ_AT)
    assert [found for content in (*scripts(), empty) for found in faults(content)] == []


def test_words_of_another_language_say_so() -> None:
    road = make_road(contributions=[contribution("C1", received_on="2021-05-03", language="es", summary="Agua limpia")])
    (to,) = contributors(road, on=date(2021, 5, 21))
    content = letter_pdf(road, to, on=date(2021, 5, 21), words=words_of("fr"), read_at=READ_AT)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        marked = [
            part.operands[1] for part in pikepdf.parse_content_stream(pdf.pages[0]) if str(part.operator) == "BDC"
        ]
        assert {str(mark["/Lang"]) for mark in marked if "/Lang" in mark} == {"es", "fr"}


# What the validator would find


def _untag(pdf: Pdf) -> None:
    """Take the marks off the first words of the page."""
    kept: list[Any] = []
    depth, is_done = 0, False
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if not is_done and not depth and name == "BDC" and str(operands[0]) != "/Artifact":
            depth = 1
            continue
        if depth:
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
            if not depth:
                is_done = True
                continue
        kept.append((operands, operator))
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _without_in_metadata(pattern: bytes) -> Callable[[Pdf], None]:
    def spoil(pdf: Pdf) -> None:
        left, n = re.subn(pattern, b"", pdf.Root.Metadata.read_bytes(), flags=re.DOTALL)
        assert n
        pdf.Root.Metadata = pdf.make_stream(left, Type=Name.Metadata, Subtype=Name.XML)

    return spoil


def _turned(kind: str, into: str) -> Callable[[Pdf], None]:
    """The first element of a kind becomes one of another."""

    def spoil(pdf: Pdf) -> None:
        next(element for element in tagged(pdf) if str(element["/S"]) == kind)["/S"] = Name(into)

    return spoil


def _without(*keys: str, of: str = "") -> Callable[[Pdf], None]:
    """Every element of a kind, or the file itself and every element of it, without these keys."""

    def spoil(pdf: Pdf) -> None:
        holders = [element for element in tagged(pdf) if of in ("", str(element["/S"]))] + ([] if of else [pdf.Root])
        held = [(holder, key) for holder in holders for key in keys if key in holder]
        assert held
        for holder, key in held:
            del holder[key]

    return spoil


def _without_in_fonts(kind: str, *keys: str) -> Callable[[Pdf], None]:
    def spoil(pdf: Pdf) -> None:
        fonts = [kept for kept in pdf.objects if isinstance(kept, Dictionary) and str(kept.get("/Type", "")) == kind]
        held = [(font, key) for font in fonts for key in keys if key in font]
        assert held
        for font, key in held:
            del font[key]

    return spoil


def _with_a_link(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[0]["/Annots"] = Array([pdf.make_indirect(link)])


def _in(part: str, key: str, value: object) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.Root[part].__setitem__(key, value)


SPOILT: list[tuple[int, str, Callable[[Pdf], None]]] = [
    (1, "words without a mark", _untag),
    (1, "a file that does not say it is tagged", _in("/MarkInfo", "/Marked", False)),
    (1, "tags said to be doubtful", _in("/MarkInfo", "/Suspects", True)),
    (2, "a kind of element that nobody knows", _turned("/P", "/Paragraph")),
    (2, "a known kind said to be another", _in("/StructTreeRoot", "/RoleMap", Dictionary({"/P": Name.Span}))),
    (6, "no claim of PDF/UA", _without_in_metadata(rb"<pdfuaid:part>.*?</pdfuaid:part>")),
    (6, "no title", _without_in_metadata(rb"<dc:title>.*?</dc:title>")),
    (7, "the name of the file in place of the title", _in("/ViewerPreferences", "/DisplayDocTitle", False)),
    (9, "a row that is none", _turned("/TR", "/P")),
    (9, "a table that is none", _turned("/Table", "/Sect")),
    (10, "letters that cannot be told", _without_in_fonts("/Font", "/ToUnicode")),
    (11, "no language", _without("/Lang")),
    (13, "a drawing without words", _without("/Alt", of="/Figure")),
    (14, "a level of headings left out", _turned("/H2", "/H4")),
    (14, "headings of two sorts", _turned("/H2", "/H")),
    (15, "heads of no row or column", _without("/A", "/ID", of="/TH")),
    (16, "an item that is none", _turned("/LI", "/P")),
    (20, "layers", lambda pdf: pdf.Root.__setitem__("/OCProperties", Dictionary(D=Dictionary(AS=Array([]))))),
    (28, "a link without words", _with_a_link),
    (31, "a font that is elsewhere", _without_in_fonts("/FontDescriptor", "/FontFile", "/FontFile2", "/FontFile3")),
]


@pytest.mark.parametrize(("checkpoint", "what", "spoil"), SPOILT, ids=[f"{n:02} {what}" for n, what, _ in SPOILT])
def test_a_fault_at_each_checkpoint_would_be_found(checkpoint: int, what: str, spoil: Callable[[Pdf], None]) -> None:
    with pikepdf.open(io.BytesIO(note("rehearsal", "fr"))) as pdf:
        spoil(pdf)
        pdf.save(spoilt := io.BytesIO())
    assert faults(spoilt.getvalue())


def test_what_has_no_rule_would_be_found_too() -> None:
    with pikepdf.open(io.BytesIO(letter("fr"))) as pdf:
        pdf.attachments["list.txt"] = b"x"
        script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root["/OpenAction"] = pdf.make_indirect(script)
        pdf.Root["/AcroForm"] = Dictionary(Fields=Array([]))
        pdf.Root["/Threads"] = Array([])
        _with_a_link(pdf)
        assert absent(pdf) == ["/AcroForm", "/OpenAction", "/Threads", "/EmbeddedFiles", "/JS", "/Annots"]
        pdf.save(locked := io.BytesIO(), encryption=pikepdf.Encryption(owner="x", user=""))
    with pikepdf.open(locked) as pdf:
        assert absent(pdf)[-1] == "/Encrypt"


def test_the_table_of_checkpoints_says_which_is_held_how() -> None:
    rows = re.findall(r"^\| (\d\d) .*? \| (\w+)", (ROOT / "docs" / "paper.md").read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 32))
    assert {int(number) for number, held in rows if held == "tested"} == {number for number, _, _ in SPOILT}
    assert {held for _, held in rows} == {"tested", "absent", "person"}
