"""What the dashboard takes from inside Streamlit, which promises none of it: the whole list, and nowhere else.

Each is looked for once in the installed version. Where it is not what it was, the page works without it and the log
says so. ``tests/data/test_insides.py`` says which one a version lacks; ``make upgrade`` asks it first. Streamlit itself
is not imported: what draws charts reads its colours here.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from data.joined import Joined, join

T = TypeVar("T")

_log = logging.getLogger(__name__)


class NotInsideError(LookupError):
    """The installed Streamlit has not what was looked for."""


@dataclass(frozen=True, eq=False)
class Inside(Generic[T]):
    """Something of Streamlit's: how to ``look`` for it in its folder, and what stands in for it ``without`` it.

    ``look`` raises where it is not as expected; ``lost`` says what the page then lacks.
    """

    name: str
    look: Callable[[Path], T]
    without: T
    lost: str

    def __call__(self) -> T:
        """What the installed Streamlit has, else what stands in for it."""
        return _looked(self)


INSIDES: list[Inside[Any]] = []


def _inside(*, without: T, lost: str) -> Callable[[Callable[[Path], T]], Inside[T]]:
    def listed(look: Callable[[Path], T]) -> Inside[T]:
        INSIDES.append(found := Inside(look.__name__, look, without, lost))
        return found

    return listed


def streamlit_folder() -> Path:
    """Where the installed Streamlit lies."""
    found = find_spec("streamlit")
    return Path(found.origin).parent if found and found.origin else Path("streamlit")


@cache
def _looked(inside: Inside[T]) -> T:
    try:
        return inside.look(streamlit_folder())
    except Exception as error:
        _log.warning("Streamlit is not as expected (%s: %s): %s.", inside.name, error, inside.lost)
        return inside.without


def warm() -> None:
    """Look for everything, so that the log says at the start what is not as expected."""
    for inside in INSIDES:
        inside()


@dataclass(frozen=True)
class ChartColours:
    """Colours in whose place Streamlit's page puts its theme's own, in light and in dark.

    ``text`` for every text (its own choice for charts is a grey too faint to read), ``paper`` for the page's ground,
    ``first`` for the first of its colours of series, ``shades`` a colour scale of plotly for amounts.
    """

    text: str
    paper: str
    first: str
    shades: list[list[Any]]


@_inside(
    without=ChartColours(
        text="#797B7C",
        paper="rgba(0,0,0,0)",
        first="#1C8496",
        shades=[[0, "#A9D3D9"], [0.5, "#1C8496"], [1, "#0A5566"]],
    ),
    lost="charts keep the same colours of text in light and dark",
)
def chart_colours(streamlit: Path) -> ChartColours:
    """By the names they have in its theme for plotly; the script that draws charts knows them too."""
    theme = (streamlit / "elements" / "lib" / "streamlit_plotly_theme.py").read_text("utf-8")
    named = dict(re.findall(r'^(\w+)(?:: Final)? = "(#\w{6})"', theme, re.MULTILINE))
    shades = [named[f"SEQUENTIAL_{n}"] for n in range(10)]
    text, paper, first = named["GRAY_90"], named["BG_COLOR"], named["CATEGORY_0"]
    script = _one(streamlit / "static" / "static" / "js", "PlotlyChart.*.js").read_bytes()
    if unknown := [colour for colour in (*shades, text, paper, first) if colour.encode() not in script]:
        raise NotInsideError(f"the script of charts does not know {', '.join(unknown)}")
    # The variable that holds it, and what is put in its place, stand in one function.
    at = script.index(paper.encode())
    held = re.search(rb"(\w+)=[`\"']$", script[at - 20 : at])
    if not held or not re.search(rb"replaceAll\(%b,\w+\.colors\.bgColor\)" % held[1], script[at : at + 2000]):
        raise NotInsideError(f"{paper} is not the page's ground")
    return ChartColours(text, paper, first, [[n / 9, shade] for n, shade in enumerate(shades)])


@_inside(without=Path("no static files"), lost="its static files are sent as they are, uncompressed")
def static_folder(streamlit: Path) -> Path:
    """What it serves under ``static/``: folders ``js``, ``css`` and ``media``."""
    folder = streamlit / "static" / "static"
    for kind in ("js", "css", "media"):
        _some(folder / kind, "*")
    return folder


@_inside(without="", lost="its whole text font is loaded, and the early answer is set in a font of the reader's")
def text_font(streamlit: Path) -> str:
    """The file in ``static/media`` that its document loads first, and sets every text in."""
    document = (streamlit / "static" / "index.html").read_text("utf-8")
    font = _one(streamlit / "static" / "static" / "media", "SourceSansVF-Upright*.woff2").name
    if f"./static/media/{font}" not in document:
        raise NotInsideError(f"the document does not load {font}")
    return font


@dataclass(frozen=True)
class Icons:
    """Its icon ``font``, and the icons ``named`` in its scripts."""

    font: Path
    named: frozenset[str]


@_inside(without=cast(Icons | None, None), lost="its whole icon font is loaded")
def icons(streamlit: Path) -> Icons | None:
    """The font in which the name of an icon, spelled out, is drawn as that icon."""
    static = streamlit / "static" / "static"
    scripts = "\n".join(path.read_text("utf-8") for path in _some(static / "js", "*.js"))
    named = frozenset(re.findall(r":material/(\w+)", scripts))
    if not named:
        raise NotInsideError("its scripts name no icon")
    return Icons(_one(static / "media", "MaterialSymbols-Rounded.*.woff2"), named)


ELEMENTS = {
    "bidi_component": "BidiComponent",
    "button": "Button",
    "button_group": "ButtonGroup",
    "date_input": "DateInput",
    "download_button": "DownloadButton",
    "file_uploader": "FileUploader",
    "imgs": "ImageList",
    "link_button": "LinkButton",
    "metric": "Metric",
    "multiselect": "Multiselect",
    "page_link": "PageLink",
    "selectbox": "Selectbox",
    "text_input": "TextInput",
    "plotly_chart": "PlotlyChart",
    "table": "Table",
    "dataframe": "DataFrame",
}
"""Elements, as messages name them, to the names of their scripts; what else a page has comes with the page's own."""
HEAVY = ("plotly_chart", "table", "dataframe")
"""Those that no word waits for."""


