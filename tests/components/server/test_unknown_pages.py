"""Addresses that are no page."""

import anyio
import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from components.server.unknown_pages import UnknownPages


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    is_file = scope["path"].endswith(".json")
    await (PlainTextResponse("{}") if is_file else HTMLResponse("<p>every page</p>"))(scope, receive, send)


def _get(address: str, base: str = "") -> tuple[int, str]:
    """Status and where it leads of what is answered to an address."""
    sent: list[Message] = []
    path, _, query = address.partition("?")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
        await UnknownPages(_answer, pages=["coverage"], base=base)(scope, receive, send)

    anyio.run(ask)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], Headers(raw=sent[0]["headers"]).get("location", "")


@pytest.mark.parametrize("address", ["/", "/coverage", "/coverage/", "/coverage?lang=fr", "/figures.json"])
def test_pages_and_files_are_served(address: str) -> None:
    assert _get(address) == (200, "")


@pytest.mark.parametrize(
    ("address", "to"),
    [("/nowhere", "/"), ("/coverage/deeper?lang=fr", "/?lang=fr"), ("//evil.example", "/")],
)
def test_an_unknown_page_leads_to_the_first_one_with_its_parameters(address: str, to: str) -> None:
    assert _get(address) == (307, to)


def test_a_dashboard_under_a_path_stays_under_it() -> None:
    assert _get("/road/coverage", base="road") == (200, "")
    assert _get("/road/nowhere", base="road") == (307, "/road/")
