"""Static files compressed once per process, kept in memory and told to stay in the browser.

Streamlit sends its JavaScript as it is and leaves compression to a proxy; a slow phone waits for every byte of it.
Brotli is offered by browsers over TLS and on the machine itself, gzip everywhere.
"""

import gzip
import mimetypes
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server import scripts
from components.server.known import fingerprint, unless_known
from components.server.made import made
from data import insides
from data.config import ROOT

STREAMLIT_STATIC = insides.static_folder()
OUR_STATIC = ROOT / "static"

_FOREVER = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400"
_TEXT = frozenset({".js", ".css", ".json", ".svg", ".html", ".txt"})
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    # The highest level takes another six seconds, once, for a fiftieth less.
    "br": lambda body: brotli.compress(body, quality=10),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}
_STREAMLIT_PATH = re.compile(r"(?:^|/)static/((?:js|css|media)/[\w.@~+-]+)$")
_SCRIPT_PATH = re.compile(r"(?:^|/)static/(js\.\w+)/([\w.@~+-]+)$")
_OUR_PATH = re.compile(r"(?:^|/)app/static/([\w./-]+)$")


def _file(path: str) -> tuple[Path, str] | None:
    """The file behind a request path and how long it may be kept; None for anything that is not a static file."""
    if found := _OUR_PATH.search(path):
        file, kept, root = OUR_STATIC / found[1], _A_DAY, OUR_STATIC
    elif found := _STREAMLIT_PATH.search(path):
        file, kept, root = STREAMLIT_STATIC / found[1], _FOREVER, STREAMLIT_STATIC
    elif (found := _SCRIPT_PATH.search(path)) and found[1] == scripts.folder():
        return (_script(found[2]), _FOREVER) if scripts.is_there(found[2]) else None
    else:
        return None
    try:
        inside = file.resolve().is_relative_to(root.resolve())
        return (file, kept) if inside and file.is_file() else None
    except OSError:
        # No file has a name as long as that.
        return None


def _script(name: str) -> Path:
    return STREAMLIT_STATIC / scripts.folder() / name


def _content(file: Path) -> bytes:
    return scripts.text_of(file.name).encode() if file == _script(file.name) else file.read_bytes()


@cache
def _tag(file: Path) -> str:
    return fingerprint(_content(file))


@cache
def _encoded(file: Path, encoding: str) -> bytes:
    content = _content(file)
    return made(f"{file.name}.{encoding}", lambda: _ENCODERS[encoding](content), content)


def warm(encoding: str = "br") -> int:
    """Compress the scripts and styles that our pages load, in some four seconds once; the bytes kept."""
    known = insides.scripts()
    theirs = {_script(insides.joined_scripts().file_of(name)) for name in known.in_document | known.imports.keys()}
    files = [*theirs, *STREAMLIT_STATIC.glob("css/*"), *OUR_STATIC.rglob("*")]
    return sum(len(_encoded(file, encoding)) for file in files if file.suffix in _TEXT)


class StaticCompression:
    """Answers for static files from memory, in the best encoding the browser takes; passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or let the application answer."""
        found = _file(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if found is None or found[0].suffix not in _TEXT:
            await self._app(scope, receive, send)
            return
        file, kept = found
        headers = {
            "Cache-Control": kept,
            "ETag": _tag(file),
            "Vary": "Accept-Encoding",
        }
        asked = Headers(scope=scope)
        accepted = {part.split(";")[0].strip() for part in asked.get("accept-encoding", "").split(",")}
        encoding = next((known for known in _ENCODERS if known in accepted), None)
        if encoding:
            headers["Content-Encoding"] = encoding
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        content = partial(_encoded, file, encoding) if encoding else partial(_content, file)
        await unless_known(asked, headers, content, media_type)(scope, receive, send)
