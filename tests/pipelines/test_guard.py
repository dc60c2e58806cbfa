"""What the guard before the Dagster UI lets through, and what it refuses."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from pipelines.server.guard import Guard, loopback_hosts

HOST = "127.0.0.1:3000"
ADDRESS = f"http://{HOST}"
JSON = {"content-type": "application/json"}


async def _everything(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("answered")(scope, receive, send)


GUARD = Guard(_everything, loopback_hosts(3000))


def scope_of(method: str, path: str, headers: dict[str, str], kind: str = "http") -> Scope:
    sent = {"host": HOST, **headers}
    path, _, query = path.partition("?")
    listed = [(name.encode(), value.encode()) for name, value in sent.items()]
    return {"type": kind, "method": method, "path": path, "query_string": query.encode(), "headers": listed}


def ask(method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and text of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(GUARD(scope_of(method, path, headers or {}), receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent).decode()


def test_pages_and_questions_of_the_own_page_are_answered() -> None:
    assert ask("GET", "/") == (200, "answered")
    assert ask("GET", "/runs", {"host": "localhost:3000"}) == (200, "answered")
    assert ask("POST", "/graphql", {**JSON, "origin": ADDRESS}) == (200, "answered")
    assert ask("POST", "/graphql", {"content-type": "application/json; charset=utf-8"}) == (200, "answered")


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/graphql?query=mutation{wipe}", {}),
        ("GET", "/graphql/?query=mutation{wipe}", {}),
        ("POST", "/graphql", {"content-type": "application/graphql"}),
        ("POST", "/graphql", {"content-type": "text/plain"}),
        ("POST", "/graphql", {}),
        ("POST", "/graphql", {**JSON, "origin": "http://evil.example"}),
        ("POST", "/graphql", {**JSON, "origin": "null"}),
        ("POST", "/graphql", {**JSON, "host": "evil.example"}),
        ("POST", "/graphql", {**JSON, "host": "127.0.0.1:9999"}),
        ("GET", "/", {"host": "evil.example:3000"}),
        ("GET", "/", {"origin": "http://127.0.0.1:3001"}),
        ("POST", "/report_asset_materialization/core", JSON),
        ("GET", "/report_asset_check/core", {}),
        ("POST", "/runs", JSON),
        ("PUT", "/graphql", JSON),
        ("DELETE", "/", {}),
        ("OPTIONS", "/graphql", {"origin": "http://evil.example"}),
    ],
)
def test_a_request_that_another_site_could_make_is_refused_with_a_sentence(
    method: str, path: str, headers: dict[str, str]
) -> None:
    status, text = ask(method, path, headers)
    assert status == 403
    assert text.strip().endswith(".")


def test_a_connection_of_another_page_is_closed() -> None:
    assert GUARD.refusal(scope_of("GET", "/graphql", {}, "websocket"))
    assert GUARD.refusal(scope_of("GET", "/graphql", {"origin": "http://evil.example"}, "websocket"))
    assert GUARD.refusal(scope_of("GET", "/graphql", {"origin": ADDRESS}, "websocket")) == ""
