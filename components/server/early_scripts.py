"""Scripts that a page is sure to need, named in its document: a phone asks for them at once, not one after another.

Streamlit loads the script of an element once it is told to draw one; over a slow network each such step costs a round
trip. What draws charts is never among these: no word waits for it.
"""

from functools import cache

from data import insides


def early_scripts(path: str) -> str:
    """The links for the document at ``path``, the address of a page without the server's base."""
    return _links(insides.SCRIPTS_ON_EVERY_PAGE if path.strip("/") else insides.SCRIPTS_ON_THE_ROAD)


@cache
def _links(elements: tuple[str, ...]) -> str:
    scripts = insides.scripts()
    wanted = [scripts.of_element[name] for name in elements if name in scripts.of_element]
    early: list[str] = []
    while wanted:
        script = wanted.pop(0)
        if script not in early and script not in scripts.in_document:
            early.append(script)
            wanted += scripts.imports[script]
    return "".join(
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./static/js/{script}">' for script in early
    )
