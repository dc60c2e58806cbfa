"""A file that kills, hangs or starves its reader costs that one file, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assets.intake import pool as module
from assets.intake.pool import ROOT, ChildrenCannotStart, TaskOutcome, WorkerPool, run_guarded
from tests.intake import child_tasks

MEMORY = 300 << 20


def _run(tasks: list[str], workers: int = 2, seconds: float = 30.0) -> list[TaskOutcome[str, str]]:
    return run_guarded(child_tasks.obey, tasks, workers=workers, memory_bytes=MEMORY, seconds=seconds)


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = [f"task {n}" for n in range(100)]
    outcomes = _run(tasks)
    assert [o.task for o in outcomes] == tasks
    assert [o.result for o in outcomes] == [f"did {task}" for task in tasks]
    assert not any(o.failure for o in outcomes)


def test_nothing_to_do_starts_nothing() -> None:
    assert _run([]) == []


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("deadly", "what"),
    [
        ("abort", "died"),
        ("crash", "died"),
        ("leave", "died"),
        ("kill", "memory"),
        ("eat", "memory"),
        ("eat slowly", "memory"),
        ("fail", "error"),
        ("exit", "error"),
        ("unpicklable", "error"),
    ],
)
def test_one_deadly_task_costs_one_task(deadly: str, what: str, workers: int) -> None:
    tasks = [f"good {n}" for n in range(20)]
    tasks.insert(7, deadly)
    outcomes = _run(tasks, workers)
    failed = [o for o in outcomes if o.failure]
    assert [o.task for o in failed] == [deadly]
    assert failed[0].failure is not None
    assert (failed[0].failure.code, failed[0].failure.facts["what"]) == ("F09", what)
    assert [o.result for o in outcomes if not o.failure] == [f"did good {n}" for n in range(20)]


@pytest.mark.parametrize("endless", ["hang", "spin"])
def test_endless_task_is_ended_and_the_others_go_on(endless: str) -> None:
    outcomes = _run(["a", "b", endless, "c", "d"], seconds=1.0)
    assert [o.result for o in outcomes] == ["did a", "did b", None, "did c", "did d"]
    assert outcomes[2].failure is not None
    assert outcomes[2].failure.facts == {"what": "time", "limit": 1}


def test_many_deadly_tasks_cost_each_their_own() -> None:
    tasks = ["abort", "good", "fail", "leave", "abort", "good", "abort"] * 3
    assert [o.result for o in _run(tasks)] == [None, "did good", None, None, None, "did good", None] * 3


def test_memory_limit_is_named() -> None:
    failure = _run(["eat"])[0].failure
    assert failure is not None
    assert failure.facts == {"what": "memory", "limit": 300}


def test_text_of_an_exception_is_not_passed_on() -> None:
    failure = _run(["fail"])[0].failure
    assert failure is not None
    assert str(failure.facts["detail"]).startswith("ValueError at child_tasks.py:")
    assert "cell" not in str(failure.facts)


def test_what_a_library_prints_does_not_disturb() -> None:
    assert [o.result for o in _run(["talk", "talk", "good"], workers=1)] == ["did talk", "did talk", "did good"]


def test_large_results_arrive_whole() -> None:
    assert [len(o.result or "") for o in _run(["large"] * 4)] == [5 << 20] * 4


def test_progress_is_told_after_every_task() -> None:
    told: list[tuple[int, int]] = []
    run_guarded(
        child_tasks.obey,
        ["a", "abort", "b"],
        workers=1,
        memory_bytes=MEMORY,
        seconds=30,
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_no_task_runs_in_this_process_and_one_task_starts_one_child() -> None:
    outcomes = run_guarded(child_tasks.process, [1], workers=4, memory_bytes=MEMORY, seconds=30)
    assert outcomes[0].result != os.getpid()
    several = run_guarded(child_tasks.slow_process, [1, 2, 3, 4], workers=2, memory_bytes=MEMORY, seconds=30)
    assert len({o.result for o in several}) == 2


def test_zero_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="child process"):
        _run(["a"], workers=0)


def test_children_do_not_load_pandas_or_the_tests() -> None:
    tasks = ["pandas", "dagster", "pytest", "duckdb"]
    outcomes = run_guarded(child_tasks.imported, tasks, workers=1, memory_bytes=MEMORY, seconds=30)
    assert [o.result for o in outcomes] == [False] * len(tasks)


def test_child_cannot_write_large_files(tmp_path: Path) -> None:
    target = str(tmp_path / "filler")
    failure = run_guarded(child_tasks.write_a_large_file, [target], workers=1, memory_bytes=MEMORY, seconds=30)[
        0
    ].failure
    assert failure is not None
    assert "OSError" in str(failure.facts["detail"])


def test_memory_too_small_for_python_is_not_blamed_on_a_file() -> None:
    with pytest.raises(ChildrenCannotStart):
        run_guarded(child_tasks.obey, ["a"], workers=1, memory_bytes=5 << 20, seconds=30)


def test_no_child_is_left_when_progress_fails() -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_guarded(child_tasks.obey, ["a", "hang"], workers=2, memory_bytes=MEMORY, seconds=600, progress=stop)
    # Nobody is waiting for a child any more: all were collected.
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_it_works_beside_threads_and_from_a_plain_script(tmp_path: Path) -> None:
    found: list[str | None] = []
    thread = threading.Thread(target=lambda: found.extend(o.result for o in _run(["a", "b"])))
    thread.start()
    thread.join()
    assert found == ["did a", "did b"]
    # No "if __name__" guard: the main program is not run again in the children.
    script = tmp_path / "script.py"
    script.write_text(
        "from assets.intake.pool import run_guarded\nfrom tests.intake.child_tasks import obey\n"
        f"print([o.result for o in run_guarded(obey, ['a'], workers=1, memory_bytes={MEMORY}, seconds=30)])\n"
    )
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stdout == "['did a']\n"


def test_children_are_kept_for_the_next_tasks_whatever_is_to_be_done() -> None:
    with WorkerPool(2, MEMORY, 30) as pool:
        before = {o.result for o in pool.run(child_tasks.slow_process, [1, 2, 3, 4])}
        assert [o.result for o in pool.run(child_tasks.obey, ["a", "b"])] == ["did a", "did b"]
        assert {o.result for o in pool.run(child_tasks.slow_process, [1, 2, 3, 4])} == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_child_that_was_prepared_does_the_first_tasks() -> None:
    with WorkerPool(2, MEMORY, 30) as pool:
        pool.prepare("tests.intake.child_tasks")
        pool.prepare("tests.intake.child_tasks")
        prepared = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
        (outcome,) = pool.run(child_tasks.process, [1])
    assert [str(outcome.result)] == prepared


def test_results_come_while_others_are_still_worked_on() -> None:
    with WorkerPool(1, MEMORY, 30) as pool:
        results = pool.run(child_tasks.obey, ["a", "hang"])
        assert next(results).result == "did a"
        results.close()
        # What was not taken is ended; the pool goes on.
        assert [o.result for o in pool.run(child_tasks.obey, ["b"])] == ["did b"]


def test_results_may_be_taken_late() -> None:
    # Longer than a task may take: a child that waits to hand over its result is not over its time.
    with WorkerPool(1, MEMORY, 1.0) as pool:
        lengths = []
        for outcome in pool.run(child_tasks.obey, ["large"] * 3):
            time.sleep(1.5)
            lengths.append(len(outcome.result or ""))
        assert lengths == [5 << 20] * 3


def test_few_results_wait_for_a_slow_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AHEAD", 10)
    finished: list[int] = []
    with WorkerPool(2, MEMORY, 2.0) as pool:
        tasks = ["hang", *(f"task {n}" for n in range(100))]
        results = pool.run(child_tasks.obey, tasks, lambda done, of: finished.append(done))
        assert next(results).failure is not None
        # All but the slow one, and none beyond those that may wait.
        assert max(finished) <= 11
        assert sum(1 for _ in results) == 100


def test_the_memory_of_a_child_is_its_own() -> None:
    # A child begins with its parent's memory for a moment; what it is said to have held is what it held itself.
    ballast = bytearray(400 << 20)
    with WorkerPool(1, MEMORY, 30) as pool:
        assert [o.result for o in pool.run(child_tasks.obey, ["a"])] == ["did a"]
        small = pool.peak_memory_bytes
        assert [len(o.result or "") for o in pool.run(child_tasks.hold, [100 << 20])] == [1]
        large = pool.peak_memory_bytes
    assert len(ballast) > 0
    assert 1 << 20 < small < 60 << 20
    assert 100 << 20 < large < 160 << 20
