"""What a data officer sees after the first refresh, and after the second."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import dagster as dg
import pytest

from assets.forms.sample.returns import SampleSet
from pipelines.runs import dagster_instance
from pipelines.settings import Settings
from tests.end_to_end.product import content, differing, jpa, outcomes, query

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("run_once")]
RunOnce = tuple[Path, str, SampleSet]


def fault_of(written: SampleSet, fault: str) -> str:
    return next(file.file_name for file in written.files if file.fault == fault)


def test_the_command_says_what_was_accepted_held_refused_and_missing(run_once: RunOnce) -> None:
    home, said, written = run_once
    assert "1 held for correction" in said and "1 refused" in said
    assert fault_of(written, "needs_correction") in said
    assert fault_of(written, "unreadable") in said
    assert "Due, and not received" in said
    assert str(home / "dashboards" / "index.html") in said


def test_every_file_has_the_outcome_that_was_planted(run_once: RunOnce) -> None:
    home, _, written = run_once
    found = outcomes(home)
    assert set(found) == {file.file_name for file in written.files}
    wanted = {"needs_correction": "held", "unreadable": "refused"}
    for file in written.files:
        if file.fault in wanted:
            assert found[file.file_name] == wanted[file.fault], file
        else:
            assert found[file.file_name] in ("accepted", "accepted_with_warnings"), file


def test_late_missing_and_held_returns_show_in_the_reporting_table(run_once: RunOnce) -> None:
    home, _, written = run_once
    states = {
        (str(a), str(m)): s for a, m, s in query(home, "select ref_area, time_period, state from quality.reporting")
    }
    by_fault = {file.fault: (file.ref_area, file.month) for file in written.files if file.fault}
    assert states[by_fault["late"]] == "late"
    assert states[by_fault["needs_correction"]] == "held"
    assert states[by_fault["resubmitted"]] == "on_time"
    assert states[by_fault["unreadable"]] == "not_received"
    assert states[written.missing[0]] == "not_received"


def test_a_second_refresh_with_nothing_new_reads_no_workbook_and_changes_nothing(run_once: RunOnce) -> None:
    home, _, written = run_once
    before = content(home)
    # As after a run of the UI: the refresh is made, and does not end because nothing is new.
    (home / "working" / "last_run.json").unlink()
    jpa(home, "refresh", new_process=True)
    assert differing(content(home), before) == set()
    with dagster_instance(Settings(home=home)) as instance:
        seen = instance.get_latest_materialization_event(dg.AssetKey(["checked", "files"]))
    assert seen is not None and seen.asset_materialization is not None
    said = {name: value.value for name, value in seen.asset_materialization.metadata.items()}
    assert said["read now"] == 0
    assert said["read before, unchanged"] == len(written.files)
    assert "MiB of memory" in str(said["reading took"])


def test_the_asset_says_what_came_in_and_what_was_held_and_why(run_once: RunOnce) -> None:
    home, _, written = run_once
    with dagster_instance(Settings(home=home)) as instance:
        (seen,) = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(dg.AssetKey(["checked", "files"]), "every_file_counts"), limit=1
        )
    assert seen.event is not None
    table = cast(Any, seen.event.dagster_event).event_specific_data.metadata["held and refused"]
    assert isinstance(table, dg.TableMetadataValue)
    rows = {str(record.data["file"]): record.data for record in table.records}
    assert set(rows) == {fault_of(written, "needs_correction"), fault_of(written, "unreadable")}
    assert all(str(row["why"]) for row in rows.values())


def test_a_number_traces_to_the_cells_that_add_up_to_it(run_once: RunOnce) -> None:
    home, _, _ = run_once
    said = jpa(home, "trace", "ARR", "--country", "THA", "--month", "2023-09")
    assert "Outcomes" in said and "JPA6_THA_2023-09.xlsx" in said


def test_every_published_number_is_the_sum_of_its_cells(run_once: RunOnce) -> None:
    home, _, _ = run_once
    wrong = query(
        home,
        """
        select v.indicator, v.ref_area, v.time_period, v.obs_value, sum(c.obs_value)
        from outcomes.indicator_country_month as v
        inner join framework.indicators as i on v.indicator = i.indicator and i.aggregation <> 'DIST'
        left join outcomes.cells_behind as c
            on v.indicator = c.indicator and v.ref_area = c.ref_area and v.time_period = c.time_period
            and c.role_in_total = 'added'
        where v.obs_value is not null
        group by all
        having v.obs_value <> coalesce(sum(c.obs_value), 0)
        """,
    )
    assert wrong == []
    assert len(query(home, "select 1 from outcomes.indicator_country_month where obs_value > 0")) > 100
