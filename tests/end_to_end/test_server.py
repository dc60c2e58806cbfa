"""The Dagster UI as an officer uses it: one button, a file in the inbox, and a server that was killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.product import jpa, outcomes, samples, settle_quickly, started

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]
_PATIENCE = 240.0


@contextmanager
def served(home: Path, *, until_killed: bool = False) -> Iterator[tuple[str, str]]:
    """A running server, the addresses of UI and dashboards; stopped at the end, or killed with all it started."""
    ui_port, pages_port = _free_port(), _free_port()
    process = started(home, "serve", "--port", str(ui_port), "--dashboards-port", str(pages_port))
    ui, pages = f"http://127.0.0.1:{ui_port}", f"http://127.0.0.1:{pages_port}"
    try:
        _until(lambda: _answers(f"{ui}/server_info"), "the server answers")
        yield ui, pages
        if until_killed:
            os.killpg(process.pid, signal.SIGKILL)
            _kill_what_is_left(home)
            process.wait()
        else:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _until(true: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < give_up, f"waited {_PATIENCE:.0f} s until {what}"
        time.sleep(0.5)


def _asked(ui: str, query: str, **variables: object) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{ui}/graphql",
        data=json.dumps({"query": query, "variables": variables}).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.load(answer)
    assert "errors" not in found, found
    return dict(found["data"])


def _runs(ui: str) -> dict[str, str]:
    found = _asked(ui, "{ runsOrError { ... on Runs { results { runId status } } } }")
    return {run["runId"]: run["status"] for run in found["runsOrError"]["results"]}


def _launched(ui: str) -> str:
    selector = {"repositoryLocationName": "jpa", "repositoryName": "__repository__", "jobName": "refresh"}
    found = _asked(
        ui,
        "mutation($p: ExecutionParams!) { launchRun(executionParams: $p) "
        "{ __typename ... on LaunchRunSuccess { run { runId } } } }",
        p={"selector": selector, "mode": "default", "runConfigData": {}},
    )
    return str(found["launchRun"]["run"]["runId"])


def _freshness(ui: str) -> str:
    """What Dagster's daemon says of the age of the last receipt."""
    asked = "... on AssetNode { freshnessStatusInfo { freshnessStatus } }"
    query = f"query($key: AssetKeyInput!) {{ assetNodeOrError(assetKey: $key) {{ {asked} }} }}"
    found = _asked(ui, query, key={"path": ["received", "receipts"]})["assetNodeOrError"]["freshnessStatusInfo"]
    return str(found["freshnessStatus"])


def test_a_file_dropped_in_the_inbox_is_on_the_dashboard_with_no_button_pressed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRESHNESS_DAEMON_INTERVAL_SECONDS", "2")
    samples(tmp_path / "sent", countries=("THA",), months=("2023-09",))
    name = "JPA6_THA_2023-09.xlsx"
    with served(home) as (ui, pages):
        shutil.copy(tmp_path / "sent" / name, home / "inbox" / name)
        _until(lambda: _answers(f"{pages}/countries/THA.html"), "the page of the country is there")
        assert set(_runs(ui).values()) <= {"SUCCESS", "STARTED"}
        _until(lambda: _freshness(ui) == "HEALTHY", "the receipts are known to be fresh")
    assert outcomes(home) == {name: "accepted"}


def test_after_the_server_was_killed_no_run_stands_as_running_and_the_queue_moves(home: Path) -> None:
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-08", "2023-09"))
    with served(home, until_killed=True) as (ui, _):
        killed = _launched(ui)
        _until(lambda: _runs(ui)[killed] == "STARTED", "the run has started")
    with served(home) as (ui, _):
        assert _runs(ui)[killed] == "FAILURE"
        following = _launched(ui)
        _until(lambda: _runs(ui)[following] == "SUCCESS", "the next run is done")
    assert len(outcomes(home)) == 4


def _kill_what_is_left(home: Path) -> None:
    """Daemon and runs are in process groups of their own: a machine that goes down takes them along."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"JPA_HOME={home}\0".encode() in variables and int(folder.name) != os.getpid():
            try:
                os.kill(int(folder.name), signal.SIGKILL)
            except ProcessLookupError:
                continue


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
def test_one_button_on_refresh_and_the_asset_says_what_was_held_and_why(home: Path) -> None:
    from playwright.sync_api import sync_playwright

    samples(home / "inbox")
    (home / "inbox" / "arrivals.csv").unlink()
    settle_quickly(home, inbox_seconds=3600)
    with served(home) as (ui, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"{ui}/locations/jpa/jobs/refresh")
        page.get_by_role("button", name="Materialize all").click(timeout=60_000)
        _until(lambda: "SUCCESS" in _runs(ui).values(), "the run is done")
        page.goto(f"{ui}/assets/checked/files?view=checks")
        held = page.get_by_text("Malaysia, September 2023", exact=False)
        held.first.wait_for(timeout=60_000)
        said = page.inner_text("body")
        browser.close()
    assert "Not a whole number and not an allowed mark" in said
    assert "The file cannot be read" in said


def test_a_port_that_is_taken_is_said_before_anything_starts(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = jpa(home, "serve", "--port", str(port), "--dashboards-port", str(_free_port()), exit_code=1)
    assert f"Port {port}" in said and "another program" in said
