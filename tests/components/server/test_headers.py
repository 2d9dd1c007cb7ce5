"""What every answer carries: the fence around the page, and what a document says before any script has come."""

import gzip
import re

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from components.server.headers import Document, content_security_policy

PAGE = b'<!doctype html><html lang="en"><head><title>Streamlit</title></head><body><div id="root"></div></body></html>'


def test_the_fence_is_this_and_nothing_wider() -> None:
    policy = content_security_policy(("https://www.example.org", "https://*.example.net:8443"))
    hashes = re.findall(r"'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert len(hashes) == 2, "Streamlit's own, and ours"
    assert policy.replace(" ".join(hashes), "HASHES") == (
        "default-src 'self'; script-src 'self' blob: HASHES; img-src 'self' data: blob:; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-ancestors 'self' https://www.example.org https://*.example.net:8443; base-uri 'self'; object-src 'none'"
    )
    assert "frame-ancestors 'self'; base-uri" in content_security_policy()


def answer(
    *,
    path: str = "/coverage",
    query: str = "",
    accept_language: str = "",
    zipped: bool = False,
    takes: str = "",
    method: str = "GET",
) -> tuple[dict[str, str], str]:
    """The page as a reader gets it: headers, and body as text. Streamlit serves it ``zipped`` or not."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        body = gzip.compress(PAGE) if zipped else PAGE
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        headers += [(b"content-encoding", b"gzip")] if zipped else []
        headers += [(b"etag", b'"of the file"'), (b"last-modified", b"Mon, 23 Nov 2026 15:12:53 GMT")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if method == "HEAD":
            await send({"type": "http.response.body"})
            return
        await send({"type": "http.response.body", "body": body[:20], "more_body": True})
        await send({"type": "http.response.body", "body": body[20:]})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (b"accept-language", accept_language.encode()),
            (b"accept-encoding", takes.encode()),
        ],
    }
    anyio.run(Document(app, None, base="/charter", feed="/feed.atom"), scope, receive, send)
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    body = b"".join(message.get("body", b"") for message in bodies)
    assert ("content-encoding" in headers) == ("gzip" in takes)
    assert method == "HEAD" or headers["content-length"] == str(len(body))
    return headers, (gzip.decompress(body) if "content-encoding" in headers else body).decode()


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("takes", ["", "gzip, br"])
def test_document_says_its_language_and_its_name_compressed_or_not(zipped: bool, takes: str) -> None:
    _, page = answer(query="lang=fr&asof=2021-05-21", zipped=zipped, takes=takes)
    assert page.startswith('<!doctype html><html lang="fr" dir="ltr"><head><title>En route vers Lampedusa</title>')
    assert page.endswith('</head><body><div id="root"></div></body></html>')


def test_a_page_says_where_the_feed_in_its_language_is() -> None:
    _, page = answer(path="/charter/coverage", query="lang=fr")
    head = page.partition("</head>")[0]
    assert '<link rel="alternate" type="application/atom+xml"' in head
    assert 'href="./feed.atom?lang=fr">' in head


def test_who_asks_for_headers_alone_is_told_no_length_that_is_not_so() -> None:
    headers, page = answer(method="HEAD")
    assert page == ""
    assert "content-length" not in headers


def test_a_browser_keeps_no_document_whose_figures_may_change() -> None:
    headers, _ = answer(path="/charter")
    assert not {"etag", "last-modified"} & set(headers)


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
    headers, page = answer(query=query, accept_language=accept_language)
    assert f'<html lang="{language}"' in page
    assert headers["vary"] == "Accept-Language, Accept-Encoding, Cookie"
