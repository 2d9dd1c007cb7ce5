"""Scripts that a page is sure to need, named in its document: a phone asks for them at once, not one after another.

Streamlit loads the script of an element once it is told to draw one; over a slow network each such step costs a round
trip. What draws charts is never among these: no word waits for it.
"""

import re
from functools import cache

from components.server.static_files import STREAMLIT_STATIC

ON_EVERY_PAGE = ("ButtonGroup", "Button")
ON_THE_ROAD = (*ON_EVERY_PAGE, "BidiComponent", "Metric", "ImageList", "DownloadButton", "TextInput")
"""Elements of Streamlit by the names of their scripts."""

_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
_IN_DOCUMENT = re.compile(r'"\./static/js/([\w.-]+\.js)"')


def early_scripts(path: str) -> str:
    """The links for the document at ``path``, the address of a page without the server's base."""
    return _links(ON_EVERY_PAGE if path.strip("/") else ON_THE_ROAD)


@cache
def _links(elements: tuple[str, ...]) -> str:
    known = set(_IN_DOCUMENT.findall((STREAMLIT_STATIC.parent / "index.html").read_text("utf-8")))
    wanted = [script.name for name in elements for script in (STREAMLIT_STATIC / "js").glob(f"{name}.*.js")]
    early: list[str] = []
    while wanted:
        script = wanted.pop(0)
        if script not in known:
            known.add(script)
            early.append(script)
            wanted += _IMPORTED.findall((STREAMLIT_STATIC / "js" / script).read_text("utf-8"))
    return "".join(
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./static/js/{script}">' for script in early
    )
