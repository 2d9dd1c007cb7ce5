"""Where what is no page answers: the addresses handed over, and whether there are figures at all."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server.known import fingerprint, unless_known
from data.config import ConfigError
from data.store import shared_store

Answers = Callable[[Request], Response]
"""A plain function: it may read the sheet, and so runs in a thread."""
AnswersAtOnce = Callable[[Request], Awaitable[Response]]
"""One that waits for nothing, and never answers the same twice."""


def routes(base: str, answers: Mapping[str, Answers], at_once: Mapping[str, AnswersAtOnce]) -> list[Route]:
    """Those of ``answers`` and ``at_once`` (by path) and of ``/healthz``, below the path ``base`` of the dashboard."""
    below = _below(base)
    served = {path: _once(answer) for path, answer in answers.items()}
    return [Route(below + path, answer) for path, answer in {**served, **at_once, "/healthz": health}.items()]


class AtOnce:
    """Answers ``at_once`` (by path) below ``base`` before all that completes documents and files has looked at it.

    Every open page asks each minute, and those cost more than the answer. Whatever else is asked there is passed on.
    """

    def __init__(self, app: ASGIApp, at_once: Mapping[str, AnswersAtOnce], base: str = "") -> None:
        self._app = app
        self._at_once = {_below(base) + path: answer for path, answer in at_once.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        answer = self._at_once.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (self._app if answer is None else await answer(Request(scope)))(scope, receive, send)


def _below(base: str) -> str:
    return f"/{base.strip('/')}".rstrip("/")


def _once(answer: Answers) -> Answers:
    """The same answers, without content for whoever has it already."""

    def answered(request: Request) -> Response:
        response = answer(request)
        if response.status_code != 200:
            return response
        headers = {**response.headers, "ETag": fingerprint(bytes(response.body))}
        return unless_known(request.headers, headers, lambda: bytes(response.body))

    return answered


def health(_request: Request) -> Response:
    """``/healthz``: ``status`` (ok; stale, where the last reading failed; empty) and ``snapshot_age_seconds``.

    503 where there are no figures to show; old ones are still an answer.
    """
    try:
        state = shared_store().state()
    except ConfigError:
        return _health("not configured", None)
    if state.snapshot is None:
        return _health("empty", None)
    age = max(0, int((datetime.now(UTC) - state.snapshot.read_at).total_seconds()))
    return _health("stale" if state.failure else "ok", age)


def _health(status: str, age_seconds: int | None) -> Response:
    answer = {"status": status, "snapshot_age_seconds": age_seconds}
    return JSONResponse(answer, 503 if age_seconds is None else 200, headers={"Cache-Control": "no-store"})
