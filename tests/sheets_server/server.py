"""The server: real HTTP on 127.0.0.1, faults on demand, and a count of every request."""

import gzip
import json
import secrets
import socket
import struct
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from tests.sheets_server import api
from tests.sheets_server.key import throwaway_key
from tests.sheets_server.spreadsheet import Spreadsheet

Endpoint = Literal["token", "metadata", "values", "control", "other"]
SCOPES = frozenset(
    f"https://www.googleapis.com/auth/{name}" for name in ("spreadsheets.readonly", "spreadsheets", "drive.readonly")
)
DRIP_SECONDS = 0.02

_ERROR_ANSWERS = {
    "429": api.quota_exceeded,
    "500": api.internal_error,
    "503": api.unavailable,
    "401": api.unauthenticated,
    "403": api.permission_denied,
    "404": api.not_found,
    "api disabled": api.api_disabled,
    "office file": api.office_file,
}
_TOKEN_ERRORS = {
    "invalid grant": "Invalid JWT Signature.",
    "deleted account": "Invalid grant: account not found",
    "wrong clock": (
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and "
        "exp values in the JWT claim."
    ),
}
_HTML = (
    b"<!DOCTYPE html><html><title>Error</title><body><h1>The server encountered a temporary error</h1></body></html>"
)


_MISBEHAVIOURS = frozenset(
    {
        *("html 502", "html 403", "hang", "drip", "reset", "cut", "bad json", "wrong shape", "redirect"),
        *("expired token", "too much"),
    }
)
FAULTS = frozenset(_ERROR_ANSWERS) | frozenset(_TOKEN_ERRORS) | _MISBEHAVIOURS


@dataclass
class Fault:
    """What goes wrong (one of ``FAULTS``) with the next ``times`` requests to ``endpoint``.

    None stands for every endpoint but control; what only the Sheets API answers then leaves the tokens alone.
    """

    kind: str
    endpoint: str | None = None
    times: int = 1_000_000
    retry_after: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in FAULTS:
            raise ValueError(f"{self.kind} is none of {', '.join(sorted(FAULTS))}")


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    endpoint: Endpoint
    path: str
    at: float


