"""Take the pictures of docs/pictures/ from a running product with synthetic returns: ``python -m docs.pictures``.

Needs Chromium on the machine (set CHROMIUM to its path where it is not in the PATH). The state folder is a temporary
one.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipelines.cli.screen import console
from pipelines.settings import PROJECT

PICTURES = Path(__file__).parent / "pictures"
LARGEST = 150_000
_START_SECONDS = 120
# Name of the picture and its height, the page of one of the two servers, a text that stands there once it is drawn.
_DASHBOARDS = (("dashboard", 820, "/", "What was found"), ("reporting", 860, "/reporting.html", "Countries counted"))
_UI = (
    ("dagster-held", 760, "/assets/checked/files?view=checks", "held and refused"),
    ("dagster-refresh", 760, "/locations/jpa/jobs/refresh", "framework"),
)


def main() -> None:
    """Run the product on synthetic returns and take every picture."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "JPA_HOME": home}
        for command in ("sample", "refresh"):
            subprocess.run([*_jpa(), command], cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
        with _served(environment) as (ui, dashboards):
            _take(dashboards, _DASHBOARDS, width=1160)
            _take(ui, _UI, width=1440)


def _jpa() -> list[str]:
    return [sys.executable, "-m", "pipelines.cli.main"]


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The addresses of both servers, while they run."""
    ui, dashboards = _free_port(), _free_port()
    command = [*_jpa(), "serve", "--port", str(ui), "--dashboards-port", str(dashboards)]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    addresses = f"http://127.0.0.1:{ui}", f"http://127.0.0.1:{dashboards}"
    try:
        for address in addresses:
            _wait_for(address)
        yield addresses
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address).close()
            return
        except urllib.error.URLError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.5)


def _take(server: str, wanted: Sequence[tuple[str, int, str, str]], *, width: int) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for name, height, path, text in wanted:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(server + path)
            page.get_by_text(text).first.wait_for(timeout=60_000)
            # What stands beside the text is drawn as well.
            page.wait_for_timeout(2000)
            _save(page.screenshot(), PICTURES / f"{name}.png")
        browser.close()


def _save(picture: bytes, path: Path) -> None:
    if len(picture) > LARGEST:
        raise SystemExit(f"{path.name} has {len(picture):,} bytes, more than {LARGEST:,}: take less of the page.")
    path.write_bytes(picture)
    console.print(f"{path.name}: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
