"""What every answer carries: the fence around the page and the language of the document."""

import gzip

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from components.headers import Document, content_security_policy

PAGE = b'<!doctype html><html lang="en"><title>Road</title></html>'


def frame_ancestors(sites: str) -> str:
    return next(part for part in content_security_policy(sites).split("; ") if part.startswith("frame-ancestors"))


def test_only_our_own_pages_may_frame_us_unless_sites_are_named() -> None:
    assert frame_ancestors("") == "frame-ancestors 'self'"
    assert frame_ancestors("https://www.example.org  https://*.example.net:8443") == (
        "frame-ancestors 'self' https://www.example.org https://*.example.net:8443"
    )


@pytest.mark.parametrize(
    "sites", ["www.example.org", "*", "https://a.org; script-src *", "https://a.org/page", "'none'"]
)
def test_what_is_no_site_is_refused_at_the_start(sites: str) -> None:
    with pytest.raises(ValueError, match="is no site"):
        content_security_policy(sites)


def answer(*, query: str = "", accept_language: str = "", zipped: bool = False) -> tuple[dict[str, str], bytes]:
    """The page as a reader gets it: headers and body."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        body = gzip.compress(PAGE) if zipped else PAGE
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        headers += [(b"content-encoding", b"gzip")] if zipped else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:20], "more_body": True})
        await send({"type": "http.response.body", "body": body[20:]})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "path": "/",
        "query_string": query.encode(),
        "headers": [(b"accept-language", accept_language.encode())] if accept_language else [],
    }
    anyio.run(Document(app), scope, receive, send)
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return headers, b"".join(message["body"] for message in bodies)


@pytest.mark.parametrize("zipped", [False, True])
def test_document_says_its_language_compressed_or_not(zipped: bool) -> None:
    headers, body = answer(query="lang=fr&asof=2021-05-21", zipped=zipped)
    assert headers["content-length"] == str(len(body))
    assert (gzip.decompress(body) if zipped else body) == PAGE.replace(b'"en"', b'"fr"')


@pytest.mark.parametrize(
    ("query", "accept_language", "language"),
    [
        ("", "", "en"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("lang=xx", "fr-CA", "fr"),
        ("lang=en", "fr", "en"),
        ("", "de, ja", "en"),
    ],
)
def test_address_goes_before_the_browser_and_english_comes_last(
    query: str, accept_language: str, language: str
) -> None:
    headers, body = answer(query=query, accept_language=accept_language)
    assert b'<html lang="%s"' % language.encode() in body
    assert headers["vary"] == "Accept-Language"
