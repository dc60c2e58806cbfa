"""The synthetic returns: small, consistent, repeatable, with exactly the faults that were planted."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from assets.forms.results import ReadResult
from assets.forms.sample.returns import SampleSet, planted_faults, write_samples
from assets.forms.sample.sample_tables import sample_participants, sample_targets
from assets.framework.loader import FrameworkError, load_framework
from assets.intake.problems import Refused
from tests.forms.forms import EDITION, FRAMEWORK, LAYOUTS, codes, read_file
from tests.shared import built_once

MONTHS = FRAMEWORK.edition(EDITION).months
COUNTRIES = FRAMEWORK.participants_of(EDITION)
PARTS = {"TIP", "SOM", "MIX"}


Year = tuple[Path, tuple[SampleSet, dict[str, ReadResult]]]


def _written_and_read(folder: Path) -> tuple[SampleSet, dict[str, ReadResult]]:
    written = write_samples(FRAMEWORK, LAYOUTS, folder)
    return written, {f.file_name: read_file(folder / f.file_name) for f in written.files if f.fault != "unreadable"}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Eight countries, thirteen months: the folder, what was written, and what was read."""
    return built_once(tmp_path_factory, "samples", _written_and_read)


@pytest.fixture(scope="module")
def folder(year: Year) -> Path:
    """Where the year of samples stands."""
    return year[0]


@pytest.fixture(scope="module")
def samples(year: Year) -> SampleSet:
    """What was written."""
    return year[1][0]


@pytest.fixture(scope="module")
def returns(year: Year) -> dict[str, ReadResult]:
    """Every sample that can be read, by file name."""
    return year[1][1]


def test_there_is_a_file_for_every_country_and_month_but_the_missing_one(samples: SampleSet) -> None:
    places = {(f.ref_area, f.month) for f in samples.files}
    assert places | set(samples.missing) == {(c, m) for c in COUNTRIES for m in MONTHS}
    assert len(samples.missing) == 1
    assert len(samples.files) == len(COUNTRIES) * len(MONTHS)  # one missing, one twice


def test_each_fault_is_planted_once(samples: SampleSet, folder: Path) -> None:
    edition = FRAMEWORK.edition(EDITION)
    late = [f for f in samples.files if f.received_at.date() > edition.due_on(f.month)]
    assert [f.fault for f in late] == ["late"]
    assert late[0].received_at.date() <= edition.cut_off_on(late[0].month)
    first, second = (f for f in samples.files if f.fault == "resubmitted")
    assert (first.ref_area, first.month) == (second.ref_area, second.month)
    assert first.received_at < second.received_at
    broken = next(f for f in samples.files if f.fault == "unreadable")
    with pytest.raises(Refused):
        read_file(folder / broken.file_name)


def test_only_the_return_that_needs_correction_has_problems(samples: SampleSet, returns: dict[str, ReadResult]) -> None:
    faulty = next(f.file_name for f in samples.files if f.fault == "needs_correction")
    assert {name: codes(r.problems) for name, r in returns.items() if r.problems} == {faulty: ["E03"]}
    assert returns[faulty].problems[0].found == "12 (3 pending)"
    suspects = {
        (o.sex, o.age): o.obs_value or 0
        for o in returns[faulty].observations
        if (o.indicator, o.crime) == ("SUS_ID", "TIP")
    }
    assert sum(v for key, v in suspects.items() if key != ("_T", "_T")) > suspects["_T", "_T"]


def test_the_corrected_return_has_other_values(samples: SampleSet, returns: dict[str, ReadResult]) -> None:
    first, second = (returns[f.file_name] for f in samples.files if f.fault == "resubmitted")
    assert [o.obs_value for o in first.observations] != [o.obs_value for o in second.observations]


def test_every_sample_is_synthetic_and_says_whose_it_is(samples: SampleSet, returns: dict[str, ReadResult]) -> None:
    for file in samples.files:
        if file.file_name in returns:
            result = returns[file.file_name]
            assert result.synthetic
            assert (result.ref_area, result.time_period) == (file.ref_area, file.month)


def test_old_months_are_final_and_the_last_two_provisional(returns: dict[str, ReadResult]) -> None:
    said = {(r.time_period, e.value_text) for r in returns.values() for e in r.entries if e.field == "data_status"}
    assert said == {(m, "PROVISIONAL" if m in MONTHS[-2:] else "FINAL") for m in MONTHS}


def _totals(result: ReadResult, indicator: str) -> dict[str, int]:
    return {
        o.crime: o.obs_value
        for o in result.observations
        if (o.indicator, o.sex, o.age) == (indicator, "_T", "_T") and o.obs_value is not None
    }


def test_parts_add_up_to_totals_and_arrests_never_pass_suspects(
    samples: SampleSet, returns: dict[str, ReadResult]
) -> None:
    faulty = next(f.file_name for f in samples.files if f.fault == "needs_correction")
    for name, result in returns.items():
        if name == faulty:
            continue
        parts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
        totals: dict[tuple[str, ...], int] = {}
        for o in result.observations:
            key = (o.indicator, o.crime, o.victim_status, o.exploitation)
            if o.counterpart_area != "_T":
                continue
            if (o.sex, o.age) == ("_T", "_T"):
                totals[key] = o.obs_value or 0
            else:
                parts[key][0] += o.obs_value if o.obs_value is not None else o.lower_bound or 0
                parts[key][1] += o.obs_value if o.obs_value is not None else o.upper_bound or 0
        assert all(low <= totals[key] <= high for key, (low, high) in parts.items()), name
        suspects, arrests = _totals(result, "SUS_ID"), _totals(result, "ARR")
        assert all(arrests[crime] <= suspects[crime] for crime in PARTS), name


