"""Scripts that a page is sure to need, named in its document: a phone asks for them at once, not one after another.

Streamlit loads the script of an element once it is told to draw one; over a slow network each such step costs a round
trip. What draws charts is never among these: no word waits for it.
"""

from functools import cache

from data import insides


@cache
def early_scripts(elements: tuple[str, ...]) -> str:
    """The links for a document that is sure to draw ``elements``, some of ``insides.ELEMENTS``."""
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
