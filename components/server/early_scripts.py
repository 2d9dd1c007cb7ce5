"""Scripts that a page is sure to need, named in its document: a phone asks for them at once, not one after another.

Streamlit loads the script of an element once it is told to draw one; over a slow network each such step costs a round
trip. What draws charts is never among these: no word waits for it. ``static/page.js`` loads it when the words stand.
"""

import json
from collections.abc import Iterable
from functools import cache
from html import escape

from data import insides

_FOLDER = "./static/js/"


@cache
def early_scripts(elements: tuple[str, ...]) -> str:
    """The links for a document that is sure to draw ``elements``, by the names of messages; heavy ones are left out."""
    early = _with_imports(element for element in elements if element not in insides.HEAVY)
    return "".join(
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="{_FOLDER}{script}">' for script in early
    )


@cache
def later_scripts() -> str:
    """Which scripts are heavy, by element, each with what it imports: ``static/page.js`` loads them when it is time."""
    later = {element: [_FOLDER + script for script in _with_imports([element])] for element in insides.HEAVY}
    return f'<meta name="later" content="{escape(json.dumps(later))}">'


def _with_imports(elements: Iterable[str]) -> list[str]:
    scripts = insides.scripts()
    wanted = [scripts.of_element[name] for name in elements if name in scripts.of_element]
    found: list[str] = []
    while wanted:
        script = wanted.pop(0)
        if script not in found and script not in scripts.in_document:
            found.append(script)
            wanted += scripts.imports[script]
    return found
