"""Static files: compressed as a browser takes them, and kept by it for as long as they may be."""

import gzip

import anyio
import brotli
import pytest
from starlette.types import Message, Receive, Scope, Send

from components.server.headers import SecurityHeaders
from components.server.scripts import folder
from components.server.static_files import OUR_STATIC, STREAMLIT_STATIC, StaticCompression
from data import insides
from data.insides import ChartScript, chart_script, drawn_once, joined_scripts

OURS = "/app/static/page.css"
THEIRS = "/static/" + next(path.relative_to(STREAMLIT_STATIC).as_posix() for path in STREAMLIT_STATIC.rglob("js/*.js"))


async def other(_scope: Scope, _receive: Receive, send: Send) -> None:
    """What stands behind: it knows none of these files."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body"})


def answer(path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and the body as it is sent."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": asked, "query_string": b""}
    anyio.run(SecurityHeaders(StaticCompression(other)), scope, receive, send)
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], said, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("takes", "encoding", "unpacked"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("zstd", None, bytes),
    ],
)
def test_a_file_comes_in_the_best_encoding_that_a_browser_takes(takes, encoding, unpacked) -> None:  # noqa: ANN001
    status, headers, body = answer(OURS, accept_encoding=takes)
    assert (status, headers.get("content-encoding"), headers["vary"]) == (200, encoding, "Accept-Encoding")
    assert unpacked(body) == (OUR_STATIC / "page.css").read_bytes()
    assert headers["content-length"] == str(len(body))


def test_ours_are_kept_a_day_and_streamlits_for_ever_and_neither_is_sent_twice() -> None:
    _, ours, _ = answer(OURS)
    _, theirs, _ = answer(THEIRS)
    assert ours["cache-control"] == "public, max-age=86400"
    assert theirs["cache-control"] == "public, max-age=31536000, immutable"
    status, _, body = answer(OURS, if_none_match=ours["etag"])
    assert (status, body) == (304, b"")


def test_a_script_comes_joined_and_cut_down_from_an_address_of_this_version_alone() -> None:
    chart, joined = chart_script(), joined_scripts()
    assert chart is not None and joined.files
    for name, text in {chart.file.name: joined.rewritten(drawn_once()(chart.text)), **joined.files}.items():
        address = f"/static/{folder()}/{name}"
        _, headers, body = answer(address, accept_encoding="br")
        assert brotli.decompress(body).decode() == text
        assert len(body) < 550_000
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer(address, if_none_match=headers["etag"])[0] == 304
        assert answer(f"/static/js.00000000/{name}")[0] == 404


def test_the_address_of_scripts_changes_with_what_is_cut_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    chart, before = chart_script(), folder()
    assert chart is not None
    for other in (ChartScript(chart.file, chart.text + ";"), None):
        with monkeypatch.context() as patch:
            patch.setattr(insides, "chart_script", lambda other=other: other)
            assert folder.__wrapped__() != before
    monkeypatch.setattr(insides, "drawn_once", lambda: lambda script: script)
    assert folder.__wrapped__() != before


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../app.py",
        "/app/static/..%2fapp.py",
        "/app/static/none.css",
        "/x.css",
        f"/app/static/{'a' * 5000}.css",
        f"/static/js/{'a' * 5000}.js",
        f"/static/{folder()}/none.js",
        f"/static/{folder()}/..%2f..%2f..%2fapp.py",
    ],
)
def test_no_other_file_is_served(path: str) -> None:
    assert answer(path)[0] == 404


def test_what_a_browser_may_show_as_a_page_has_its_fence_and_the_parts_of_one_are_short() -> None:
    for page in ("/none", "/app/static/icon.svg"):
        _, headers, _ = answer(page)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["content-security-policy"].startswith("default-src 'self'; ")
    for part in (OURS, THEIRS):
        _, headers, _ = answer(part)
        assert headers["x-content-type-options"] == "nosniff"
        assert sum(len(name) + len(value) + 4 for name, value in headers.items()) < 280
