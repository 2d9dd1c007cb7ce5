"""Charts in Chromium without a dashboard around them, and what is wrong with the texts in a chart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import plotly.io
from playwright.sync_api import Browser, Route
from plotly.offline import get_plotlyjs

from components.charts.chart import Drawing
from components.charts.style import config
from data import insides
from data.words import Words
from tests.browser.harness import ROOT

Troubles = list[str]

# Of a chart: its texts that reach over its edge, that lie over one another, that are smaller than 14 px.
TROUBLES = """
const troubles = chart => {
    const frame = chart.getBoundingClientRect()
    const texts = [...chart.querySelectorAll('text')]
        .filter(text => text.textContent.trim() && text.checkVisibility({visibilityProperty: true}))
        .map(text => ({
            said: text.textContent.trim(), box: text.getBoundingClientRect(), size: getComputedStyle(text).fontSize,
        }))
        .filter(({box}) => box.width > 0)
    // The box of a text is higher than its letters.
    const isOver = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4
    const isCut = box => box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 3 || box.bottom > frame.bottom + 3
    return texts.flatMap(({said, box, size}, n) => [
        ...(isCut(box) ? [`cut: ${said}`] : []),
        ...(parseFloat(size) < 14 ? [`${size}: ${said}`] : []),
        ...texts.slice(n + 1).filter(other => isOver(box, other.box)).map(other => `${said} lies over ${other.said}`),
    ])
}
"""

_HOUSE = "http://charts.invalid/"
_FONT = "/font.woff2"
_PAGE = f"""<!doctype html><style>@font-face {{ font-family: "Source Sans"; src: url({_FONT}); font-weight: 200 900 }}
body {{ margin: 0; font-family: "Source Sans" }}</style><p>a</p><div id="chart"></div>"""

_DRAW = (
    "async ([figure, config, width]) => {"
    + TROUBLES
    + """
    const chart = document.getElementById('chart')
    const layout = {...figure.layout, width, font: {...figure.layout.font, family: 'Source Sans'}}
    await Plotly.newPlot(chart, figure.data, layout, config)
    const found = troubles(chart.querySelector('.svg-container'))
    Plotly.purge(chart)
    return found
}"""
)


@contextmanager
def easel(browser: Browser) -> Iterator[Callable[[Drawing, Words, int], Troubles]]:
    """Draws a chart in words of a language, so many pixels wide, and says what is wrong with its texts."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(_HOUSE)
        if path == _FONT[1:]:
            route.fulfill(path=insides.static_folder() / "media" / insides.text_font())
        elif path:
            route.fulfill(path=ROOT / path.removeprefix("app/"))
        else:
            route.fulfill(body=_PAGE, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto(_HOUSE)
    page.evaluate(get_plotlyjs())
    page.evaluate("() => document.fonts.ready")

    def draw(drawing: Drawing, words: Words, width: int) -> Troubles:
        figure: Any = plotly.io.to_json(drawing.figure, validate=False)
        return page.evaluate(
            f"([figure, config, width]) => ({_DRAW})([JSON.parse(figure), config, width])",
            [figure, config(words), width],
        )

    yield draw
    page.close()