@dataclass(frozen=True)
class Scripts:
    """File names in ``static/js``: by element, those named in the document, and what each of ours imports."""

    of_element: dict[str, str]
    in_document: frozenset[str]
    imports: dict[str, list[str]]

    def with_imports(self, wanted: Iterable[str]) -> set[str]:
        """They and all that they import, what the document names aside."""
        waiting, found = list(wanted), set[str]()
        while waiting:
            script = waiting.pop()
            if script not in found and script not in self.in_document:
                found.add(script)
                waiting += self.imports[script]
        return found


@_inside(without=Scripts({}, frozenset(), {}), lost="a phone asks for scripts one after another")
def scripts(streamlit: Path) -> Scripts:
    """The script of every element we name early, and all that it brings along."""
    folder = streamlit / "static" / "static" / "js"
    document = (streamlit / "static" / "index.html").read_text("utf-8")
    in_document = frozenset(re.findall(r'"\./static/js/([\w.-]+\.js)"', document))
    of_element = {element: _one(folder, f"{script}.*.js").name for element, script in ELEMENTS.items()}
    imports: dict[str, list[str]] = {}
    waiting = list(of_element.values())
    while waiting:
        script = waiting.pop()
        if script not in imports:
            source = (folder / script).read_text("utf-8")
            imports[script] = re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', source)
            waiting += imports[script]
    if not in_document or not all(imports[script] for script in of_element.values()):
        raise NotInsideError("its scripts name no others")
    return Scripts(of_element, in_document, imports)


