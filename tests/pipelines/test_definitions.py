"""What stands in the Dagster UI: assets, checks, jobs, schedule and sensor, by name and with words."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets.warehouse.queries import load_queries
from pipelines.definitions import defs
from pipelines.resources import SettingsResource
from pipelines.settings import ENVIRONMENT, PROJECT, Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of the state folder in force."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JPA_HOME", str(tmp_path))
    return Settings(home=tmp_path)


@pytest.fixture
def definitions(settings: Settings) -> dg.Definitions:
    return defs


def test_every_file_of_sql_is_an_asset_or_a_check_of_its_name(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    keys = {".".join(key.path) for key in graph.get_all_asset_keys()}
    checks = {key.name for key in graph.asset_check_keys}
    for query in load_queries():
        assert (query.table.partition(".")[2] in checks) if query.is_check else (query.table in keys)


def test_the_stages_stand_in_the_ui_in_the_order_of_the_data(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    groups = {graph.get(key).group_name for key in graph.get_all_asset_keys()}
    stages = [
        "sources",
        "received",
        "framework",
        "checked",
        "core",
        "history",
        "outcomes",
        "quality",
        "warehouse",
        "answers",
        "dashboards",
        "releases",
    ]
    assert groups == set(stages)
    pages = dg.AssetKey(["dashboards", "restricted"])
    assert dg.AssetKey(["received", "receipts"]) in graph.get_ancestor_asset_keys(pages)


def test_every_asset_check_job_schedule_and_sensor_says_what_it_is(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    repository = definitions.get_repository_def()
    said = {str(key): graph.get(key).description for key in graph.get_all_asset_keys()}
    for check in definitions.asset_checks or []:
        assert isinstance(check, dg.AssetChecksDefinition)
        said |= {str(spec.key): spec.description for spec in check.check_specs}
    for job in repository.get_all_jobs():
        if not job.name.startswith("__"):
            said[job.name] = job.description
    said |= {schedule.name: schedule.description for schedule in repository.schedule_defs}
    said |= {sensor.name: sensor.description for sensor in repository.sensor_defs}
    assert {name for name, text in said.items() if not text or len(text) < 30} == set()


def test_jobs_schedule_and_sensor_have_the_names_that_officers_know(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    jobs = {job.name for job in repository.get_all_jobs() if not job.name.startswith("__")}
    assert jobs == {"refresh", "recheck", "publish_release", "verify_archive"}
    assert [schedule.name for schedule in repository.schedule_defs] == ["monthly_release"]
    assert [sensor.name for sensor in repository.sensor_defs] == ["inbox"]


def test_schedule_and_sensor_run_by_default(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    schedule, sensor = repository.get_schedule_def("monthly_release"), repository.get_sensor_def("inbox")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING


def _asked_for(definitions: dg.Definitions, moment: datetime) -> dg.RunRequest | dg.SkipReason:
    repository = definitions.get_repository_def()
    schedule = repository.get_schedule_def("monthly_release")
    with (
        dg.instance_for_test() as instance,
        dg.build_schedule_context(
            instance, moment, repository_def=repository, resources={"settings": SettingsResource()}
        ) as context,
    ):
        data = schedule.evaluate_tick(context)
    return data.run_requests[0] if data.run_requests else dg.SkipReason(data.skip_message)


def test_the_schedule_releases_the_month_before(definitions: dg.Definitions) -> None:
    six = datetime(2024, 1, 16, 6, tzinfo=ZoneInfo("Asia/Bangkok"))
    asked = _asked_for(definitions, six)
    assert isinstance(asked, dg.RunRequest)
    assert asked.partition_key == "JPA6-2023-12"
    again = _asked_for(definitions, six + timedelta(hours=3))
    assert isinstance(again, dg.RunRequest) and again.run_key == asked.run_key, "asked for once, by its key"
    assert isinstance(_asked_for(definitions, six - timedelta(hours=1)), dg.SkipReason)
    assert isinstance(_asked_for(definitions, six + timedelta(hours=24)), dg.SkipReason)


def test_the_schedule_follows_a_new_edition_without_a_restart(definitions: dg.Definitions, settings: Settings) -> None:
    day_after = datetime(2031, 2, 21, 6, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert isinstance(_asked_for(definitions, day_after), dg.SkipReason)
    shipped = (PROJECT / "assets" / "framework" / "tables" / "editions.csv").read_text(encoding="utf-8")
    settings.overlay.mkdir()
    row = dict(zip(shipped.splitlines()[0].split(","), shipped.splitlines()[-1].split(","), strict=True))
    row |= {"edition_id": "JPA9", "first_day": "2031-01-01", "last_day": "2031-12-31"}
    row |= {"time_zone": "Asia/Jakarta", "cut_off_day": "20"}
    (settings.overlay / "editions.csv").write_text(shipped + ",".join(row.values()) + "\n", encoding="utf-8")
    asked = _asked_for(definitions, day_after)
    assert isinstance(asked, dg.RunRequest) and asked.partition_key == "JPA9-2031-01"


def test_the_schedule_says_why_it_releases_nothing_after_the_last_edition(definitions: dg.Definitions) -> None:
    asked = _asked_for(definitions, datetime(2030, 1, 16, 6, tzinfo=UTC))
    assert isinstance(asked, dg.SkipReason)
    assert "editions.csv" in str(asked.skip_message)


def _look(definitions: dg.Definitions, cursor: str | None, run: dg.DagsterRunStatus | None = None) -> dg.SensorResult:
    """One look of the sensor; ``run`` is the state of a refresh that is known."""
    sensor = definitions.get_repository_def().get_sensor_def("inbox")
    with (
        dg.instance_for_test() as instance,
        dg.build_sensor_context(instance, cursor=cursor, resources={"settings": SettingsResource()}) as context,
    ):
        if run is not None:
            instance.create_run_for_job(_refresh(), status=run)
        return sensor.evaluate_tick(context)


def _refresh() -> dg.JobDefinition:
    @dg.job
    def refresh() -> None: ...

    return refresh


def _settled(definitions: dg.Definitions, inbox: Path, data: bytes) -> str:
    """Put a file into the inbox and wait until the sensor has seen it lie still; its cursor."""
    inbox.mkdir(exist_ok=True)
    (inbox / "THA.xlsx").write_bytes(data)
    give_up = time.monotonic() + 30
    while not (seen := _look(definitions, None)).cursor:
        assert time.monotonic() < give_up
        time.sleep(0.2)
    assert seen.run_requests == []
    return str(seen.cursor)


def test_a_file_in_the_inbox_is_asked_for_once_it_lies_still(definitions: dg.Definitions, settings: Settings) -> None:
    cursor = _settled(definitions, settings.inbox, b"something")
    second = _look(definitions, cursor)
    assert len(second.run_requests) == 1
    assert _look(definitions, second.cursor, dg.DagsterRunStatus.STARTED).run_requests == []


def test_a_file_that_a_killed_run_left_is_asked_for_again_but_not_for_ever(
    definitions: dg.Definitions, settings: Settings
) -> None:
    cursor = _settled(definitions, settings.inbox, b"something")
    keys = []
    for _ in range(10):
        seen = _look(definitions, cursor, dg.DagsterRunStatus.FAILURE)
        keys += [request.run_key for request in seen.run_requests]
        cursor = seen.cursor or cursor
    assert len(keys) == len(set(keys)) == 3


def test_the_same_name_with_other_bytes_is_asked_for_anew(definitions: dg.Definitions, settings: Settings) -> None:
    first = _settled(definitions, settings.inbox, b"one")
    second = _settled(definitions, settings.inbox, b"two")
    assert first != second
    assert len(_look(definitions, second).run_requests) == 1


def test_an_empty_inbox_asks_for_nothing_and_says_so(definitions: dg.Definitions) -> None:
    seen = _look(definitions, None)
    assert seen.run_requests == [] and "empty" in str(seen.skip_message)


def test_the_settings_of_dagster_are_those_of_the_project(settings: Settings) -> None:
    from pipelines.runs import dagster_instance

    kept = {name: os.environ.get(name) for name in ("DAGSTER_HOME", "JPA_HOME")}
    try:
        with dagster_instance(settings) as instance:
            assert instance.telemetry_enabled is False
            assert instance.run_retries_enabled is False
            assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
