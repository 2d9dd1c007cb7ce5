"""What pages say around their figures, in each language: held against the catalog's own text, read without our code."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from components.shell.pages import PAGES
from data.languages import LANGUAGES
from data.store import shared_store
from tests.pages import hand
from tests.pages.conftest import ROOT
from tests.pages.hand import LATER
from tests.pages.looking import Looks, shown

pytestmark = pytest.mark.slow(15)

LEAST_LETTERS = 3
"""Of a sentence in a catalog, without what is filled in: fewer say no language."""


@cache
def catalog(language: str) -> Catalog:
    """The translations of a language as they stand in its file."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "road.po").open("rb") as file:
        return read_po(file, locale=language)


def said_in(language: str, message: str, **values: object) -> str:
    """A sentence as the catalog has it; in English as it is typed."""
    found = catalog(language).get(message) if language != "en" else None
    assert language == "en" or (found and found.string), message
    return (str(found.string) if found else message).format(**values)


def forms(language: str) -> Iterator[str]:
    """Every sentence of a language, each of its plural forms."""
    for message in catalog("fr" if language == "en" else language):
        of = message.id if language == "en" else message.string
        yield from [of] if isinstance(of, str) else of or ()


@cache
def sentences(language: str) -> list[re.Pattern[str]]:
    """What each sentence of a language looks like with anything filled in."""
    typed = {plain(form) for form in forms(language) if len(re.sub(r"\{\w*\}|[^\w]", "", form)) >= LEAST_LETTERS}
    return [re.compile(re.sub(r"\\\{\w*\\\}", ".+?", re.escape(form)), re.DOTALL) for form in sorted(typed)]


def plain(text: str) -> str:
    """The text without its escapes and joints."""
    return re.sub(
        r"^:material/\w+: |\\(?=[^\w\s])", "", text.replace("\u2060", "").replace("\xa0", " ").replace("\u202f", " ")
    )


@pytest.fixture(scope="module")
def looks() -> Iterator[Looks]:
    """Pages with everything unfolded."""
    with pytest.MonkeyPatch.context() as patch:
        found = Looks(patch)
        found.watch()
        yield found
    shared_store.cache_clear()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The road counted by hand, made up, with two rows that cannot be read."""
    return hand.write(tmp_path_factory.mktemp("said"), unread=2, illustrative="yes")


def texts(page: AppTest) -> Iterator[str]:
    """Headings, captions, explanations and alternative texts of a page."""
    for part in (*page.title, *page.header, *page.caption):
        yield from part.value.split("  \n")
    for element in page.main:
        proto = getattr(element, "proto", None)
        yield from (value for name in ("alt", "help") if isinstance(value := getattr(proto, name, ""), str) and value)


# What comes from the sheet, or is a list or a number alone.
_NO_SENTENCE = re.compile(r"[\W\d]*|.*hand\.xlsx.*|\*\*Q[12]\*\* .*", re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_text_of_a_page_is_one_of_its_language(name: str, language: str, looks: Looks, workbook: Path) -> None:
    page = looks.unfolded(workbook, name, lang=language, asof=LATER.isoformat())
    ours = sentences(language)
    seen = {plain(text) for text in texts(page)}
    assert len(seen) > 3
    foreign = [
        text
        for text in sorted(seen)
        if not _NO_SENTENCE.fullmatch(text)
        and not any(sentence.match(piece) for piece in text.split(" · ") for sentence in ours)
    ]
    assert foreign == []


def badges(page: AppTest) -> dict[str, str]:
    """What stands in the badges, each with its explanation."""
    return {
        plain(found[1]): plain(part.proto.help)
        for part in page.markdown
        if (found := re.search(r":\w+-badge\[(.*)\]", part.value))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_badges_and_disclaimers_are_on_every_page_that_needs_them(language: str, looks: Looks, workbook: Path) -> None:
    made_up = said_in(language, "Illustrative data")
    nobody = said_in(language, "These rows were made up to show the dashboard. They are nobody’s real answers.")
    rows = said_in(language, "Based on {used} of {read} rows", used=31, read=33)
    for name in PAGES:
        shown = badges(looks.open(workbook, name, lang=language))
        assert (shown[plain(made_up)], rows in shown) == (plain(nobody), True), name
        assert "2" in shown[rows]
    page = looks.open(workbook, "coverage", lang=language)
    borders = "Boundaries and names on this map imply no opinion on the legal status of any country or territory."
    assert plain(said_in(language, borders)) in {plain(caption.value) for caption in page.caption}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_card_of_the_road_has_its_rule(language: str, looks: Looks, workbook: Path) -> None:
    page = looks.open(workbook, "road", lang=language)
    rules = {key: said["help"] for key, _, said in shown(page.main) if key.startswith("card_") and "help" in said}
    assert len(rules) == len(set(rules.values())) == len(page.metric) == 4
    (uptake,) = (rule for key, rule in rules.items() if key == "card_uptake")
    assert "5" in uptake


@pytest.mark.parametrize("on", [hand.FIRST, LATER], ids=str)
def test_a_chart_is_told_with_the_numbers_that_it_draws(on: date, looks: Looks, workbook: Path) -> None:
    told = {}
    for name in PAGES:
        for element in looks.open(workbook, name, asof=on.isoformat()).get("plotly_chart"):
            told[element.key] = re.findall(r"\d+", element.proto.alt)
            assert len(element.proto.alt) > 40
    received, decided, landed = (19, 11, 6) if on == hand.FIRST else (28, 22, 16)
    lines = [element.proto.imgs[0].alt for element in looks.open(workbook, "road", asof=on.isoformat()).get("image")]
    assert [re.findall(r"\d+", line) for line in lines] == [[str(received)]]
    for key, numbers in (
        ("pace", [received]),
        ("funnel", [received, decided, landed]),
        ("breakdown", [10, 8] if on == hand.FIRST else [13, 8, 6]),
        ("coverage_map", [4] if on == hand.FIRST else [5]),
        ("block_matrix", [6, 11]),
        ("uptake_by_section", [6, 6] if on == hand.FIRST else [10, 10]),
    ):
        assert set(map(str, numbers)) <= set(told[key]), (key, told[key])


@pytest.mark.parametrize("name", PAGES)
def test_a_passport_brings_its_whole_table_and_counts_its_rows(name: str, looks: Looks, workbook: Path) -> None:
    page = looks.unfolded(workbook, name, asof=LATER.isoformat())
    counted = re.findall(r"Based on (\d+) of (\d+) rows", "\n".join(plain(caption.value) for caption in page.caption))
    passports = [key for key in looks.unfolds[name] if key.endswith("_passport")]
    assert len(counted) == len(passports)
    for used, of in counted:
        # 28 of 33 rows of Contributions, 22 where what is decided counts, or all four of Milestones.
        assert (used, of) in {("28", "33"), ("22", "33"), ("27", "33"), ("4", "4")}
    files = looks.said_in_files("_csv")
    for key in passports:
        table = files[key.removesuffix("_passport") + "_csv"].splitlines()
        shown = [len(found.value) for found in page.table]
        assert len(table) - 1 in shown, key
