"""A private dashboard: who is not on the list obtains no figure from any address, whatever address is added later."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.visitors import rerun
from components.server import door
from components.server.door import ALIVE, CALLBACK, LOGIN, LOGOUT, SIGN_IN
from components.shell.pages import PAGES
from data.admission import LOOK_SECONDS
from data.subscriptions import FILE_NAME, Subscriptions
from tests.browser.harness import ROOT, Server, serve
from tests.sign_in import GUEST, KEEPER, LATER, OTHER, READERS, SECRET, Private, private, secrets, sign_in

pytestmark = pytest.mark.slow(20)

USER_COOKIE = "_streamlit_user"
ADDRESSES_OF = """
import json, app
print(json.dumps([route.path for route in app.app._build_starlette_app().routes]))
"""
FILLED = {"path": "a", "session_id": "a", "file_id": "a", "file_path": "a"}


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Private]:
    with private(tmp_path_factory.mktemp("private")) as running:
        yield running


@pytest.fixture
def listed(dashboard: Private) -> Iterator[Private]:
    """The dashboard, its list as it was once the test is over."""
    yield dashboard
    dashboard.write(READERS)
    time.sleep(LOOK_SECONDS + 0.1)


@pytest.fixture(scope="module")
def guest(dashboard: Private) -> httpx.Client:
    return sign_in(dashboard, GUEST)[0]


def _addresses(dashboard: Private) -> set[str]:
    """Every address that the app answers, as the app itself lists them, with something filled in where it wants it."""
    listed = subprocess.run(
        [sys.executable, "-c", ADDRESSES_OF],
        cwd=ROOT,
        env={**os.environ, **dashboard.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    paths = {re.sub(r"{(\w+)[^}]*}", lambda part: FILLED.get(part[1], "a"), path) for path in json.loads(listed.stdout)}
    files = {
        f"/app/static/{path.relative_to(ROOT / 'static')}" for path in (ROOT / "static").rglob("*") if path.is_file()
    }
    return {path or "/" for path in paths} | {f"/{page}" for page in PAGES} | files


def test_an_anonymous_visitor_obtains_nothing_from_any_address(dashboard: Private, guest: httpx.Client) -> None:
    addresses = _addresses(dashboard)
    assert {"/calendar.ics", "/feed.atom", "/api/figures.json", "/sheet", "/healthz", LOGIN, "/media/a"} <= addresses
    asked = [
        ("GET", "", "text/html"),
        ("GET", "?embed=true&lang=fr", "text/html"),
        ("GET", f"?lang=fr&key={'a' * 43}", "*/*"),
        ("POST", "", "*/*"),
        ("PUT", "", "*/*"),
    ]
    with httpx.Client(base_url=dashboard.server.url) as stranger:
        for path in {*addresses, _media(dashboard, guest)}:
            for method, query, accept in asked[:1] if path.startswith("/app/static/") else asked:
                answer = stranger.request(method, path + query, headers={"Accept": accept})
                _tells_nothing(path, answer)
                assert answer.headers.get("cache-control", "no-store").startswith(("no-store", "no-cache"))


def _tells_nothing(path: str, answer: httpx.Response) -> None:
    told = path, answer.status_code, answer.text[:200]
    if path in ALIVE and answer.status_code == 200:
        assert len(answer.content) < 2000 and "contributions" not in answer.text, told
    elif path in (LOGIN, LOGOUT, CALLBACK) and answer.status_code == 302:
        # Nobody has said at which service, or come from one: back to the door.
        assert answer.headers["location"] == "/" and not answer.content, told
    elif answer.status_code == 403:
        is_page = answer.headers["content-type"].startswith("text/html")
        assert (
            ("<main>" in answer.text and "early-answer" not in answer.text)
            if is_page
            else (answer.text == "Sign in first.")
        ), told
    else:
        # What the app does not use, or not so.
        assert answer.status_code in {404, 405} and len(answer.content) < 100, told


def _media(dashboard: Private, client: httpx.Client) -> str:
    """A file that a page has made for its reader to download."""
    with opened(dashboard.server, client) as socket:
        told = b"".join(_run(socket, "road"))
    found = re.search(rb"/media/[0-9a-f]{16,}\.\w+", told)
    assert found
    path = found[0].decode()
    assert client.get(path).status_code == 200
    return path


@contextmanager
def opened(server: Server, client: httpx.Client | None, *, as_a_page: bool = True) -> Iterator[ClientConnection]:
    """A websocket as a browser opens it, with the cookies of a client; of another program, without the page's token."""
    if client:
        # As the page does first, for its token against forged requests.
        client.get("/_stcore/health")
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar) if client else ""
    token = (client.cookies.get("_streamlit_xsrf") or "") if client and as_a_page else ""
    with connect(
        server.url.replace("http", "ws") + "/_stcore/stream",
        origin=websockets.Origin(server.url),
        additional_headers={"Cookie": cookies} if cookies else None,
        subprotocols=[websockets.Subprotocol(part) for part in ("streamlit", token) if part],
        max_size=None,
    ) as socket:
        yield socket


