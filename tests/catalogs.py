"""The catalogs of locale/ against the sentences in the code: ``python -m tests.catalogs`` brings them up to date."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from data.words import LOCALE_DIR

ROOT = LOCALE_DIR.parent
TRANSLATED = ("fr", "es")
SPOKEN_IN = ("components", "data", "pages")
# words.say("..."), words.plural("one", "many", n) and N_("...") around a constant.
KEYWORDS = {"say": None, "plural": (1, 2), "N_": None}

_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def catalog_path(language: str) -> Path:
    """Where the catalog of a language lives."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "road.po"


def catalog_of(language: str) -> Catalog:
    """The catalog of a language as it is; empty where there is none yet."""
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return pofile.read_po(source, locale=language)


def sentences() -> Catalog:
    """Every sentence of the code, without a translation."""
    template = Catalog()
    for folder in SPOKEN_IN:
        found = extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for _, _, message, comments, context in found:
            template.add(message, auto_comments=comments, context=context)
    return template


def up_to_date(language: str, template: Catalog) -> str:
    """The catalog's text with the template's sentences: translations kept, those of sentences gone dropped.

    Sorted, one line a sentence, without dates and places, so that a diff shows a change of words only.
    """
    catalog = catalog_of(language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    body = io.BytesIO()
    pofile.write_po(body, catalog, width=0, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
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