def test_citizenships_add_up_to_the_victims(returns: dict[str, ReadResult]) -> None:
    for result in returns.values():
        victims = [o for o in result.observations if o.indicator == "VIC_ID" and o.obs_value is not None]
        for status in ("IDF", "POT"):
            by_citizenship = sum(
                o.obs_value or 0 for o in victims if o.counterpart_area != "_T" and o.victim_status == status
            )
            total = next(
                o.obs_value
                for o in victims
                if (o.victim_status, o.exploitation, o.sex, o.age, o.counterpart_area)
                == (status, "_T", "_T", "_T", "_T")
            )
            assert by_citizenship == total


def test_all_four_marks_and_blanks_occur(returns: dict[str, ReadResult]) -> None:
    sound = [result for result in returns.values() if not result.problems]
    seen = {(o.obs_status, o.raw_text) for r in sound for o in r.observations if o.obs_status != "V"}
    assert seen == {("O", ""), ("O", ".."), ("M", "n/a"), ("Q", "<5")}


def test_enquiries_are_mostly_mirrored_and_not_always(returns: dict[str, ReadResult]) -> None:
    sent: dict[tuple[str, ...], int] = {}
    received: dict[tuple[str, ...], int] = {}
    for result in returns.values():
        rows: dict[int, dict[str, str]] = defaultdict(dict)
        for e in result.entries:
            if e.list_name == "exchanges":
                rows[e.entry][e.field] = e.value_text
        for row in rows.values():
            key = (result.time_period, row["channel"], row["crime"])
            sent[result.ref_area, row["counterpart"], *key] = int(row["sent"])
            received[row["counterpart"], result.ref_area, *key] = int(row["received"])
    both = [(sent[key], received[key]) for key in sent.keys() & received.keys() if sent[key] or received[key]]
    same = sum(one == other for one, other in both)
    assert len(both) > 100 and 0.8 < same / len(both) < 1


def test_cases_share_ids_and_move_through_the_stages(returns: dict[str, ReadResult]) -> None:
    countries: dict[str, set[str]] = defaultdict(set)
    stages: dict[str, list[tuple[str, int]]] = defaultdict(list)
    order = list(FRAMEWORK.codelist("stage"))
    for result in returns.values():
        rows: dict[int, dict[str, str]] = defaultdict(dict)
        for e in result.entries:
            if e.list_name == "cases":
                rows[e.entry][e.field] = e.value_text
        for row in rows.values():
            countries[row["shared_id"]].add(result.ref_area)
            if row["record"] == "COMP":
                stages[row["shared_id"]].append((result.time_period, order.index(row["stage"])))
    assert {name.split("-")[1] for name in countries} == {"COMP", "PLAN", "OP"}
    assert sum(len(c) > 1 for c in countries.values()) >= len(countries) - 2
    for moves in stages.values():
        steps = [stage for _, stage in sorted(moves)]
        assert steps == sorted(steps)
    assert max(stage for moves in stages.values() for _, stage in moves) >= order.index("COURT")


def test_arrivals_say_when_each_file_came_with_offset(samples: SampleSet, folder: Path) -> None:
    with samples.arrivals.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["file_name"] for row in rows} == {path.name for path in folder.glob("*.xlsx")}
    assert all(datetime.fromisoformat(row["received_at"]).utcoffset() for row in rows)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_values(tmp_path: Path) -> None:
    ask = {"countries": ("NZL", "LKA"), "months": MONTHS[:2]}
    for name, seed in (("a", 6), ("b", 6), ("c", 7)):
        write_samples(FRAMEWORK, LAYOUTS, tmp_path / name, seed=seed, **ask)  # type: ignore[arg-type]
    one, same, other = ({p.name: p.read_bytes() for p in sorted((tmp_path / n).iterdir())} for n in "abc")
    assert one == same != other


def test_faults_fall_on_different_returns() -> None:
    assert len(planted_faults(COUNTRIES, MONTHS)) == len(set(planted_faults(COUNTRIES, MONTHS).values())) == 5


def test_a_handful_of_returns_has_no_faults() -> None:
    assert planted_faults(COUNTRIES[:4], MONTHS) == {}


def test_a_month_outside_the_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="2020-01"):
        write_samples(FRAMEWORK, LAYOUTS, tmp_path, months=["2020-01"])


def test_targets_rise_to_the_final_one_and_can_be_loaded(tmp_path: Path) -> None:
    sample_targets(FRAMEWORK, tmp_path / "targets.csv")
    targets = load_framework(tmp_path).targets
    assert {t.indicator for t in targets} == {
        "TRN_OFF", "CMP_CASE", "INF_RSP_RATE", "SIM_EX", "INV_PLAN", "ON_TIME_RATE", "TRN_SES",
    }  # fmt: skip
    for indicator in {t.indicator for t in targets}:
        rows = [t for t in targets if t.indicator == indicator]
        assert [t.due for t in rows] == list(MONTHS)
        assert [t.milestone for t in rows] == sorted(t.milestone for t in rows)
        assert rows[-1].milestone == rows[-1].target


def test_fifty_participants_begin_with_those_that_take_part_and_the_members(tmp_path: Path) -> None:
    sample_participants(FRAMEWORK, tmp_path / "participants.csv", countries=50)
    loaded = load_framework(tmp_path)
    taking_part = loaded.participants_of(EDITION)
    members = {c.ref_area for c in FRAMEWORK.countries if c.is_member}
    assert len(taking_part) == 50
    assert set(taking_part) >= set(COUNTRIES) | members
    with pytest.raises(ValueError, match="not 1000"):
        sample_participants(FRAMEWORK, tmp_path / "participants.csv", countries=1000)