def _run(socket: ClientConnection, page: str) -> list[bytes]:
    """All that a page sends while it runs once."""
    socket.send(rerun(page, {"lang": "en"}).SerializeToString())
    told: list[bytes] = []
    while True:
        told.append(socket.recv(timeout=60, decode=False))
        if ForwardMsg.FromString(told[-1]).WhichOneof("type") == "script_finished":
            return told


def _sent_away(socket: ClientConnection, within_s: float) -> bool:
    """Whether the page is told to load itself anew, and nothing after that."""
    until = time.monotonic() + within_s
    try:
        while True:
            answer = ForwardMsg.FromString(socket.recv(timeout=max(0.1, until - time.monotonic()), decode=False))
            if answer.WhichOneof("type") == "auth_redirect":
                with pytest.raises(websockets.ConnectionClosed) as closed:
                    socket.recv(timeout=5)
                assert closed.value.rcvd and closed.value.rcvd.code == 1008
                return True
    except TimeoutError:
        return False


def test_a_websocket_of_a_stranger_is_sent_to_the_door_before_it_is_told_anything(dashboard: Private) -> None:
    with opened(dashboard.server, None) as socket:
        first = ForwardMsg.FromString(socket.recv(timeout=10, decode=False))
        assert first.WhichOneof("type") == "auth_redirect"
        with pytest.raises(websockets.ConnectionClosed):
            socket.recv(timeout=5)


def test_who_signs_in_comes_back_to_the_address_they_wanted(dashboard: Private) -> None:
    client, back = sign_in(dashboard, GUEST, to="/coverage?lang=fr&section=AFR")
    assert (back.status_code, back.headers["location"]) == (302, "/coverage?lang=fr&section=AFR")
    page = client.get(back.headers["location"])
    assert page.status_code == 200
    assert "private" in page.headers["cache-control"] and "Cookie" in page.headers["vary"]
    assert client.get("/").status_code == 200
    figures = client.get("/api/figures.json")
    assert figures.json() and figures.headers["cache-control"].startswith("private")
    assert client.get("/calendar.ics").text.startswith("BEGIN:VCALENDAR")
    # Programs that cannot sign in are not told of what they cannot read.
    assert "feed.atom" not in client.get("/").text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(dashboard: Private, wanted: str) -> None:
    _, back = sign_in(dashboard, GUEST, to=wanted)
    assert back.headers["location"] == "/"


def test_who_is_not_on_the_list_is_told_so_and_can_change_the_address(dashboard: Private) -> None:
    client, back = sign_in(dashboard, OTHER)
    assert back.status_code == 403
    assert "You are not on the list" in back.text and OTHER in back.text and LOGOUT in back.text
    assert client.get("/api/figures.json").status_code == 403
    with opened(dashboard.server, client) as socket:
        assert _sent_away(socket, 5)


def test_an_address_that_the_service_does_not_confirm_opens_nothing(dashboard: Private) -> None:
    _, back = sign_in(dashboard, LATER, email_verified=False)
    assert back.status_code == 403
    assert "Your address is not confirmed" in back.text
    _, back = sign_in(dashboard, LATER, email_verified=True)
    assert back.status_code == 302