@_inside(without=Joined(), lost="a phone asks for a hundred scripts, one by one")
def joined_scripts(streamlit: Path) -> Joined:
    """What its document names, joined; and what the elements that we name early bring along, together and for each."""
    folder = streamlit / "static" / "static" / "js"
    modules = {path.name: path.read_text("utf-8") for path in folder.glob("*.js")}
    known = scripts.look(streamlit)
    brought = {element: known.with_imports([known.of_element[element]]) for element in ELEMENTS if element not in HEAVY}
    times = Counter(script for others in brought.values() for script in others)
    alone = {
        element: [script for script in others if times[script] == 1 and script != known.of_element[element]]
        for element, others in brought.items()
    }
    shared = [script for script, n in times.items() if n > 1]
    return join(modules, {"page": known.in_document, "elements": shared, **alone})


TRACES = ("bar", "choropleth", "scattergeo")
"""The kinds of traces that our charts are made of, lines and points aside, which plotly always has."""
_SOURCES = {f"lib/{trace}.js" for trace in TRACES}
_MODULE = re.compile(r'(?<![\w$.])([\w$]+)=([\w$]+)\(\{"([\w@./-]+)"\(')
_MODULE_END = re.compile(r"\}\}\)(?=(?:,|;|;var )$|,[\w$]+=\{\};[\w$]+\(|;function |,(?:[\w$]+,)+$)")
_MODULE_USED = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
_REGISTERED = re.compile(r"var ([\w$]+)=([\w$]+)\(\);\1\.register\(\[((?:[\w$]+\(\),?)+)\]\)")


@dataclass(frozen=True)
class ChartScript:
    """The ``file`` of the script that draws charts, and its ``text`` without what draws no chart of ours."""

    file: Path
    text: str


@_inside(without=cast(ChartScript | None, None), lost="the whole of plotly is loaded")
def chart_script(streamlit: Path) -> ChartScript | None:
    """Less than half of it: plotly stands in it as modules that name their source, and each is run when it is used.

    What none of ``TRACES`` comes to is emptied, its name left; no line of what is used is touched.
    """
    file = _one(streamlit / "static" / "static" / "js", "PlotlyChart.*.js")
    text = file.read_text("utf-8")
    registered = _REGISTERED.search(text)
    if not registered:
        raise NotInsideError("its kinds of traces are not where they were")
    begins = list(_MODULE.finditer(text, 0, registered.start()))
    until = [*(begin.start() for begin in begins[1:]), registered.start()]
    of_module = {begin[1]: (begin, end) for begin, end in zip(begins, until, strict=True)}
    source = {name: begin[3] for name, (begin, _) in of_module.items()}
    kept = [name for name in re.findall(r"[\w$]+", registered[3]) if source.get(name) in _SOURCES]
    if len(kept) != len(TRACES):
        raise NotInsideError(f"of {', '.join(sorted(_SOURCES))} it has {len(kept)}")
    used, waiting = set[str](), [registered[2], *kept]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            begin, end = of_module[name]
            waiting += of_module.keys() & set(_MODULE_USED.findall(text, begin.start(), end))
    parts, at = list[str](), 0
    for name, (begin, end) in of_module.items():
        ends = [found.end() for found in _MODULE_END.finditer(text[begin.start() : end])]
        if name not in used and ends:
            parts += [text[at : begin.end() - 1], "(){}})"]
            at = begin.start() + ends[-1]
    parts += [text[at : registered.start(3)], ",".join(f"{name}()" for name in kept), text[registered.end(3) :]]
    return ChartScript(file, "".join(parts))


_MEASURED = re.compile(r"let\{width:([\w$]+)\}=[\w$]+\([\w$]+\);return \1(?=\?)")
_IN_COLOURS = re.compile(
    r"(\.useEffect\)\(\(\)=>\{[\w$]+\()([\w$]+)=>([\w$]+\(\2,[\w$]+\.theme,[\w$]+\))(?=\)\},\[[\w$]+\.id,)"
)


