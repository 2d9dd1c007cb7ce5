"""The door by itself: what it opens to whom, what it says and in which language, how it knows who asks."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from components.server import door as door_module
from components.server.door import COOKIE, LOGIN, LOGOUT, SIGN_IN, Door
from components.server.identity import claims_of
from data import insides
from data.admission import Admission
from data.languages import LANGUAGES
from tests.sign_in import GUEST, KEEPER, READERS, SECRET, secrets

USER_COOKIE = "_streamlit_user"


@pytest.mark.slow(1)
def test_a_cookie_is_read_as_streamlit_writes_it() -> None:
    """Its own functions sign here; the module's other tests let it sign by itself."""
    origin = "https://road.example.org"
    claims = {"email": GUEST, "origin": origin, "is_logged_in": True}

    def read(value: dict[str, object], secret: str = SECRET) -> dict[str, object] | None:
        signed = create_signed_value(secret, USER_COOKIE, json.dumps(value)).decode()
        return claims_of({USER_COOKIE: signed}, SECRET, origin)

    assert read(claims) == claims
    assert claims_of({}, SECRET, origin) == {}
    assert read(claims, "another secret, just as long as ours") is None
    assert read({**claims, "origin": "https://evil.example"}) is None
    assert read({**claims, "is_logged_in": "yes"}) is None
    # Signed for another cookie, as the tokens are.
    tokens = create_signed_value(SECRET, "_streamlit_user_tokens", json.dumps(claims)).decode()
    assert claims_of({USER_COOKIE: tokens}, SECRET, origin) is None


def test_nobody_is_let_in_whom_a_later_streamlit_does_not_let_us_know(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = create_signed_value(SECRET, USER_COOKIE, json.dumps({"origin": "o", "is_logged_in": True})).decode()
    assert claims_of({USER_COOKIE: signed}, SECRET, "o")
    monkeypatch.setattr(insides, "identity", lambda: False)
    assert claims_of({USER_COOKIE: signed}, SECRET, "o") is None


class _Asked:
    """A door before an app that is reached or not."""

    def __init__(self, folder: Path, status: int = 200) -> None:
        file = folder / "secrets.toml"
        url = "https://road.example.org/lampedusa"
        file.write_text(secrets(url, "https://id.example.org", READERS, (KEEPER,)), "utf-8")
        self.status = status
        self.reached: list[str] = []
        self.door = Door(self._app, Admission({}, file), base="/lampedusa", keyed=("/calendar.ics",))

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append(scope["path"])
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b"figures"})

    def get(self, path: str, query: str = "", **headers: str) -> tuple[int, str]:
        """Status and body of one request."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "https",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        anyio.run(self.door, scope, receive, send)
        return sent[0]["status"], sent[1]["body"].decode()


def test_an_address_that_nobody_thought_of_is_closed(tmp_path: Path) -> None:
    asked = _Asked(tmp_path)
    for path in (
        "/lampedusa/added-later",
        "/lampedusa/healthz/more",
        "/lampedusa//healthz",
        "/lampedusa/auth/more",
        "/",
    ):
        assert asked.get(path)[0] == 403
    assert asked.reached == []
    assert asked.get("/lampedusa/healthz") == (200, "figures")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_speaks_the_readers_language_and_keeps_what_was_wanted(tmp_path: Path, language: str) -> None:
    asked = _Asked(tmp_path)
    status, page = asked.get("/lampedusa/text", f"lang={language}&block=P1&key=abc", accept="text/html")
    assert (status, f'lang="{language}"' in page) == (403, True)
    assert f'to=%2Flampedusa%2Ftext%3Flang%3D{language}%26block%3DP1"' in page and "abc" not in page
    assert urlsplit(re.findall(r'href="(/[^"]+)"', page)[0]).path == f"/lampedusa{SIGN_IN}"
    assert len(re.findall(r'href="\?', page)) == len(LANGUAGES) - 1


@pytest.mark.parametrize("status", [400, 500])
def test_a_sign_in_service_that_fails_is_told_in_words(tmp_path: Path, status: int) -> None:
    told = _Asked(tmp_path, status).get(f"/lampedusa{LOGIN}", "provider=a&lang=es")
    assert told[0] == 502 and 'lang="es"' in told[1] and "figures" not in told[1]
    assert 'href="/lampedusa/" class=way' in told[1]


def test_in_a_frame_of_another_site_it_opens_by_itself(tmp_path: Path) -> None:
    _, page = _Asked(tmp_path).get("/lampedusa/text", "embed=true&lang=en", accept="text/html")
    assert 'href="/lampedusa/text?lang=en" class=way target=_blank' in page


def test_what_somebody_typed_is_no_markup(tmp_path: Path) -> None:
    _, page = _Asked(tmp_path).get(
        '/lampedusa/"><script>', "lang=en&%22%3E%3Cb%3E=%22%3E%3Ci%3E", accept="text/html", cookie=f"{COOKIE}=left"
    )
    assert "<script>" not in page and "<b>" not in page.replace("<b>English", "") and "<i>" not in page


@pytest.mark.parametrize(
    ("told_before", "leaving_s", "is_loaded_anew"),
    [
        ("way", 60.0, False),
        ("", 60.0, True),
        # A text of the page may name the address, and who set out may have come back from a service that was down.
        ("text", 60.0, True),
        ("way", 0.01, True),
    ],
)
def test_an_open_page_loads_itself_anew_unless_it_is_on_its_way_to_sign_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_before: str, leaving_s: float, is_loaded_anew: bool
) -> None:
    """What overtakes the way to a slow sign-in service leaves its reader signed in there."""
    monkeypatch.setattr(door_module, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(door_module, "LEAVING_SECONDS", leaving_s)
    claims = {"email": GUEST, "email_verified": True, "origin": "https://road.example.org", "is_logged_in": True}
    cookie = b"%s=%s" % (USER_COOKIE.encode(), create_signed_value(SECRET, USER_COOKIE, json.dumps(claims)))
    scope: Scope = {"method": "GET", "query_string": b"", "headers": [(b"cookie", cookie)]}
    page = {**scope, "type": "websocket", "path": "/lampedusa/_stcore/stream"}
    logout = {**scope, "type": "http", "path": f"/lampedusa{LOGOUT}"}
    told: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 302, "headers": []})
            return
        if told_before:
            sent = ForwardMsg()
            sent.delta.new_element.text.body = logout["path"]
            if told_before == "way":
                sent.auth_redirect.url = logout["path"]
            await send({"type": "websocket.send", "bytes": sent.SerializeToString()})
        await anyio.sleep_forever()

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            sent = ForwardMsg.FromString(message["bytes"])
            if sent.WhichOneof("type") == "auth_redirect":
                told.append(sent.auth_redirect.url)

    async def signed_out_while_open() -> None:
        door = Door(app, _Asked(tmp_path).door._admission, base="/lampedusa")
        with anyio.move_on_after(0.3):
            async with anyio.create_task_group() as both:
                both.start_soon(door, page, receive, send)
                await anyio.sleep(0.05)
                assert "" not in told
                await door(logout, receive, send)

    anyio.run(signed_out_while_open)
    before = [logout["path"]] if told_before == "way" else []
    assert told == before + ([""] if is_loaded_anew else [])
