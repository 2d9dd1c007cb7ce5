"""Letters of every script on paper: by a face of ours, by the system's, or told as missing."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pikepdf
import pytest
import typst

from components.publish import typesetting
from components.publish.note.content import note_pdf
from data.words import words_of
from tests.components.publish.note.pdf_text import squeezed, text_of
from tests.data.figures.roads import make_road, milestone

READ_AT = datetime(2021, 5, 21, 9, 30, tzinfo=UTC)
WRITTEN = {
    "Arabic": "ميثاق لامبيدوزا",
    "Hebrew": "אמנת הערים",
    "Devanagari": "घोषणापत्र",
    "Bengali": "সনদ",
    "Tamil": "சாசனம்",
    "Thai": "กฎบัตร",
    "Ethiopic": "ቻርተር",
    "Georgian": "ქარტია",
    "Armenian": "Խարտիա",
    "Khmer": "ធម្មនុញ្ញ",
    "Myanmar": "ပဋိညာဉ်",
}


@pytest.fixture
def without_system_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that has no font but ours."""
    compile_, fonts = typst.compile, typst.Fonts
    monkeypatch.setattr(typst, "compile", lambda *a, **k: compile_(*a, **k, ignore_system_fonts=True))
    monkeypatch.setattr(typst, "Fonts", lambda **k: fonts(**k, include_system_fonts=False))
    typesetting._covered.cache_clear()
    yield
    typesetting._covered.cache_clear()


def _note(*titles: str) -> bytes:
    steps = [milestone(f"M{n}", f"2021-06-{n:02}", title=title) for n, title in enumerate(titles, start=1)]
    return note_pdf(make_road(milestones=steps), on=date(2021, 5, 21), words=words_of("en"), read_at=READ_AT)


@pytest.mark.usefixtures("without_system_fonts")
def test_each_script_has_a_face_of_ours_in_the_note() -> None:
    assert typesetting.lacking(*WRITTEN.values()) == ()
    with pikepdf.open(io.BytesIO(_note(*WRITTEN.values()))) as pdf:
        faces = {str(font.get("/BaseFont", "")) for font in pdf.objects if isinstance(font, pikepdf.Dictionary)}
    # Hebrew is in typst's own.
    assert {script for script in WRITTEN if not any(f"NotoSans{script}" in face for face in faces)} == {"Hebrew"}


@pytest.mark.usefixtures("without_system_fonts")
def test_letters_that_no_font_has_are_squares_and_named_by_their_scripts() -> None:
    assert typesetting.lacking("東京", "서울", "Hà Nội", "Ж", "कोलकाता") == ("Hang", "Hani")
    said = text_of(_note("Tokyo 東京 and Hà Nội"))
    assert squeezed("Tokyo □□ and Hà Nội") in said
    assert "?" not in said


def test_every_face_stands_beside_its_licence() -> None:
    faces = {path.name for path in typesetting.FONTS.iterdir()}
    assert "OFL.txt" in faces
    assert all(name.startswith("NotoSans") and name.endswith("-Regular.ttf") for name in faces - {"OFL.txt"})
