"""The step that answers every sender: a receipt, a report, and where something was found the workbook, marked."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

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


class AnswerStep:
    """Writes the answers that are new or would read differently now; the others stay as they are."""

    def __init__(self, steps: RunSteps) -> None:
        self._steps = steps
        self._folder = steps.settings.answers

    def write(self, log: Log | None = None) -> AnswersWritten:
        """Write the answers of all files whose answer is not there yet."""
        log = log or (lambda text: None)
        written = self._read_index()
        due = [(mark, task) for mark, task in self._tasks() if not self._stands(written.get(task.facts.sha256), mark)]
        log(f"{len(due)} answers are written now.")
        made = answer_files([task for _, task in due], self._folder, self._steps.workers)
        new: list[dict[str, str | int]] = []
        for (mark, task), files in zip(due, made, strict=True):
            facts, name = task.facts, files[0].parent.name
            self._replace(written, facts.sha256, name, mark)
            new.append({"file": facts.file_name, "outcome": facts.file_status, "answer": name})
        self._write_index(written)
        return AnswersWritten(self._folder, new, len(written) - len(new))

    def _tasks(self) -> Iterable[tuple[str, AnswerTask]]:
        """Every file's answer and a hash of what it says."""
        steps = self._steps
        code = fingerprint(steps.framework, steps.layouts, steps.settings.limits)
        with steps.warehouse.connection() as connection:
            files = lookup(connection, "answer_files").to_dict("records")
            rows = lookup(connection, "answer_findings").to_dict("records")
        findings: dict[str, list[Finding]] = defaultdict(list)
        earlier: dict[str, list[EarlierFinding]] = defaultdict(list)
        for row in rows:
            findings[row["sha256"]].append(_finding(row))
            if row["ref_area"] and row["severity"] != "info":
                place = (row["time_period"], row["rule"], row["sheet"], row["cell"])
                earlier[row["ref_area"]].append(EarlierFinding(*place))
        for file in files:
            found = tuple(findings[file["sha256"]])
            before = recurring(found, earlier[file["ref_area"]], file["time_period"]) if file["ref_area"] else {}
            facts = self._facts(file)
            path = steps.archive.path_of(file["sha256"])
            task = AnswerTask(path, found, facts, before, steps.settings.limits, steps.settings.overlay)
            said = repr((code, asdict(facts), [asdict(finding) for finding in found], sorted(before.items())))
            yield hashlib.sha256(said.encode()).hexdigest(), task

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

    def _stands(self, known: list[str] | None, mark: str) -> bool:
        return known is not None and known[1] == mark and (self._folder / known[0]).is_dir()

    def _replace(self, written: dict[str, list[str]], sha256: str, name: str, mark: str) -> None:
        """Note the answer, and remove the one it replaces where that had another name."""
        old = written.get(sha256)
        if old is not None and old[0] != name:
            shutil.rmtree(self._folder / old[0], ignore_errors=True)
        written[sha256] = [name, mark]

    def _read_index(self) -> dict[str, list[str]]:
        path = self._folder / INDEX
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    def _write_index(self, written: dict[str, list[str]]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f".{INDEX}"
        beside.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        beside.replace(self._folder / INDEX)


def _finding(row: dict[Any, Any]) -> Finding:
    return Finding(
        rule=row["rule"],
        severity=row["severity"],
        sheet=row["sheet"],
        cell=row["cell"],
        found=row["found"],
        facts=json.loads(row["facts"]),
    )
