"""Addresses of pages that do not exist: they lead to the first page, without a word about it."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class UnknownPages:
    """Sends whoever asks for a page that is none of ``pages`` to the first one, parameters kept.

    Streamlit answers every address with the same document, which then says in a dialog what it does not know.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], base: str = "") -> None:
        self._app = app
        self._base = "/" + base.strip("/") if base.strip("/") else ""
        self._known = {f"{self._base}/{page}".rstrip("/") for page in ("", *pages)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a document at an unknown address becomes a redirection."""
        if scope["type"] != "http" or scope["path"].rstrip("/") in self._known:
            await self._app(scope, receive, send)
            return
        is_redirected = False

        async def document_or_not(message: Message) -> None:
            nonlocal is_redirected
            if message["type"] == "http.response.start" and message["status"] == 200:
                is_redirected = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
                if is_redirected:
                    query = scope.get("query_string", b"").decode("latin-1")
                    await RedirectResponse(f"{self._base}/" + (f"?{query}" if query else ""))(scope, receive, send)
            if not is_redirected:
                await send(message)

        await self._app(scope, receive, document_or_not)