def _as_they_are(script: str) -> str:
    return script


@_inside(without=cast(Callable[[str], str], _as_they_are), lost="every chart is drawn twice as soon as it comes")
def drawn_once(streamlit: Path) -> Callable[[str], str]:
    """Its script of charts so that none is drawn before its width is known, nor again in the colours that it has."""
    whole = _one(streamlit / "static" / "static" / "js", "PlotlyChart.*.js").read_text("utf-8")
    for pattern in (_MEASURED, _IN_COLOURS):
        if (found := len(pattern.findall(whole))) != 1:
            raise NotInsideError(f"it has {found} times what draws a chart once more")

    def once(script: str) -> str:
        script = _MEASURED.sub(r"\g<0>>0", script)
        return _IN_COLOURS.sub(
            r"\1\2=>{let again=\3;return JSON.stringify(again)===JSON.stringify(\2)?\2:again}", script
        )

    return once


LANGUAGE = '<html lang="en"'
TITLE = "<title>Streamlit</title>"
HEAD_END = "</head>"
BODY = "<body>"
STYLESHEET = 'rel="stylesheet"'


@_inside(without=False, lost="the document is not completed: its language, its title, what comes early")
def document_markup(streamlit: Path) -> bool:
    """Whether its document holds what is put in its place or stands beside it, each once."""
    document = (streamlit / "static" / "index.html").read_text("utf-8")
    for mark in (LANGUAGE, TITLE, HEAD_END, BODY, STYLESHEET):
        if document.count(mark) != 1:
            raise NotInsideError(f"{mark} stands in the document {document.count(mark)} times")
    return True