class SheetsServer:
    """A spreadsheet behind the API, for as long as the ``with`` block lasts."""

    def __init__(self, spreadsheet: Spreadsheet, *, port: int = 0) -> None:
        self.spreadsheet = spreadsheet
        self.key = throwaway_key()
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.tokens: set[str] = set()
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", port), _handler_of(self))
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def account(self) -> dict[str, str]:
        """The JSON key of the service account that this server knows."""
        return self.key.fields(self.address)

    def __enter__(self) -> "SheetsServer":
        threading.Thread(target=self._http.serve_forever, args=(0.02,), name="sheets server", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def counts(self) -> Counter[str]:
        """How many requests arrived, by endpoint."""
        return Counter(asked.endpoint for asked in self.asked if asked.endpoint != "control")

    def forget_requests(self) -> None:
        """Begin to count anew."""
        self.asked.clear()

    def fail(self, kind: str, **details: Any) -> None:  # noqa: ANN401 - Fault's own fields
        """Let something go wrong from now on."""
        self.faults.append(Fault(kind, **details))

    def mend(self) -> None:
        """Nothing goes wrong any more."""
        self.faults.clear()

    def fault_for(self, endpoint: Endpoint) -> Fault | None:
        """The fault that strikes this request, used up by it."""
        with self._lock:
            for fault in self.faults:
                of_tokens = endpoint == "token" and fault.endpoint is None and fault.kind in _ERROR_ANSWERS
                strikes = fault.endpoint in (None, endpoint) and endpoint != "control" and not of_tokens
                if strikes and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def new_token(self, assertion: str) -> tuple[int, dict[str, Any]]:
        """The token endpoint's answer to a signed claim."""
        claims = self.key.claims(assertion)
        if claims is None:
            return 400, {"error": "invalid_grant", "error_description": _TOKEN_ERRORS["invalid grant"]}
        if not time.time() - 3600 < claims["iat"] <= time.time() + 300:
            return 400, {"error": "invalid_grant", "error_description": _TOKEN_ERRORS["wrong clock"]}
        if not SCOPES & set(str(claims.get("scope", "")).split()):
            return 400, {"error": "invalid_scope", "error_description": "Invalid OAuth scope or ID token audience."}
        token = "ya29." + secrets.token_urlsafe(24)
        self.tokens.add(token)
        return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}

    def control(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """What the small commands ask for; raises KeyError and ValueError for what cannot be done."""
        with self._lock:
            if path == "/control/edit":
                self.spreadsheet.edit(content["cell"], content["value"])
            elif path == "/control/rename":
                self.spreadsheet.tab(content["tab"]).title = content["title"]
            elif path == "/control/delete":
                self.spreadsheet.tabs.remove(self.spreadsheet.tab(content["tab"]))
            elif path == "/control/fail":
                self.faults.append(Fault(**content))
            elif path == "/control/mend":
                self.faults.clear()
            elif path != "/control/counts":
                raise KeyError(path)
        return {"requests": self.counts()}


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in socketserver
        """A client that went away is no news."""


class _Answer:
    def __init__(self, status: int, body: bytes, kind: str = "application/json; charset=UTF-8") -> None:
        self.status = status
        self.body = body
        self.kind = kind
        self.headers: dict[str, str] = {}


def _json(answer: tuple[int, dict[str, Any]]) -> _Answer:
    return _Answer(answer[0], json.dumps(answer[1], indent=2, ensure_ascii=False).encode())


def _handler_of(server: SheetsServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the requests are counted instead."""

        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _serve(self, body: bytes) -> None:
            endpoint = _endpoint(self.path)
            server.asked.append(Asked(endpoint, self.path, time.monotonic()))
            fault = server.fault_for(endpoint)
            with suppress(ConnectionError, TimeoutError):
                if fault is None:
                    self._send(self._answer(endpoint, body))
                else:
                    self._fail(fault, endpoint, body)

        def _answer(self, endpoint: Endpoint, body: bytes) -> _Answer:
            if endpoint == "control":
                try:
                    return _json((200, server.control(self.path, json.loads(body or b"{}"))))
                except (KeyError, ValueError, TypeError) as error:
                    return _json((400, {"error": str(error.args[0])}))
            if endpoint == "token":
                return _json(server.new_token(parse_qs(body.decode()).get("assertion", [""])[0]))
            if self.headers.get("Authorization", "").removeprefix("Bearer ") not in server.tokens:
                return _json(api.unauthenticated())
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            key = unquote(parts.path).split("/")[3].split(":")[0] if parts.path.count("/") >= 3 else ""
            if key != server.spreadsheet.key or endpoint == "other":
                return _json(api.not_found())
            if endpoint == "values":
                _, _, asked = parts.path.partition("/values/")
                if asked:
                    return _json(api.get_values(server.spreadsheet, unquote(asked), query))
                return _json(api.batch_get(server.spreadsheet, query))
            return _json(api.get_spreadsheet(server.spreadsheet, query))

        def _send(self, answer: _Answer) -> None:
            body = answer.body
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Vary", "Origin")
            if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 500:
                body = gzip.compress(body, 1)
                self.send_header("Content-Encoding", "gzip")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _fail(self, fault: Fault, endpoint: Endpoint, body: bytes) -> None:
            if fault.kind in _TOKEN_ERRORS:
                content = {"error": "invalid_grant", "error_description": _TOKEN_ERRORS[fault.kind]}
                self._send(_json((400, content)))
            elif fault.kind in _ERROR_ANSWERS:
                answer = _json(_ERROR_ANSWERS[fault.kind]())
                if fault.retry_after is not None:
                    answer.headers["Retry-After"] = fault.retry_after
                self._send(answer)
            elif fault.kind in ("html 502", "html 403"):
                self._send(_Answer(int(fault.kind[-3:]), _HTML, "text/html; charset=UTF-8"))
            elif fault.kind == "bad json":
                self._send(_Answer(200, b'{"spreadsheetId": "demo", "valueRanges": [{"range": '))
            elif fault.kind == "wrong shape":
                self._send(_Answer(200, b'{"valueRanges": [{"values": {"A1": 1}}], "sheets": 3, "access_token": 5}'))
            elif fault.kind == "redirect":
                answer = _Answer(302, _HTML, "text/html")
                answer.headers["Location"] = f"{server.address}/elsewhere"
                self._send(answer)
            elif fault.kind == "expired token":
                server.tokens.clear()
                self._send(_json(api.unauthenticated()))
            elif fault.kind == "hang":
                server.stopping.wait(30)
                self.close_connection = True
            elif fault.kind == "reset":
                # Closing at once, without the usual farewell, is what a client sees as a reset.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
            else:
                self._send_oddly(fault, self._answer(endpoint, body))

        def _send_oddly(self, fault: Fault, answer: _Answer) -> None:
            self.close_connection = True
            length = len(answer.body) if fault.kind == "cut" else 10**9
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if fault.kind == "cut":
                self.wfile.write(answer.body[: length // 2])
            elif fault.kind == "too much":
                while not server.stopping.is_set():
                    self.wfile.write(b" " * 2**16)
            while fault.kind == "drip" and not server.stopping.wait(DRIP_SECONDS):
                self.wfile.write(b" ")

    return Handler


def _endpoint(path: str) -> Endpoint:
    path = urlsplit(path).path
    if path.startswith("/control/"):
        return "control"
    if path == "/token":
        return "token"
    if not path.startswith("/v4/spreadsheets/"):
        return "other"
    return "values" if path.endswith("/values:batchGet") or "/values/" in path else "metadata"
