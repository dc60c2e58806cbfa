"""Serve Dagster's UI behind the guard, and the dashboards beside it, on this machine's own address."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.private_api import DAEMON_MODULE, daemon_command, webserver_app
from pipelines.release_keys import add_release_keys
from pipelines.runs import dagster_instance, end_stale_runs
from pipelines.server.guard import Guard, loopback_hosts
from pipelines.settings import PROJECT, Settings

ADDRESS = "127.0.0.1"
# One name for the webserver and for the daemon: the daemon starts what was launched under this name in the UI.
_LOCATION = {
    "module_name": "pipelines.definitions",
    "attribute": "defs",
    "working_directory": str(PROJECT),
    "location_name": "jpa",
}
_LOG_BYTES = 10 * 1024 * 1024
# The pages may run their own script and reach nothing else.
PAGE_HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-cache",
}


class PortTaken(RuntimeError):
    """A port is used by another program."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where things are served, and how many runs of a killed server were ended before."""

    ui: str
    dashboards: str
    ended_runs: int


@contextmanager
def own_log(path: Path) -> Iterator[TextIO]:
    """Send what this process and its children print into ``path``; gives the screen as it was before.

    Dagster's processes write a line for every event: on the screen of an administrator it would hide what matters.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".old.log"))
    sys.stdout.flush()
    sys.stderr.flush()
    screen, complaints = os.dup(1), os.dup(2)
    with path.open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    try:
        with os.fdopen(os.dup(screen), "w", buffering=1) as shown:
            yield shown
    finally:
        os.dup2(screen, 1)
        os.dup2(complaints, 2)
        os.close(screen)
        os.close(complaints)


@contextmanager
def serving(
    settings: Settings, ui_port: int, dashboards_port: int, *, read_only: bool
) -> Iterator[tuple[Served, _Both]]:
    """Prepare both servers and start the daemon; ``_Both.run()`` serves until the process is told to stop.

    Raises PortTaken before anything is started.
    """
    for port in (ui_port, dashboards_port):
        _check_free(port)
    # Started in the background by a script, a process inherits that SIGINT is ignored, and so would its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with dagster_instance(settings) as instance:
        ended = end_stale_runs(instance, settings)
        add_release_keys(instance, settings.framework(), settings.releases)
        # A line for every event on the way: what matters stands in the runs.
        logging.getLogger("dagster").setLevel(logging.WARNING)
        with _daemon(settings), webserver_app(instance, _LOCATION, read_only=read_only) as webserver:
            ui = Guard(webserver, loopback_hosts(ui_port))
            pages = Guard(dashboards_app(settings), loopback_hosts(dashboards_port))
            served = Served(f"http://{ADDRESS}:{ui_port}", f"http://{ADDRESS}:{dashboards_port}", len(ended))
            yield served, _Both({ui_port: ui, dashboards_port: pages})


def dashboards_app(settings: Settings) -> ASGIApp:
    """The pages of the last build, as files, with headers that forbid everything they do not need."""
    # Asked anew at each request: the pointer moves when new pages are swapped in.
    files = StaticFiles(directory=settings.dashboards, html=True, check_dir=False, follow_symlink=True)
    return Starlette(routes=[Mount("/", files)], middleware=[Middleware(_Headers)])


class _Headers:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *PAGE_HEADERS.items()]
            await send(message)

        await self._app(scope, receive, with_headers)


class _Both:
    def __init__(self, apps: dict[int, ASGIApp]) -> None:
        self._servers = [
            _Server(uvicorn.Config(app, host=ADDRESS, port=port, log_level="warning")) for port, app in apps.items()
        ]

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        await asyncio.gather(*(server.serve() for server in self._servers))

    def _stop(self) -> None:
        for server in self._servers:
            # A second signal does not wait for open connections.
            server.force_exit = server.should_exit
            server.should_exit = True


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Two servers in one process: _Both hears the signals for both."""
        yield


def _end_orphan(number: Path, workspace: str) -> None:
    """End the daemon of a server that was killed: two of them would start everything twice."""
    if not number.is_file():
        return
    process = Path("/proc") / number.read_text(encoding="utf-8")
    try:
        said = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        if DAEMON_MODULE in said and workspace in said:
            os.kill(int(process.name), signal.SIGKILL)
    except (OSError, ValueError):
        # Gone already, or on a system without /proc: there is nothing to end.
        return


@contextmanager
def _daemon(settings: Settings) -> Iterator[None]:
    """Dagster's daemon: it looks after schedule, sensor and queue."""
    workspace = settings.dagster_home / "workspace.yaml"
    workspace.write_text(json.dumps({"load_from": [{"python_module": _LOCATION}]}), encoding="utf-8")
    number = settings.dagster_home / "daemon.pid"
    _end_orphan(number, str(workspace))
    process = subprocess.Popen(daemon_command(workspace), cwd=PROJECT, start_new_session=True)
    number.write_text(str(process.pid), encoding="utf-8")
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _check_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise PortTaken(f"Port {port} of {ADDRESS} is used by another program. Choose another one.") from error
