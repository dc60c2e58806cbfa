"""What steps work with is handed in: another state folder, a wrong setting, a table that breaks its contract."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.framework.contract import ContractViolation
from pipelines.definitions import defs
from pipelines.run_steps import RunSteps, resources
from pipelines.settings import PROJECT


def _materialize(home: Path, step: str, given: dict[str, Any] | None = None) -> dg.ExecuteInProcessResult:
    """Make the assets of one step in the state folder ``home``."""
    assets = [asset for asset in defs.assets or [] if isinstance(asset, dg.AssetsDefinition)]
    (made,) = [asset for asset in assets if asset.node_def.name == step]
    return dg.materialize([made], resources=given or resources(home), raise_on_error=False)


def _said(result: dg.ExecuteInProcessResult) -> list[str]:
    """What the steps that failed say to the officer."""
    failed = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    return [str(data.user_failure_data.description) for data in failed if data.user_failure_data]


def test_importing_the_definitions_reads_no_environment_and_nothing_of_the_state_folder(tmp_path: Path) -> None:
    (tmp_path / "jpa.toml").write_text("no_such_key = 1\n")
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "editions.csv").write_text("nonsense")
    environment = {"PATH": os.environ["PATH"], "JPA_HOME": str(tmp_path), "JPA_WORKERS": "nonsense"}
    code = "from pipelines.definitions import defs; defs.get_repository_def().load_all_definitions()"
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "", "nor does it warn"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("jpa.toml", "no_such_key = 1\n", "Setting no_such_key (in"),
        ("framework/editions.csv", "edition,name\n", "editions.csv"),
    ],
)
def test_what_an_administrator_wrote_wrong_fails_the_step_with_its_sentence(
    tmp_path: Path, file: str, text: str, said: str
) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    result = _materialize(tmp_path, "framework")
    assert not result.success
    assert [said in sentence and "\n" not in sentence for sentence in _said(result)] == [True]


def test_a_run_takes_the_settings_of_its_own_moment(tmp_path: Path) -> None:
    given = resources(tmp_path)
    for wrong in (True, False):
        (tmp_path / "jpa.toml").write_text("no_such_key = 1\n" if wrong else "workers = 1\n")
        assert _materialize(tmp_path, "framework", given).success is not wrong


def test_rows_that_break_their_contract_are_a_failed_check_that_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(steps: RunSteps) -> dict[str, int]:
        raise ContractViolation("framework.editions: column due_day, check least 1: row 3")

    monkeypatch.setattr(RunSteps, "store_framework", broken)
    result = _materialize(tmp_path, "framework")
    assert not result.success
    (check,) = result.get_asset_check_evaluations()
    assert not check.passed and check.blocking
    assert "due_day" in str(check.metadata["what is not as declared"].value)


def test_what_people_write_has_a_version_that_changes_with_its_content(tmp_path: Path) -> None:
    def versions() -> dict[str, str]:
        job = defs.resolve_job_def("refresh")
        result = job.execute_in_process(op_selection=["sources"], resources=resources(tmp_path))
        return {
            event.asset_observation_data.asset_observation.asset_key.path[-1]: str(
                event.asset_observation_data.asset_observation.data_version
            )
            for event in result.all_events
            if event.is_asset_observation
        }

    first = versions()
    assert set(first) == {"inbox", "decisions", "layouts", "framework_files", "settings"}
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "one.toml").write_text("kind = 'waiver'\n")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "THA.xlsx").write_bytes(b"something")
    second = versions()
    assert {name for name in first if first[name] != second[name]} == {"decisions", "inbox"}
