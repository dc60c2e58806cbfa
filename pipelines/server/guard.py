"""A guard before Dagster's webserver, which has no login and would answer a change asked for by any web page.

What is let through: pages and files from this machine's own address, and questions to /graphql as POST with JSON from
the UI's own pages. Everything else is answered with 403 and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_READING = {"GET", "HEAD"}
_GRAPHQL = "/graphql"
# Endpoints of the webserver that write into Dagster's history; nothing of the product needs them.
_WRITING = ("/report_asset", "/report_runless")


class Guard:
    """Wraps an ASGI application; ``hosts`` are the host names (with port) by which it may be addressed."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self.refusal(scope)
        if not refusal:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(f"{refusal}\n", status_code=403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": refusal})

    def refusal(self, scope: Scope) -> str:
        """Why the request is refused, or empty."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return "This server answers only under its own address."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc not in self._hosts:
            return "Requests from the pages of another site are not answered."
        if scope["type"] == "websocket":
            return "" if origin is not None else "A connection must say which page it comes from."
        return self._method_refusal(scope, headers)

    def _method_refusal(self, scope: Scope, headers: Headers) -> str:
        path, method = scope["path"].rstrip("/"), scope["method"]
        if path.startswith(_WRITING):
            return "This way of writing into the history is closed."
        if path == _GRAPHQL:
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if method != "POST" or kind != "application/json":
                return "Only POST with JSON is answered here."
            return ""
        return "" if method in _READING else "Only reading is answered here."


def loopback_hosts(port: int) -> tuple[str, ...]:
    """The names of this machine's own address with a port."""
    return tuple(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
