"""A Streamlit in which nothing is where it was: the server starts, and its page is served as it is."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

SERVED = """
from pathlib import Path
from data import insides
insides.streamlit_folder = lambda: Path("nowhere")

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from components.server.early_answer import EarlyAnswers
from components.server import static_files
from components.server.headers import Document, SecurityHeaders
from components.server.fonts import Fonts, icon_font, text_font, whole_text_font
from components.server.static_files import StaticCompression
from data import store

assert (icon_font(), text_font(), whole_text_font()) == (None, None, "")
static_files.warm()
store.warm()
insides.warm()

def broken():
    raise RuntimeError("no early answer")

page = "<html lang='en'><head></head><body>" + "the page</body></html>"
app = Starlette(
    routes=[
        Route("/{path:path}.woff2", lambda request: PlainTextResponse("the whole font")),
        Route("/static/{path:path}", lambda request: PlainTextResponse("a script")),
        Route("/{path:path}", lambda request: HTMLResponse(page)),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Fonts),
        Middleware(StaticCompression),
        Middleware(Document, early_answers=EarlyAnswers(["", "coverage"], broken, {})),
    ],
)


def get(path):
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"lang=en", "headers": []}
    anyio.run(app, scope, receive, send)
    assert sent[0]["status"] == 200
    return b"".join(message.get("body", b"") for message in sent).decode()


for _ in range(2):
    for path in ("/", "/coverage"):
        assert "the page" in get(path)
assert get("/static/media/MaterialSymbols-Rounded.a.woff2") == "the whole font"
assert get("/static/js/index.js") == "a script"
print("served")
"""


@pytest.mark.slow(2)
def test_nothing_inside_is_needed_to_start_and_to_answer() -> None:
    done = subprocess.run([sys.executable, "-c", SERVED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "served\n", done.stderr
    assert done.stderr.count("An early answer failed") == 1
    said = [line for line in done.stderr.splitlines() if "not as expected" in line]
    assert len(said) == len(set(said)) > 6
