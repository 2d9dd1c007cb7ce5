"""What the dashboard is in one language, as JSON: ``python -m tests.made_up_language CODE FOLDER``.

Run in a copy of the code whose ``locale/`` has a folder more; ``FOLDER`` takes the files it writes.
"""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.publish.note.content import note_pdf
from components.words.reader import reader_language
from data.exports.calendar_file import calendar_file
from data.exports.template import write_template
from data.languages import LANGUAGES
from data.reading.compose import read
from data.sources.file import read_file
from data.words import words_of

ROOT = Path(__file__).parent.parent
PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))
DAY = date(2021, 5, 21)


def _page(name: str, code: str) -> dict[str, object]:
    page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=60)
    page.query_params["lang"] = code
    page.switch_page(str(Path("..", "pages", f"{name}.py"))).run()
    return {
        "title": [title.value for title in page.title],
        "languages": [option for control in page.get("button_group") for option in getattr(control, "options", ())],
        "buttons": [button.label for button in page.button],
        "errors": [str(error.value) for error in page.exception],
    }


def main(code: str, folder: Path) -> None:
    """Print what there is in the language ``code``."""
    words, now = words_of(code), datetime(2021, 5, 21, tzinfo=UTC)
    template = folder / "template.xlsx"
    write_template(template, code)
    road = read(read_file(template), now=now)
    print(  # noqa: T201 - its output is its purpose
        json.dumps(
            {
                "languages": LANGUAGES,
                "accepted": reader_language("", f"{code}-ZZ,fr;q=0.5"),
                "pages": {name: _page(name, code) for name in PAGES},
                "titles": [column for column in road.milestones.columns if column.startswith("title")],
                "problems": [problem.kind for problem in road.problems],
                "received": len(road.contributions),
                "note": note_pdf(road, on=DAY, words=words, read_at=now)[:4].decode("latin-1"),
                "calendar": calendar_file(road, on=DAY, changed_at=now, words=words).decode(),
                "country": words.country("PSE"),
                "plurals": [words.plural("{n} day", "{n} days", n) for n in (1, 2, 3)],
                "day": words.day(DAY),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
