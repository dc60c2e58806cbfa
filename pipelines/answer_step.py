"""The step that answers every sender: a receipt, a report, and where something was found the workbook, marked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, replace
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pandas as pd

from assets.checking.answer.facts import AnswerFacts
from assets.checking.answer.recurring import EarlierFinding, recurring
from assets.checking.answer_file import AnswerTask, answer_files
from assets.checking.assets import AnswersWritten
from assets.checking.check_file import fingerprint
from assets.checking.findings import Finding
from assets.framework.names import return_name
from assets.framework.texts import ENGLISH, translate
from assets.warehouse.store import lookup
from pipelines.run_steps import Log, RunSteps

INDEX = "written.json"


@dataclass(frozen=True, slots=True)
class Written:
    """An answer: the name of its folder, a hash of what it says, and one of the rows of the tables that say it.

    The second costs much less to find out and may change where the first does not.
    """

    name: str
    text: str
    rows: str = ""


class AnswerStep:
    """Writes the answers that are new or would read differently now; the others stay as they are."""

    def __init__(self, steps: RunSteps) -> None:
        self._steps = steps
        self._folder = steps.settings.answers

    def write(self, log: Log | None = None) -> AnswersWritten:
        """Write the answers of all files whose answer is not there yet."""
        log = log or (lambda text: None)
        written = self._read_index()
        due = []
        for task, known in self._tasks(written):
            if (old := written.get(task.facts.sha256)) is not None and old.text == known.text:
                written[task.facts.sha256] = replace(old, rows=known.rows)
            else:
                due.append((task, known))
        log(f"{len(due)} answers are written now.")
        made = answer_files([task for task, _ in due], self._folder, self._steps.workers)
        new: list[dict[str, str | int]] = []
        for (task, known), files in zip(due, made, strict=True):
            facts, name = task.facts, files[0].parent.name
            self._replace(written, facts.sha256, replace(known, name=name))
            new.append({"file": facts.file_name, "outcome": facts.file_status, "answer": name})
        self._write_index(written)
        return AnswersWritten(self._folder, new, len(written) - len(new))

    def _tasks(self, written: Mapping[str, Written]) -> Iterator[tuple[AnswerTask, Written]]:
        """The answer of every file of which none is there that was made of the same rows."""
        steps = self._steps
        code = fingerprint(steps.framework, steps.layouts, steps.settings.limits)
        with steps.warehouse.connection() as connection:
            files = lookup(connection, "answer_files")
            rows = lookup(connection, "answer_findings")
        marks = _marks_of_rows(code, files, rows)
        known = {sha256: answer.rows for sha256, answer in written.items()}
        # A Series, not a list: an empty list in brackets would choose no columns instead of no rows.
        files = files[files["sha256"].map(known).ne(files["sha256"].map(marks))]
        findings: dict[str, list[Finding]] = defaultdict(list)
        earlier: dict[str, list[EarlierFinding]] = defaultdict(list)
        needed = rows["sha256"].isin(files["sha256"]) | rows["ref_area"].isin(files["ref_area"])
        for row in rows[needed].to_dict("records"):
            findings[row["sha256"]].append(_finding(row))
            if row["ref_area"] and row["severity"] != "info":
                place = (row["time_period"], row["rule"], row["sheet"], row["cell"])
                earlier[row["ref_area"]].append(EarlierFinding(*place))
        for file in files.to_dict("records"):
            found = tuple(findings[file["sha256"]])
            before = recurring(found, earlier[file["ref_area"]], file["time_period"]) if file["ref_area"] else {}
            facts = self._facts(file)
            path = steps.archive.path_of(file["sha256"])
            task = AnswerTask(path, found, facts, before, steps.settings.limits, steps.settings.overlay)
            said = repr((code, asdict(facts), [asdict(finding) for finding in found], sorted(before.items())))
            yield task, Written("", hashlib.sha256(said.encode()).hexdigest(), marks[file["sha256"]])

    def _facts(self, file: dict[Any, Any]) -> AnswerFacts:
        framework = self._steps.framework
        language = file["language"] or ENGLISH
        whose = return_name(framework, file["ref_area"], file["time_period"], language)
        version = file["version"]
        return AnswerFacts(
            file_name=file["file_name"],
            size=int(file["size"]),
            sha256=file["sha256"],
            received_at=datetime.fromisoformat(file["received_at"]).astimezone(ZoneInfo(self._steps.edition.time_zone)),
            file_status=cast(Any, file["file_status"]),
            what_it_is=whose if file["kind"] == "return" else translate(file["what_it_is"], language),
            version=None if version != version or version is None else int(version),
            edition_id=file["edition_id"],
            ref_area=file["ref_area"],
            time_period=file["time_period"],
            layout=file["layout"],
            language=language,
        )

    def _replace(self, written: dict[str, Written], sha256: str, new: Written) -> None:
        """Note the answer, and remove the one it replaces where that had another name."""
        old = written.get(sha256)
        if old is not None and old.name != new.name:
            shutil.rmtree(self._folder / old.name, ignore_errors=True)
        written[sha256] = new

    def _read_index(self) -> dict[str, Written]:
        """The answers that were written and are still there, by the file's sha256."""
        path = self._folder / INDEX
        if not path.is_file():
            return {}
        with os.scandir(self._folder) as entries:
            there = {entry.name for entry in entries if entry.is_dir()}
        noted = json.loads(path.read_text(encoding="utf-8"))
        return {sha256: Written(*values) for sha256, values in noted.items() if values[0] in there}

    def _write_index(self, written: Mapping[str, Written]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f".{INDEX}"
        beside.write_text(
            json.dumps({sha256: astuple(answer) for sha256, answer in sorted(written.items())}) + "\n", encoding="utf-8"
        )
        beside.replace(self._folder / INDEX)


def _marks_of_rows(code: str, files: pd.DataFrame, rows: pd.DataFrame) -> dict[str, str]:
    """Of each file a hash of the rows that its answer is made of: its own, and the findings of its country.

    The files' and the findings' columns are those of the lookups, whichever they are.
    """
    marks = pd.util.hash_pandas_object(rows, index=False)
    own = marks.groupby(rows["sha256"]).sum().reindex(files["sha256"], fill_value=0)
    of_country = marks.groupby(rows["ref_area"]).sum().reindex(files["ref_area"], fill_value=0)
    parts = zip(pd.util.hash_pandas_object(files, index=False), own, of_country, strict=True)
    return {
        sha256: f"{code[:16]} {file:x} {found:x} {country:x}"
        for sha256, (file, found, country) in zip(files["sha256"], parts, strict=True)
    }


def _finding(row: dict[Any, Any]) -> Finding:
    return Finding(
        rule=row["rule"],
        severity=row["severity"],
        sheet=row["sheet"],
        cell=row["cell"],
        found=row["found"],
        facts=json.loads(row["facts"]),
    )
