"""What is taken from inside Streamlit: all of it is in the installed version, and none of it is needed."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from components.shell import document
from data import insides
from data.checks import FILE_MB_MAX
from data.insides import INSIDES, ChartColours, Inside, streamlit_folder
from tests.contrast import contrast

ROOT = Path(__file__).parents[2]

FOR_THE_BENCH = {
    "streamlit.proto.BackMsg_pb2": "BackMsg",
    "streamlit.proto.ForwardMsg_pb2": "ForwardMsg",
    "streamlit.runtime.scriptrunner.script_runner": "ScriptRunnerEvent",
    "streamlit.testing.v1.local_script_runner": "LocalScriptRunner",
}


@pytest.mark.parametrize("inside", INSIDES, ids=lambda inside: inside.name)
def test_the_installed_version_has(inside: Inside[Any]) -> None:
    inside.look(streamlit_folder())


@pytest.mark.parametrize(("module", "name"), FOR_THE_BENCH.items())
def test_the_installed_version_has_for_the_bench(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)


def test_the_list_is_the_only_place_that_looks_inside() -> None:
    named = re.compile(r"data-test|#0000[0-9]{2}|SourceSansVF|streamlit\.__file__|(?<!://)static/media/\$?[A-Z\"']")
    files = [
        ROOT / "app.py",
        *(path for folder in ("components", "pages", "data") for path in (ROOT / folder).rglob("*.*")),
    ]
    texts = {path: path.read_text("utf-8") for path in files if path.suffix in {".py", ".html", ".js", ".css"}}
    assert len(texts) > 100
    assert [path.name for path, text in texts.items() if named.search(text)] == ["insides.py"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Streamlit's folder, as far as it is looked at, in links that a test may take away."""
    whole = streamlit_folder()
    theme = whole / "elements" / "lib" / "streamlit_plotly_theme.py"
    watcher, session = whole / "watcher" / "polling_path_watcher.py", whole / "runtime" / "app_session.py"
    for path in [*(whole / "static").rglob("*"), theme, watcher, session, *(whole / name for name in insides.IDENTITY)]:
        if path.is_file():
            link = tmp_path / path.relative_to(whole)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return tmp_path