def test_an_expired_session_says_so(dashboard: Private, guest: httpx.Client) -> None:
    cookie = str(guest.cookies.get(USER_COOKIE))
    with httpx.Client(base_url=dashboard.server.url, headers={"Accept": "text/html"}) as client:
        client.cookies.set(USER_COOKIE, cookie[:-3] + "abc")
        answer = client.get("/milestones?lang=es")
        assert (answer.status_code, client.get("/api/figures.json").status_code) == (403, 403)
        assert 'lang="es"' in answer.text
        assert "session has expired" in client.get("/milestones").text
        assert f"{SIGN_IN}?provider=default&amp;to=%2Fmilestones" in answer.text


def test_who_signs_out_is_told_so_and_out(dashboard: Private) -> None:
    client, _ = sign_in(dashboard, GUEST)
    assert client.get("/").status_code == 200
    cookie = str(client.cookies.get(USER_COOKIE))
    away = client.get(LOGOUT)
    assert away.status_code == 302 and away.headers["location"].startswith(dashboard.service)
    assert client.cookies.get(USER_COOKIE) is None
    assert "You are signed out" in client.get("/").text
    # Whoever kept the cookie has nothing of it.
    client.cookies.set(USER_COOKIE, cookie)
    assert client.get("/api/figures.json").status_code == 403


def test_who_is_taken_off_the_list_while_looking_is_out(listed: Private, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = sign_in(listed, LATER)
    with opened(listed.server, client) as socket:
        assert len(_run(socket, "road")) > 20
        listed.write(["*@city.example.org"])
        assert _sent_away(socket, door.LOOK_SECONDS + 3)
    assert "it has been taken off" in client.get("/").text


def test_the_sheet_is_the_secretariats(dashboard: Private, guest: httpx.Client) -> None:
    keeper, _ = sign_in(dashboard, KEEPER)
    with opened(dashboard.server, keeper) as socket:
        kept = b"".join(_run(socket, "sheet"))
    with opened(dashboard.server, guest) as socket:
        refused = b"".join(_run(socket, "sheet"))
    assert b"This page is for the secretariat" in refused and b"rehearsal.xlsx" not in refused
    assert b"This page is for the secretariat" not in kept and b"rehearsal.xlsx" in kept


def test_a_page_that_streamlit_knows_no_reader_of_tells_nothing(dashboard: Private, guest: httpx.Client) -> None:
    with opened(dashboard.server, guest, as_a_page=False) as socket:
        told = b"".join(_run(socket, "road"))
    assert b"This dashboard is private" in told and b"rehearsal.xlsx" not in told
    # The icon of the tab is all that is there to load.
    assert len(set(re.findall(rb"/media/[0-9a-f]+", told))) <= 1


def test_calendar_and_feed_open_by_a_personal_key_until_it_is_revoked(listed: Private) -> None:
    kept, now = Subscriptions(listed.kept / FILE_NAME), datetime.now(UTC)
    key = kept.make(LATER, "/calendar.ics", now=now)
    with httpx.Client(base_url=listed.server.url) as program:

        def opens(path: str, key: str) -> bool:
            return program.get(path, params={"lang": "fr", "key": key}).status_code == 200

        assert program.get("/calendar.ics", params={"key": key}).text.startswith("BEGIN:VCALENDAR")
        assert not opens("/calendar.ics", key + "a")
        assert not opens("/feed.atom", key) and not opens("/api/figures.json", key) and not opens("/", key)
        assert opens("/feed.atom", kept.make(LATER, "/feed.atom", now=now))
        listed.write(["*@city.example.org"])
        time.sleep(LOOK_SECONDS + 0.1)
        assert not opens("/calendar.ics", key)
        listed.write(READERS)
        time.sleep(LOOK_SECONDS + 0.1)
        assert opens("/calendar.ics", key)
        kept.revoke(LATER, "/calendar.ics")
        assert not opens("/calendar.ics", key)


def test_what_only_looks_like_safety_does_not_start(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(secrets("http://127.0.0.1:9", "http://127.0.0.1:9", (), ()), "utf-8")
    with (
        pytest.raises(RuntimeError, match="The dashboard does not start") as refused,
        serve({"ROAD_SECRETS": str(file)}),
    ):
        pass
    assert "say who may come in" in str(refused.value)
    assert "Traceback" not in str(refused.value) and SECRET not in str(refused.value)
