"""The checked returns as Dagster assets: what was read, what is wrong, what became of each file, the answers."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from assets.framework.metadata import table

Row = dict[str, str | int]
Metadata = dict[str, int | str | dg.TableMetadataValue | dg.PathMetadataValue]

_DESCRIPTIONS = {
    "checked.files": "Every file once: what it is, its outcome (accepted, with warnings, held, refused) and why.",
    "checked.observations": "Every counted cell of every file that could be read, with sheet, cell and the text there.",
    "checked.entries": "Every field of the cover and of the list sheets, with sheet and cell.",
    "checked.findings": "Everything that is wrong with a file: rule, sheet, cell, what was found, what to do.",
    "checked.rows": "The fate of every row of a source that is not the form: a value, skipped and why, or a finding.",
    "checked.history_findings": "Findings that need other returns: they can change the outcome of an accepted file.",
    "received.decisions": "What officers decided about received files: waivers, corrections, withdrawals; why.",
}


@dataclass(frozen=True)
class CheckSummary:
    """What one pass over the archive did: counts for all files by outcome, and the files themselves.

    ``read`` has a row for each file that was read now: file, what it is, outcome. ``not_counted`` has one for each of
    which nothing counts: file, what it is, outcome, why. ``rows`` are the rows of each table. ``cost`` says in words
    what reading took in time and memory.
    """

    known: int
    outcomes: Mapping[str, int]
    read: list[Row] = field(default_factory=list)
    not_counted: list[Row] = field(default_factory=list)
    rows: Mapping[str, int] = field(default_factory=dict)
    cost: str = ""


@dataclass(frozen=True)
class AnswersWritten:
    """The answers below ``folder``: those written now, and how many stood already."""

    folder: Path
    new: list[Row]
    standing: int


class CheckConfig(dg.Config):
    """How the pass over the archive is made."""

    reread: bool = False


def checking_assets(check: Callable[[bool, Callable[[str], None]], CheckSummary]) -> list[dg.AssetsDefinition]:
    """Assets of the checks; ``check(reread, log)`` reads what is new, or everything, judges all and stores it."""

    @dg.multi_asset(
        name="checked",
        specs=[
            dg.AssetSpec(
                name.split("."),
                deps=[["received", "receipts"]],
                description=text,
                group_name=name.partition(".")[0],
            )
            for name, text in _DESCRIPTIONS.items()
        ],
    )
    def checked(context: dg.AssetExecutionContext, config: CheckConfig) -> Iterator[dg.MaterializeResult[None]]:
        summary = check(config.reread, context.log.info)
        for name in _DESCRIPTIONS:
            metadata: Metadata = {"rows": summary.rows.get(name, 0)}
            if name == "checked.files":
                metadata = _files_metadata(summary)
            yield dg.MaterializeResult(asset_key=name.split("."), metadata=metadata)

    return [checked]


def _files_metadata(summary: CheckSummary) -> Metadata:
    counts = {outcome.replace("_", " "): number for outcome, number in summary.outcomes.items()}
    return {
        "held and refused": table(summary.not_counted),
        **counts,
        "read now": len(summary.read),
        "read before, unchanged": summary.known,
        "reading took": summary.cost,
        "files read now": table(summary.read),
    }


def checking_checks(not_counted: Callable[[], list[Row]]) -> list[dg.AssetChecksDefinition]:
    """A warning on checked/files while a file is held or refused: an outcome to act on, never a failed run."""

    @dg.asset_check(
        asset=["checked", "files"],
        name="every_file_counts",
        description="Warns while a file is held for correction or refused; the others are counted all the same.",
    )
    def every_file_counts() -> dg.AssetCheckResult:
        rows = not_counted()
        return dg.AssetCheckResult(
            passed=not rows,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"files": len(rows), "held and refused": table(rows)},
        )

    return [every_file_counts]


def answer_assets(write: Callable[[Callable[[str], None]], AnswersWritten]) -> list[dg.AssetsDefinition]:
    """What every sender gets back; ``write(log)`` writes the answers that are new."""

    @dg.asset(
        key=["answers", "written"],
        deps=[["core", "receipts"], ["core", "returns"], ["checked", "findings"], ["checked", "history_findings"]],
        description="For every file a folder to send back: a receipt, a report for programs, and where something was "
        "found the sender's own workbook with each finding marked in its cell.",
        group_name="answers",
    )
    def answers(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        written = write(context.log.info)
        metadata: Metadata = {
            "open": dg.MetadataValue.path(str(written.folder)),
            "written now": len(written.new),
            "standing already": written.standing,
            "answers written now": table(written.new),
        }
        return dg.MaterializeResult(metadata=metadata)

    return [answers]
