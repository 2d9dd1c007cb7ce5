"""Answers that whoever has them already need not load a second time."""

import hashlib
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.responses import Response


def fingerprint(content: bytes) -> str:
    """An ETag for ``content``."""
    return f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'


def unless_known(
    asked: Headers, headers: Mapping[str, str], content: Callable[[], bytes], media_type: str | None = None
) -> Response:
    """The answer with ``headers``, an ETag among them; 304 without content where ``asked`` names it."""
    named = {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}
    if named & {headers["ETag"], "*"}:
        told = {name: value for name, value in headers.items() if name.lower() in ("etag", "cache-control", "vary")}
        return Response(status_code=304, headers=told)
    return Response(content(), headers=headers, media_type=media_type)
