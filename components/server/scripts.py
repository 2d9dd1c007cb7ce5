"""The scripts of the page as browsers load them: few and joined, and nothing in them that draws no chart of ours."""

import re
from functools import cache, lru_cache
from hashlib import sha256

from data import insides

_LINK = re.compile(r'<link rel="modulepreload" crossorigin href="\./static/js/([\w.$-]+)">')
_THEIRS = "./static/js/"


@cache
def folder() -> str:
    """Where they lie below ``static/``: under an address of its own for each version, so that they are kept for good.

    A browser that kept some of an earlier version would have modules twice, each with a state of its own.
    """
    version = repr((sorted(insides.joined_scripts().files.items()), _of_charts()))
    return f"js.{sha256(version.encode()).hexdigest()[:8]}"


def _of_charts() -> tuple[str, str] | None:
    """The file of what draws charts, and what of it is sent; None where it is not as expected."""
    chart = insides.chart_script()
    return (chart.file.name, insides.drawn_once()(chart.text)) if chart else None


def address(script: str) -> str:
    """Where a document finds the file that has ``script``."""
    return f"./static/{folder()}/{insides.joined_scripts().file_of(script)}"


def is_there(script: str) -> bool:
    """Whether a browser may ask for the file ``script``."""
    return script in insides.joined_scripts().files or script in _theirs()


@cache
def _theirs() -> frozenset[str]:
    return frozenset(path.name for path in (insides.static_folder() / "js").glob("*.js"))


def text_of(script: str) -> str:
    """What is sent for the file ``script``. Raises OSError for none."""
    joined, of_charts = insides.joined_scripts(), _of_charts()
    if script in joined.files:
        return joined.files[script]
    if of_charts and script == of_charts[0]:
        return joined.rewritten(of_charts[1])
    return joined.rewritten((insides.static_folder() / "js" / script).read_text("utf-8"))


@lru_cache(maxsize=4)
def with_joined(document: str) -> str:
    """Streamlit's ``document``, each joined file named once in the place of what is in it."""
    if not _theirs():
        return document
    named = set[str]()

    def link(found: re.Match[str]) -> str:
        there = address(found[1])
        if there in named:
            return ""
        named.add(there)
        return found[0].replace(_THEIRS + found[1], there)

    return _LINK.sub(link, document).replace(_THEIRS, f"./static/{folder()}/")
