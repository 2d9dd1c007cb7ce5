"""The catalogs of locale/ against the sentences in the code: ``python -m tests.catalogs`` brings them up to date."""

import argparse
import io
import sys
from collections.abc import Sequence

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from data.languages import LANGUAGE, LANGUAGES, LOCALE_DIR, SOURCE, catalog_path

ROOT = LOCALE_DIR.parent
TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE)
SPOKEN_IN = ("components", "data", "pages")
# words.say("..."), words.plural("one", "many", n), N_("...") around a constant, and those with a context before it.
KEYWORDS = {
    "say": None,
    "plural": (1, 2),
    "N_": None,
    "N_plural": (1, 2),
    "say_as": ((1, "c"), 2),
    "in_context": ((1, "c"), 2),
}

_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def catalog_of(language: str) -> Catalog:
    """The catalog of a language as it is; empty where there is none yet."""
    path = catalog_path(language)
    locale = LANGUAGE[language].locale if language in LANGUAGE else language
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as source:
        return pofile.read_po(source, locale=locale)


def sentences() -> Catalog:
    """Every sentence of the code, without a translation."""
    template = Catalog()
    for folder in SPOKEN_IN:
        found = extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for file, _, message, comments, context in found:
            template.add(message, locations=[(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    return template


def up_to_date(language: str, template: Catalog) -> str:
    """The catalog's text with the template's sentences: translations kept, those of sentences gone dropped.

    Sorted, one line a sentence, its places named by their files alone and without dates, so that a diff shows a change
    of words only.
    """
    catalog = catalog_of(language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    body = io.BytesIO()
    pofile.write_po(
        body, catalog, width=0, omit_header=True, include_lineno=False, sort_output=True, ignore_obsolete=True
    )
    header = _HEADER.format(language=language, plural_forms=catalog.plural_forms)
    return header + body.getvalue().decode().strip() + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the catalogs, or with ``--check`` say which are behind the code (1)."""
    parser = argparse.ArgumentParser(prog="python -m tests.catalogs", description="The catalogs of locale/.")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 where a catalog is behind the code")
    check = parser.parse_args(argv).check
    template = sentences()
    behind = False
    for language in TRANSLATED:
        path = catalog_path(language)
        text = up_to_date(language, template)
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            print(f"{path.relative_to(ROOT)} is behind the code: run `make messages`", file=sys.stderr)  # noqa: T201
            behind = True
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int(behind)


if __name__ == "__main__":
    sys.exit(main())
