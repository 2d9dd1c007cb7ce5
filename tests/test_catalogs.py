"""Every sentence a reader sees is in every language, with its placeholders."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests.catalogs import ROOT, SPOKEN_IN, TRANSLATED, catalog_of, catalog_path, main, sentences, up_to_date


@pytest.fixture(scope="module")
def template() -> Catalog:
    return sentences()


def _forms(value: str | Sequence[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w*)[^}]*}", sentence))


def _messages(language: str) -> list[Message]:
    return [message for message in catalog_of(language) if message.id]


def test_no_sentence_hides_where_extraction_does_not_look() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in SPOKEN_IN
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("say", "plural")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


PLACE_OF_SENTENCE = {"say": 0, "plural": 0, "N_": 0, "N_plural": 0, "say_as": 1, "in_context": 1}


def test_no_sentence_within_another_is_left_out(template: Catalog) -> None:
    extracted = {form for message in template for form in _forms(message.id)}
    left_out = []
    for folder in SPOKEN_IN:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute | ast.Name):
                    continue
                name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
                sentence = call.args[PLACE_OF_SENTENCE.get(name, len(call.args)) :][:1]
                said = {part.value for part in sentence if isinstance(part, ast.Constant)} - {""}
                left_out += [f"{path.relative_to(ROOT)}:{call.lineno}"] if said - extracted else []
    assert left_out == []


@pytest.mark.slow(1)
def test_the_code_speaks(template: Catalog) -> None:
    assert len(template) > 100


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalog_holds_the_sentences_of_the_code_and_no_others(language: str, template: Catalog) -> None:
    assert catalog_path(language).read_text(encoding="utf-8") == up_to_date(language, template), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    assert [message.id for message in _messages(language) if not all(_forms(message.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_the_forms_of_its_language(language: str) -> None:
    forms = catalog_of(language).num_plurals
    plurals = [message for message in _messages(language) if message.pluralizable]
    assert [message.id for message in plurals if len(_forms(message.string)) != forms] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in _messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_their_placeholders(language: str) -> None:
    broken = []
    for message in _messages(language):
        wanted = {name for form in _forms(message.id) for name in _placeholders(form)}
        for form in filter(None, _forms(message.string)):
            # The form for one thing may leave its number out: "a contribution".
            missing = wanted - _placeholders(form) - ({"n"} if message.pluralizable else set())
            if missing or _placeholders(form) - wanted:
                broken.append((message.id, form))
    assert broken == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_end_as_their_sentence_does(language: str) -> None:
    ends = [
        (original, form)
        for message in _messages(language)
        for original, form in zip(_forms(message.id), _forms(message.string), strict=False)
        if form and (original[-1] in ".:?!…\n ") != (form[-1] in ".:?!…\n ")
    ]
    assert ends == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_apostrophes_are_typographic(language: str) -> None:
    typed = [
        form
        for message in _messages(language)
        for form in (*_forms(message.id), *_forms(message.string))
        if re.search(r"[\w}]'(?!{)", form)
    ]
    assert typed == []


NUMBER = re.compile(r"\b(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)\b", re.I)
NUMBERS_OF_THE_WORLD = (
    "(2021-05-18)",  # an example of a date
    "(2021-12)",
    "(2021-05-18/2021-05-20)",
    "code of three letters (ISO 3166-1)",
    "code of two letters (ISO 639-1)",
    "UTF-8",
    "1 or more",
    "95% interval",
    "where two lines overlap",
    "4/6 where 2 of 6",
    "17:00",
    "18:30",
    "C001",
    "#7A1F3D",  # an example of a colour
    "code of two or three letters",  # ISO 3166
    "0 where",  # what a figure means at nothing
    "Delete one of two",
    "in a sentence or two",
    "No two contributions",
    "names two blocks",
    "Two sources",
    "Three shares",
    "lower of the two",
    "80% range",  # the name of a forecast's range
    "in four cases of five",
    "95% Wilson interval",
    "at 5% divided",
    "between two readings",
    "needs two facts",
    "CC BY 4.0",
)


def test_numbers_in_sentences_come_from_the_constants_they_state(template: Catalog) -> None:
    typed = [
        form
        for message in template
        for form in _forms(message.id)
        if NUMBER.search(re.sub("|".join(map(re.escape, NUMBERS_OF_THE_WORLD)), "", form))
    ]
    assert typed == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_names_the_files_it_is_in(language: str) -> None:
    homeless = [
        message.id
        for message in _messages(language)
        if not message.locations or not all((ROOT / file).is_file() for file, _ in message.locations)
    ]
    assert homeless == []


def _spoken_with_a_made_up_sentence(path: Path) -> list[str]:
    """Calls whose sentence is put together on the spot: extraction cannot see it, so nobody translates it."""
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and call.args
        and (
            (isinstance(call.func, ast.Attribute) and call.func.attr in ("say", "plural"))
            or (isinstance(call.func, ast.Name) and call.func.id == "N_")
        )
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]


def test_sentences_are_written_whole() -> None:
    made_up = [
        place
        for folder in SPOKEN_IN
        for path in sorted((ROOT / folder).rglob("*.py"))
        for place in _spoken_with_a_made_up_sentence(path)
    ]
    assert made_up == []


@pytest.mark.slow(1)
def test_catalogs_are_checked_without_being_written(capsys: pytest.CaptureFixture[str]) -> None:
    before = [catalog_path(language).stat().st_mtime_ns for language in TRANSLATED]
    assert main(["--check"]) == 0, capsys.readouterr().err
    assert [catalog_path(language).stat().st_mtime_ns for language in TRANSLATED] == before