@_inside(without=tuple[bytes, ...](), lost="the scripts written into its document are not allowed to run")
def inline_scripts(streamlit: Path) -> tuple[bytes, ...]:
    """What the document runs without loading it from anywhere."""
    document = (streamlit / "static" / "index.html").read_bytes()
    return tuple(re.findall(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", document, re.DOTALL))


IDENTITY = {
    "auth_util.py": ("def get_cookie_with_chunks(", "def encode_provider_token("),
    "web/server/starlette/starlette_app_utils.py": ("def decode_signed_value(",),
    "web/server/starlette/starlette_server_config.py": ("USER_COOKIE_NAME",),
    "web/server/starlette/starlette_auth_routes.py": ('"auth/login"', '"auth/logout"', '"oauth2callback"'),
}


@_inside(without=False, lost="where only some may look, nobody does")
def identity(streamlit: Path) -> bool:
    """Whether its cookie of who signed in can be read as it reads it, and its addresses are where they were."""
    for name, marks in IDENTITY.items():
        _must_have(streamlit / name, *marks)
    return True


def _must_have(file: Path, *marks: str) -> None:
    source = file.read_text("utf-8")
    if absent := [mark for mark in marks if mark not in source]:
        raise NotInsideError(f"{file.name} has no {', '.join(absent)}")


@_inside(without="", lost="a browser that may not send a file is told so only once it has tried")
def xsrf_cookie(streamlit: Path) -> str:
    """The cookie that its page sends back with a file, and without which it refuses that file."""
    name = "_streamlit_xsrf"
    if not any(
        name.encode() in path.read_bytes() for path in _some(streamlit / "static" / "static" / "js", "index.*.js")
    ):
        raise NotInsideError(f"no script knows {name}")
    return name


@_inside(without="", lost="the processor is woken ten times a second for settings that hardly ever change")
def file_check_period(streamlit: Path) -> str:
    """The name, in its ``watcher.polling_path_watcher``, of the seconds between two looks at its settings' files."""
    name = "_POLLING_PERIOD_SECS"
    _must_have(streamlit / "watcher" / "polling_path_watcher.py", f"time.sleep({name})")
    return name


@_inside(without="", lost="what a page is told of its theme is put together anew at the start of each run")
def theme_teller(streamlit: Path) -> str:
    """The name, in its ``runtime.app_session``, of what writes a section of the theme into a message for a page."""
    name = "_populate_theme_msg"
    teller = f'def {name}(msg: CustomThemeConfig, section: str = "theme") -> None:'
    _must_have(streamlit / "runtime" / "app_session.py", teller)
    return name


TOLD_AHEAD = (
    "__streamlit",
    "_stcore/health",
    "BACKEND_BASE_URL",
    "HOST_CONFIG",
    "allowedOrigins",
    "useExternalAuthToken",
    "enableBypass",
)


@_inside(without=False, lost="a page asks where the dashboard answers before it asks for what it shows")
def told_ahead(streamlit: Path) -> bool:
    """Whether its page reads what ``components/server/early_answer.js`` tells it."""
    scripts = [path.read_text("utf-8") for path in _some(streamlit / "static" / "static" / "js", "index.*.js")]
    if not any(all(name in script for name in TOLD_AHEAD) for script in scripts):
        raise NotInsideError(f"no script reads {', '.join(TOLD_AHEAD)}")
    return True


MANNERS = (
    "InputInstructions",
    "data-collapsed",
    "data-tag",
    "data-test-connection-state",
    "data-test-script-state",
    "stAlert",
    "stApp",
    "stAppViewContainer",
    "stButton",
    "stButtonGroup",
    "stCaptionContainer",
    "stCheckbox",
    "stColumn",
    "stDataFrame",
    "stDataFrameResizable",
    "stDateInput",
    "stDownloadButton",
    "stElementContainer",
    "stElementToolbar",
    "stExpandSidebarButton",
    "stExpander",
    "stFileUploader",
    "stFileUploaderDropzone",
    "stFileUploaderDropzoneInstructions",
    "stFullScreenFrame",
    "stGridCell",
    "stHeader",
    "stHeading",
    "stHorizontalBlock",
    "stIconMaterial",
    "stImage",
    "stLayoutWrapper",
    "stLinkButton",
    "stMain",
    "stMainBlockContainer",
    "stMarkdown",
    "stMarkdownBadge",
    "stMarkdownContainer",
    "stMetric",
    "stMetricValue",
    "stMultiSelect",
    "stMultiSelectTagsContainer",
    "stNumberInput",
    "stPageLink",
    "stPageLink-NavLink",
    "stPlotlyChart",
    "stPopover",
    "stPopoverBody",
    "stPopoverButton",
    "stSelectbox",
    "stSidebar",
    "stSidebarCollapseButton",
    "stSkeleton",
    "stSkipToContent",
    "stSlider",
    "stTable",
    "stTextArea",
    "stTextInput",
    "stTooltipHoverTarget",
    "stTooltipIcon",
    "stTopNav",
    "stTopNavLink",
    "stVerticalBlock",
    "stWidgetLabel",
    "stWidgetLabelRequired",
)
"""What ``static/page.css`` and ``static/page.js`` know parts of the page by."""


@dataclass(frozen=True)
class English:
    """What its page says in English whatever the reader's language: ``where``, as a selector, and what we say there.

    With a space at its end it is how a name or a text begins, with one at its start how a text ends. The first one
    listed that fits counts.
    """

    said: str
    where: str


_REFUSED = '[data-testid="stFileUploader"] [role="alert"], [role="tooltip"] p'
"""Where it says why a file was not taken: beside it, and over it where a pointer rests on it."""

ENGLISH = (
    English("Skip to main content", '[data-testid="stSkipToContent"]'),
    English("App pages", "nav[aria-label]"),
    English("Sidebar", '[data-testid="stSidebar"]'),
    English("Expand sidebar", "button[aria-label]"),
    English("Collapse sidebar", "button[aria-label]"),
    English("Close", "[role='dialog'] button[aria-label]"),
    English("Dismiss", "button[aria-label]"),
    English("Fullscreen", 'button[aria-label], [role="tooltip"] p'),
    English("Close fullscreen", 'button[aria-label], [role="tooltip"] p'),
    English("Show/hide columns", "button[aria-label]"),
    English("Open", "button[aria-label]"),
    English("Search", "button[aria-label]"),
    English("Upload", '[data-testid="stFileUploaderDropzone"] button p'),
    English("Add files", '[data-testid="stFileUploader"] button[aria-label]'),
    English("File must be 5.0MB or smaller.", '[role="tooltip"] p'),
    English("Error: File must be 5.0MB or smaller.", '[data-testid="stFileUploader"] [role="alert"]'),
    English(" files are not allowed.", _REFUSED),
    English("Only one file is allowed.", _REFUSED),
    English("Error: Only one file is allowed.", _REFUSED),
    English("Unexpected error. Please try again.", _REFUSED),
    English("Error: ", _REFUSED),
    English("TypeError: ", _REFUSED),
    English("Cancel upload of ", "button[aria-label]"),
    English("Drag and drop a file here", '[data-testid="stFileUploaderDropzone"] span'),
    English("Press Enter to apply", '[data-testid="InputInstructions"] span'),
    English("Press Ctrl+Enter to apply", '[data-testid="InputInstructions"] span'),
    English("Clear value", "button[aria-label]"),
    English("Clear all", "button[aria-label]"),
    English("Selected values", "[aria-label]"),
    English("No results", '[role="listbox"] div'),
    English("Choose date", "button[aria-label], [role='dialog'][aria-label]"),
    English("Choose date, ", "[role='dialog'] :is([aria-label], h2)"),
    English("Previous month", "[role='dialog'] button[aria-label]"),
    English("Next month", "[role='dialog'] button[aria-label]"),
    English("Use arrow keys to navigate dates. Enter to select. Escape to close.", "[role='dialog'] *"),
    English("Remove ", "button[aria-label]"),
    English("file upload", "input[aria-label]"),
    English("Copied", "button[aria-label]"),
    English("Running...", "[aria-label]"),
    English("Connection error", "[role='dialog'] *"),
    English(
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
        "[role='dialog'] *",
    ),
    English(
        "Streamlit server is not responding. Are you connected to the internet?",
        "[role='dialog'] *",
    ),
)


@dataclass(frozen=True)
class EnglishLeft:
    """What its page says in English and we cannot say better: ``said``, and the ``reason``."""

    said: str
    reason: str


ENGLISH_LEFT = (
    EnglishLeft(
        "You need to enable JavaScript to run this app.",
        "stands in the document for a browser that runs no script, ours neither",
    ),
    EnglishLeft(
        "Connecting to Streamlit server",
        "stands in the console, for who looks for a fault",
    ),
)
"""May only become shorter."""


@_inside(without=frozenset[str](), lost="the focus, paper and Streamlit's own English stay as Streamlit has them")
def manners_parts(streamlit: Path) -> frozenset[str]:
    """The names of ``MANNERS``, each of which some script gives to a part of the page."""
    wanted = set(MANNERS)
    a_name = re.compile(rf"(?<=[`\"'])(?:{'|'.join(MANNERS)})(?=[`\"'])".encode())
    for path in _some(streamlit / "static" / "static" / "js", "*.js"):
        wanted -= {name.decode() for name in a_name.findall(path.read_bytes())}
        if not wanted:
            return frozenset(MANNERS)
    raise NotInsideError(f"no script names {', '.join(sorted(wanted))}")


def _some(folder: Path, pattern: str) -> Iterator[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise NotInsideError(f"{folder.name}/{pattern} is not there")
    return iter(found)


def _one(folder: Path, pattern: str) -> Path:
    found = list(_some(folder, pattern))
    if len(found) > 1:
        raise NotInsideError(f"{folder.name}/{pattern} is there {len(found)} times")
    return found[0]
