"""The command check: a return is checked as the secretariat will check it, before it is sent.

It ends with the worst outcome, or with a code of its own where no file was checked.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from typer.core import TyperCommand

from assets.framework.loader import FrameworkError
from pipelines.cli.screen import LANGUAGES, bars, console, errors, fail, show_table
from pipelines.private_api import Context, UsageError
from pipelines.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from assets.checking.answer_file import AnswerTask
    from assets.checking.check_file import CheckTask
    from assets.checking.findings import CheckedFile
    from assets.framework.loader import Framework
    from assets.intake.pool import WorkerPool

# The worst outcome decides: 0 accepted, 1 with warnings, 2 needs correction, 3 refused.
EXIT_CODES = {"accepted": 0, "accepted_with_warnings": 1, "held": 2, "refused": 3}
CANNOT_CHECK = 4


class CheckCommand(TyperCommand):
    """A command whose wrong use ends with 4: the 2 of other commands would say that a return needs correction."""

    def make_context(self, *arguments: Any, **named: Any) -> Context:
        """Read the command line; raises UsageError with the exit code 4."""
        try:
            return super().make_context(*arguments, **named)
        except UsageError as error:
            error.exit_code = CANNOT_CHECK
            raise


@contextmanager
def not_checked_on_error() -> Iterator[None]:
    """End with 4 whatever stops the check itself: the 1 of other commands would say that a return has warnings."""
    from assets.forms.layout.layout import LayoutError
    from assets.intake.pool import ChildrenCannotStart

    try:
        yield
    except typer.Exit:
        raise
    except (SettingsError, FrameworkError, LayoutError, ChildrenCannotStart, OSError) as error:
        raise fail(str(error), CANNOT_CHECK) from error
    except Exception as error:
        traceback.print_exc()
        raise typer.Exit(CANNOT_CHECK) from error


def check(
    files: Annotated[list[Path], typer.Argument(help="workbooks to check")],
    as_json: Annotated[bool, typer.Option("--json", help="print a report for programs instead of tables")] = False,
    annotate: Annotated[
        Path | None, typer.Option(help="write the answer to each file into this folder: the workbook, marked, and more")
    ] = None,
    language: Annotated[str, typer.Option(help=f"{LANGUAGES}; left out: that of the form")] = "",
) -> None:
    """Check returns before they are sent; exit 0 accepted, 1 warnings, 2 needs correction, 3 refused, 4 not checked."""
    with not_checked_on_error():
        _check(files, as_json, annotate, language)


def _check(files: list[Path], as_json: bool, annotate: Path | None, language: str) -> None:
    from assets.framework.texts import languages
    from assets.intake.pool import WorkerPool

    if missing := [str(path) for path in files if not path.is_file()]:
        raise fail(f"There is no file {', '.join(missing)}.", CANNOT_CHECK)
    if language and language not in languages():
        raise fail(f"There are no texts in {language}; there are: {LANGUAGES}.", CANNOT_CHECK)
    settings = load_settings()
    with WorkerPool.limited(settings.worker_count, settings.limits) as pool:
        pool.prepare("assets.checking.check_file")
        _check_in(pool, files, settings, as_json, annotate, language)


def _check_in(
    pool: WorkerPool, files: list[Path], settings: Settings, as_json: bool, annotate: Path | None, language: str
) -> None:
    from assets.checking.check_file import CheckTask, check_files

    framework = settings.framework()
    tasks = [
        CheckTask(path.absolute(), path.name, _sha256(path), settings.limits, settings.overlay, settings.layouts)
        for path in files
    ]
    with bars() as shown:
        bar = shown.add_task("Checking", total=len(tasks))
        checked = check_files(tasks, pool, lambda done: shown.update(bar, completed=done))
    answers = [_answer(task, file, settings, framework, language) for task, file in zip(tasks, checked, strict=True)]
    if as_json:
        _print_reports(answers, framework)
    else:
        for file, answer in zip(checked, answers, strict=True):
            _print_findings(file, answer, framework)
    if annotate is not None:
        _write_answers(answers, annotate, pool)
    raise typer.Exit(max(EXIT_CODES[file.file_status] for file in checked))


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
    from assets.checking.rules.declared import word
    from assets.framework.texts import translate

    language = answer.facts.language
    what = f", {answer.facts.what_it_is}" if file.result.ref_area else ""
    outcome = translate(texts.OUTCOMES[file.file_status], language)
    console.print(f"[bold]{escape(file.file_name)}[/]{escape(what)}: {escape(outcome)}")
    whole, severities = translate(texts.WHOLE_FILE, language), texts.SEVERITIES
    said = [word(finding, framework, language) for finding in ordered(file.findings)]
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
    from assets.checking.rules.declared import word

    said = [report([word(f, framework, a.facts.language) for f in a.findings], a.facts) for a in answers]
    print(json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False))


def _write_answers(answers: list[AnswerTask], folder: Path, pool: WorkerPool) -> None:
    from assets.checking.answer_file import answer_files

    with bars() as shown:
        bar = shown.add_task("Answers", total=len(answers))
        made = answer_files(
            answers,
            folder,
            pool,
            progress=lambda done, of: shown.update(bar, completed=done),
        )
    for files in made:
        errors.print(str(files[0].parent))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
