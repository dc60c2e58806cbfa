"""Make single changes at random, run the tests that cover them, list the changes that no test notices.

``python -m tests.mutation [--number 200] [--seed 20261130]``. Works on a copy of the tree in .mutation/, goes on where
it was stopped, and writes .mutation/survivors.md.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass

from pipelines.settings import PROJECT
from tests.mutation.changes import Change, changes_of
from tests.mutation.covering import Covering, record

FOLDER = PROJECT / ".mutation"
TREE = FOLDER / "tree"
CHANGED = FOLDER / "changed.json"
SOURCES = ("assets/**/*.py", "pipelines/**/*.py", "sql/**/*.sql")
_PER_RUN = 400  # names of tests in one command


def copy_tree() -> None:
    """A copy of what git knows of, which may be broken."""
    shutil.rmtree(TREE, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=PROJECT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (PROJECT / name).is_file():
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, TREE / name)
    (TREE / ".venv").symlink_to((PROJECT / ".venv").resolve())


def drawn(number: int, seed: int) -> list[Change]:
    """Changes at random, all over the sources; the same seed, the same changes."""
    paths = sorted(path for pattern in SOURCES for path in TREE.glob(pattern))
    every = [change for path in paths for change in changes_of(TREE, path)]
    return random.Random(seed).sample(every, min(number, len(every)))


def restore() -> None:
    """Undo the change that is in the copy, if any."""
    if CHANGED.exists():
        changed = json.loads(CHANGED.read_text(encoding="utf-8"))
        (TREE / changed["file"]).write_text(changed["text"], encoding="utf-8")
        CHANGED.unlink()


@dataclass(frozen=True)
class Verdict:
    """noticed, survived, or uncovered; ``tests`` were run, of ``covering`` ones."""

    verdict: str
    tests: int
    covering: int
    by: str = ""


def try_change(change: Change, covering: Covering, budget: float) -> Verdict:
    """Make the change, run the covering tests until one fails or they would take longer than ``budget`` seconds."""
    names = covering.of(change)
    if not names:
        return Verdict("uncovered", 0, 0)
    chosen = [name for at, name in enumerate(names) if not at or covering.seconds(names[: at + 1]) <= budget]
    path = TREE / change.file
    good = path.read_text(encoding="utf-8")
    # Where this process is killed, the next one finds here what the file was.
    CHANGED.write_text(json.dumps({"file": change.file, "text": good}), encoding="utf-8")
    path.write_text(change.applied(good), encoding="utf-8")
    try:
        for first in range(0, len(chosen), _PER_RUN):
            some = chosen[first : first + _PER_RUN]
            failed = _run(some, seconds=60 + 4 * covering.seconds(some))
            if failed:
                return Verdict("noticed", first + len(some), len(names), failed)
    finally:
        restore()
    return Verdict("survived", len(chosen), len(names))


def _run(names: list[str], seconds: float) -> str:
    """What failed; empty where all passed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", *names]
    environment = {**os.environ, "PYTHONPATH": str(TREE), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command,
        cwd=TREE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return f"no end after {seconds:.0f} s"
    if not process.returncode:
        return ""
    lines = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return lines[0] if lines else f"pytest ended with {process.returncode}"


def diff_of(change: Change) -> str:
    """The change as a diff of its line."""
    text = (TREE / change.file).read_text(encoding="utf-8")
    lines = difflib.unified_diff(
        text.splitlines(), change.applied(text).splitlines(), change.file, change.file, lineterm="", n=1
    )
    return "\n".join(lines)


def summary(changes: list[Change], verdicts: dict[str, Verdict], seed: int) -> str:
    """What survived, each with its place and diff."""
    counted = Counter(verdict.verdict for verdict in verdicts.values())
    counts = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counted.items()))
    parts = [f"# {len(verdicts)} of {len(changes)} changes from seed {seed}: {counts}"]
    for change in sorted(changes):
        verdict = verdicts.get(key_of(change))
        if verdict and verdict.verdict != "noticed":
            passed = f"{verdict.tests} of {verdict.covering} covering tests passed"
            ran = f"{verdict.verdict}: {passed if verdict.covering else 'no test runs it'}"
            parts.append(f"## {change.file}:{change.line}\n\n{ran}\n\n```diff\n{diff_of(change)}\n```")
    return "\n\n".join(parts) + "\n"


def key_of(change: Change) -> str:
    """A change's name in the file of verdicts."""
    return json.dumps(asdict(change), sort_keys=True)


def main() -> None:
    """Record once, then try what was not tried yet."""
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument("--number", type=int, default=200, help="changes, at random")
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--budget", type=float, default=180, help="recorded seconds of the tests for one change")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="the tests that are recorded")
    parser.add_argument("--marked", default="not browser and not libreoffice", help="which of them")
    parser.add_argument("--workers", default="auto", help="processes that record")
    parser.add_argument(
        "--limit", type=int, default=0, help="stop after so many changes (0: all); the next call goes on"
    )
    parser.add_argument("--anew", action="store_true", help="forget the copy, the recording and the verdicts")
    asked = parser.parse_args()
    recording, state = FOLDER / "recording", FOLDER / f"verdicts-{asked.seed}-{asked.number}.jsonl"
    if asked.anew or not (recording / "all").exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        copy_tree()
        record(TREE, recording, asked.tests, asked.marked, asked.workers)
    restore()
    changes, covering = drawn(asked.number, asked.seed), Covering(TREE, recording)
    lines = state.read_text(encoding="utf-8").splitlines() if state.exists() else []
    verdicts = {entry["change"]: Verdict(**entry["verdict"]) for entry in map(json.loads, lines)}
    waiting = [change for change in changes if key_of(change) not in verdicts]
    for change in waiting[: asked.limit or None]:
        verdict = try_change(change, covering, asked.budget)
        verdicts[key_of(change)] = verdict
        with state.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"change": key_of(change), "verdict": asdict(verdict)}) + "\n")
        what = f"{change.file}:{change.line} {change.old!r} -> {change.new!r}"
        print(f"{len(verdicts):4}/{len(changes)} {verdict.verdict:10} {what}  {verdict.by}", flush=True)
    (FOLDER / "survivors.md").write_text(summary(changes, verdicts, asked.seed), encoding="utf-8")
    print(f"written: {(FOLDER / 'survivors.md').relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
