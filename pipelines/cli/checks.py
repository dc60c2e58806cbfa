"""The command check: the judgement of the secretariat, before a return is sent."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipelines.cli.judgement import CANNOT_CHECK, EXIT_CODES, no_judgement
from pipelines.cli.screen import LANGUAGES, bars, console, errors, fail, show_table
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from assets.checking.answer_file import AnswerTask
    from assets.checking.check_file import CheckTask
    from assets.checking.findings import CheckedFile
    from assets.framework.loader import Framework


def check(
    files: Annotated[list[Path], typer.Argument(help="workbooks to check")],
    as_json: Annotated[bool, typer.Option("--json", help="print a report for programs instead of tables")] = False,
    annotate: Annotated[
        Path | None, typer.Option(help="write the answer to each file into this folder: the workbook, marked, and more")
    ] = None,
    language: Annotated[str, typer.Option(help=f"{LANGUAGES}; left out: that of the form")] = "",
) -> None:
    """Check returns before they are sent; exit 0 accepted, 1 warnings, 2 needs correction, 3 refused, 4 not checked."""
    with no_judgement():
        _check(files, as_json, annotate, language)


def _check(files: list[Path], as_json: bool, annotate: Path | None, language: str) -> None:
    from assets.checking.check_file import CheckTask, check_files
    from assets.framework.texts import languages

    if missing := [str(path) for path in files if not path.is_file()]:
        raise fail(f"There is no file {', '.join(missing)}.", CANNOT_CHECK)
    if language and language not in languages():
        raise fail(f"There are no texts in {language}; there are: {LANGUAGES}.", CANNOT_CHECK)
    settings = load_settings()
    tasks = [CheckTask(path.absolute(), path.name, _sha256(path), settings.limits, settings.overlay) for path in files]
    with bars() as shown:
        bar = shown.add_task("Checking", total=len(tasks))
        checked = check_files(
            tasks,
            workers=settings.worker_count,
            limits=settings.limits,
            progress=lambda done: shown.update(bar, completed=done),
        )
    framework = settings.framework()
    answers = [_answer(task, file, settings, framework, language) for task, file in zip(tasks, checked, strict=True)]
    if as_json:
        _print_reports(answers, framework)
    else:
        for file, answer in zip(checked, answers, strict=True):
            _print_findings(file, answer, framework)
    if annotate is not None:
        _write_answers(answers, annotate, settings)
    raise typer.Exit(max(EXIT_CODES[file.outcome] for file in checked))


def _answer(task: CheckTask, file: CheckedFile, settings: Settings, framework: Framework, language: str) -> AnswerTask:
    """What there is to say of a file; it came just now and is no version of anything."""
    from assets.checking.answer.facts import facts_of
    from assets.checking.answer_file import AnswerTask

    facts = facts_of(
        file,
        framework,
        size=task.path.stat().st_size,
        received_at=datetime.now().astimezone(),
        version=None,
        language=language,
        sent=False,
    )
    return AnswerTask(task.path, file.findings, facts, limits=settings.limits, overlay=settings.overlay)


def _print_findings(file: CheckedFile, answer: AnswerTask, framework: Framework) -> None:
    from assets.checking.answer import texts
    from assets.checking.answer.facts import ordered
    from assets.checking.rules.declared import said_in
    from assets.framework.texts import translate

    language = answer.facts.language
    what = f", {answer.facts.what_it_is}" if file.result.ref_area else ""
    outcome = translate(texts.OUTCOMES[file.outcome], language)
    console.print(f"[bold]{escape(file.file_name)}[/]{escape(what)}: {escape(outcome)}")
    whole, severities = translate(texts.WHOLE_FILE, language), texts.SEVERITIES
    said = [said_in(finding, framework, language) for finding in ordered(file.findings)]
    rows = [
        (f"{f.sheet} {f.cell}".strip() or whole, translate(severities[f.severity], language), f.found, f.message,
         f.action, f.rule)
        for f in said
    ]  # fmt: skip
    if rows:
        heads = (texts.WHERE, "", texts.FOUND, texts.WHAT_IS_WRONG, texts.WHAT_TO_DO, texts.RULE)
        show_table([translate(head, language) if head else "" for head in heads], rows)


def _print_reports(answers: list[AnswerTask], framework: Framework) -> None:
    from assets.checking.answer.report import report
    from assets.checking.rules.declared import said_in

    said = [report([said_in(f, framework, a.facts.language) for f in a.findings], a.facts) for a in answers]
    print(json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False))


def _write_answers(answers: list[AnswerTask], folder: Path, settings: Settings) -> None:
    from assets.checking.answer_file import answer_files

    with bars() as shown:
        bar = shown.add_task("Answers", total=len(answers))
        made = answer_files(
            answers,
            folder,
            workers=settings.worker_count,
            limits=settings.limits,
            progress=lambda done, of: shown.update(bar, completed=done),
        )
    for files in made:
        errors.print(str(files[0].parent))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