def replaced(path: Path, old: str, new: str) -> None:
    """The file with other words in it."""
    text = path.read_text("utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), "utf-8")


def _one(folder: Path, pattern: str) -> Path:
    (path,) = folder.rglob(pattern)
    return path


def _one_with(folder: Path, pattern: str, text: str) -> Path:
    (path,) = (path for path in folder.rglob(pattern) if text in path.read_text("utf-8"))
    return path


CHANGED: dict[str, tuple[Inside[Any], Callable[[Path], object]]] = {
    "colours renumbered in the script alone": (
        insides.chart_colours,
        lambda whole: replaced(_one(whole, "PlotlyChart.*.js"), "#000038", "#000041"),
    ),
    "the ground's number given to another": (
        insides.chart_colours,
        lambda whole: replaced(_one(whole, "PlotlyChart.*.js"), "colors.bgColor", "colors.fadedText"),
    ),
    "a colour without its name": (
        insides.chart_colours,
        lambda whole: replaced(whole / "elements" / "lib" / "streamlit_plotly_theme.py", "GRAY_90", "INK"),
    ),
    "no theme for plotly": (
        insides.chart_colours,
        lambda whole: (whole / "elements" / "lib" / "streamlit_plotly_theme.py").unlink(),
    ),
    "no folder of styles": (insides.static_folder, lambda whole: (whole / "static/static/css").rename(whole / "css")),
    "another font": (insides.text_font, lambda whole: _one(whole, "SourceSansVF-Upright*").rename(whole / "x.woff2")),
    "a font that is not loaded": (
        insides.text_font,
        lambda whole: replaced(whole / "static" / "index.html", "SourceSansVF", "Inter"),
    ),
    "another font of icons": (
        insides.icons,
        lambda whole: _one(whole, "MaterialSymbols*").rename(whole / "static/static/media/Symbols.woff2"),
    ),
    "a script renamed": (
        insides.scripts,
        lambda whole: _one(whole, "BidiComponent.*.js").rename(whole / "static/static/js/Component.js"),
    ),
    "modules that end otherwise": (
        insides.joined_scripts,
        lambda whole: replaced(_one(whole, "useField.*.js"), "export{", "export {"),
    ),
    "modules begun late in another way": (
        insides.joined_scripts,
        lambda whole: replaced(_one(whole, "rolldown-runtime.*.js"), "throw n[0]", "throw n"),
    ),
    "charts registered in another way": (
        insides.chart_script,
        lambda whole: replaced(_one(whole, "PlotlyChart.*.js"), ".register([", ".registerAll(["),
    ),
    "maps by another name": (
        insides.chart_script,
        lambda whole: replaced(_one(whole, "PlotlyChart.*.js"), '"lib/choropleth.js"', '"lib/areas.js"'),
    ),
    "charts of another width": (
        insides.drawn_once,
        lambda whole: replaced(
            _one(whole, "PlotlyChart.*.js"), "let{width:t}=E(k);return t?", "let{width:t}=E(k);return "
        ),
    ),
    "figures coloured in another way": (
        insides.drawn_once,
        lambda whole: replaced(_one(whole, "PlotlyChart.*.js"), "e.theme,c))}", "e.theme,c,0))}"),
    ),
    "another element for the body": (
        insides.document_markup,
        lambda whole: replaced(whole / "static" / "index.html", "<body>", "<body class='app'>"),
    ),
    "another cookie": (
        insides.xsrf_cookie,
        lambda whole: replaced(_one_with(whole, "index.*.js", "_streamlit_xsrf"), "_streamlit_xsrf", "_xsrf"),
    ),
    "settings watched in another way": (
        insides.file_check_period,
        lambda whole: replaced(whole / "watcher/polling_path_watcher.py", "time.sleep(_POLL", "wait(_POLL"),
    ),
    "a theme told in another way": (
        insides.theme_teller,
        lambda whole: replaced(whole / "runtime/app_session.py", "def _populate_theme_msg(", "def _theme_into("),
    ),
    "nothing told ahead": (
        insides.told_ahead,
        lambda whole: replaced(_one_with(whole, "index.*.js", "enableBypass"), "enableBypass", "bypass"),
    ),
    "no document": (insides.inline_scripts, lambda whole: (whole / "static" / "index.html").unlink()),
    "another way to sign a cookie": (
        insides.identity,
        lambda whole: replaced(
            whole / "web/server/starlette/starlette_app_utils.py", "def decode_signed_value(", "def unsign("
        ),
    ),
    "another name for what to press": (
        insides.manners_parts,
        lambda whole: replaced(_one(whole, "InputInstructions.*.js"), "`InputInstructions`", "`Hints`"),
    ),
}


def test_what_the_document_tells_the_page_by_itself_is_listed() -> None:
    told = (ROOT / "components" / "server" / "early_answer.js").read_text("utf-8")
    assert all(re.search(rf"\b{name}\b", told) for name in insides.TOLD_AHEAD[:-1])


def test_what_draws_charts_keeps_each_module_that_ours_come_to_and_no_other() -> None:
    script = insides.chart_script()
    assert script is not None
    whole = script.file.read_text("utf-8")
    module = re.compile(r'=[\w$]+\(\{"((?:lib|src|node_modules)/[\w@./-]+)"\((?!\)\{\}\}\))')
    kept, had = (set(module.findall(text)) for text in (script.text, whole))
    assert {
        "lib/core.js",
        "lib/bar.js",
        "lib/choropleth.js",
        "lib/scattergeo.js",
        "src/traces/scatter/index.js",
    } <= kept
    assert {"lib/pie.js", "lib/scattermap.js", "lib/surface.js", "src/traces/sankey/index.js"} <= had - kept
    # Emptied, not taken away: names stay where they are, and so does all that is not plotly's.
    named = re.compile(r'([\w$]+)=[\w$]+\(\{"([\w@./-]+)"\(')
    assert set(named.findall(script.text)) == set(named.findall(whole))
    before, after = (text.index('"src/version.js"') for text in (whole, script.text))
    assert script.text[:after] == whole[:before]
    assert script.text.endswith(whole[whole.rindex("window.Plotly=") :])
    assert len(script.text) < 0.4 * len(whole)


def test_our_script_and_stylesheet_name_nothing_of_the_page_that_is_not_listed() -> None:
    texts = [(ROOT / "static" / name).read_text("utf-8") for name in ("page.css", "page.js")]
    named = {name for text in texts for name in re.findall(r'data-testid[~^*$]?="([\w-]+)"', text)}
    named |= {name for text in texts for name in re.findall(r"\.(st[A-Z]\w+)", text)}
    named |= {name for text in texts for name in re.findall(r'"(data-test-[\w-]+)"', text)}
    named |= {name for text in texts for name in re.findall(r"\[(data-(?:collapsed|tag))\b", text)}
    named |= {name for english in insides.ENGLISH for name in re.findall(r'data-testid="(\w+)"', english.where)}
    assert named == set(insides.MANNERS)


def test_what_the_page_says_in_english_is_said_by_its_scripts() -> None:
    scripts = "".join(path.read_text("utf-8") for path in (streamlit_folder() / "static/static/js").glob("*.js"))
    # What is put together of parts is looked for by one of them; errors have their names of the browser.
    whole = [re.sub("^(Type)?Error: ", "", english.said) for english in insides.ENGLISH]
    whole = [words.partition(f"{FILE_MB_MAX}.0MB")[0] for words in whole]
    said = [words.removesuffix(" to apply").replace("Ctrl+Enter", "") for words in whole if words]
    assert [words for words in said if words.strip(", ") not in scripts] == []
    assert {english.said for english in insides.ENGLISH} == set(document.ENGLISH)


def test_the_english_that_is_left_is_still_said_has_its_reason_and_only_becomes_less() -> None:
    static = streamlit_folder() / "static"
    said = "".join(path.read_text("utf-8") for path in [static / "index.html", *(static / "static/js").glob("*.js")])
    assert [left.said for left in insides.ENGLISH_LEFT if left.said not in said] == []
    assert all(left.reason for left in insides.ENGLISH_LEFT)
    assert not {left.said for left in insides.ENGLISH_LEFT} & {english.said for english in insides.ENGLISH}
    assert len(insides.ENGLISH_LEFT) <= 2


def test_each_is_tried_missing() -> None:
    assert {inside.name for inside, _ in CHANGED.values()} == {inside.name for inside in INSIDES}


@pytest.mark.slow(3)
@pytest.mark.parametrize("change", CHANGED)
def test_what_is_not_as_expected_is_done_without_and_said_once(
    change: str, copy: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    inside, make = CHANGED[change]
    inside.look(copy)
    make(copy)
    fresh = Inside(inside.name, inside.look, inside.without, inside.lost)
    monkeypatch.setattr(insides, "streamlit_folder", lambda: copy)
    assert [fresh(), fresh()] == [inside.without, inside.without]
    (record,) = caplog.records
    assert inside.name in record.getMessage()
    assert inside.lost in record.getMessage()


def test_colours_that_move_together_are_followed(copy: Path) -> None:
    theme = copy / "elements" / "lib" / "streamlit_plotly_theme.py"
    for path in (theme, _one(copy, "PlotlyChart.*.js")):
        replaced(path, "#000037", "#000047")
    assert insides.chart_colours.look(copy).text == "#000047"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_of_charts_are_readable_without_its_colours(theme: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    ground = config["theme"][theme]["backgroundColor"]
    assert contrast(insides.chart_colours.without.text, ground) > 4


BARE = """
import json
from pathlib import Path
from data import insides
insides.streamlit_folder = lambda: Path("nowhere")
from components.charts import style, timeline
drawn = style.figure(style.trace("bar", x=[1]), height=100)
tick = drawn.to_dict()["layout"]["xaxis"]["tickfont"]["color"]
print(json.dumps([style.TEXT, style.PAPER, style.SEA, style.SHADES, tick]))
"""


@pytest.mark.slow(1)
def test_charts_are_drawn_without_it() -> None:
    done = subprocess.run([sys.executable, "-c", BARE], cwd=ROOT, capture_output=True, text=True, check=True)
    text, paper, first, shades, tick = json.loads(done.stdout)
    assert ChartColours(text, paper, first, shades) == insides.chart_colours.without
    assert tick == text
    assert done.stderr.count("Streamlit is not as expected") == 1


@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_stands_out_from_every_ground(scheme: str, ground: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][scheme]
    assert contrast(theme["primaryColor"], theme[ground]) >= 3
