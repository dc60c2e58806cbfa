"""The checked returns as Dagster assets: what was read, what is wrong, what became of each file, the answers."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from assets.framework.assets import SETTINGS
from assets.framework.contract import ContractViolation
from assets.framework.metadata import contract_broken, contract_check, contract_kept, table

Row = dict[str, str | int]
Metadata = dict[str, int | str | dg.TableMetadataValue | dg.PathMetadataValue]

_DESCRIPTIONS = {
    "checked.files": "Every file once: what it is, its status by itself (accepted, held, refused) and why.",
    "checked.observations": "Every counted cell of every file that could be read, with sheet, cell and the text there.",
    "checked.entries": "Every field of the cover and of the list sheets, with sheet and cell.",
    "checked.findings": "Everything that is wrong with a file: rule, sheet, cell, what was found, what to do.",
    "checked.rows": "The fate of every row of a source that is not the form: a value, skipped and why, or a finding.",
    "checked.asked": "Every cell in which a layout of returns asks for an indicator, by layout and version.",
    "received.decisions": "What officers decided about received files: waivers, corrections, withdrawals; why.",
}


DECISIONS, LAYOUTS = dg.AssetKey(["sources", "decisions"]), dg.AssetKey(["sources", "layouts"])
_FILES, NOT_COUNTED = dg.AssetKey(["checked", "files"]), dg.AssetKey(["quality", "not_counted"])
_READS = [
    dg.AssetKey(["received", "receipts"]),
    DECISIONS,
    LAYOUTS,
    SETTINGS,
    *(dg.AssetKey(["framework", name]) for name in ("editions", "participants", "countries", "indicators", "codes")),
]


@dataclass(frozen=True)
class CheckSummary:
    """What one pass over the archive did: counts for all files by their status by themselves.

    ``read`` is how many files were read now, ``rows`` are the rows of each table. ``cost`` says in words what reading
    took in time and memory.
    """

    known: int
    outcomes: Mapping[str, int]
    read: int = 0
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


def checking_assets(columns: Mapping[str, dg.TableSchema]) -> list[dg.AssetsDefinition]:
    """Assets of the checks; ``columns`` are the declared ones by table.

    Calls ``check(reread, log)`` of the resource ``steps``, which reads what is new, or everything, and stores it.
    """

    @dg.multi_asset(
        name="checked",
        specs=[
            dg.AssetSpec(
                name.split("."),
                deps=_READS,
                description=text,
                group_name=name.partition(".")[0],
                metadata={"dagster/column_schema": columns[name]},
            )
            for name, text in _DESCRIPTIONS.items()
        ],
        check_specs=[
            contract_check(_FILES, "what was read"),
        ],
        required_resource_keys={"steps"},
    )
    def checked(
        context: dg.AssetExecutionContext, config: CheckConfig
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            summary: CheckSummary = context.resources.steps.check(config.reread, context.log.info)
        except ContractViolation as violation:
            yield contract_broken(_FILES, violation)
            raise
        for name in _DESCRIPTIONS:
            metadata: Metadata = {"dagster/row_count": summary.rows.get(name, 0)}
            if name == "checked.files":
                metadata |= _files_metadata(summary)
            yield dg.MaterializeResult(asset_key=name.split("."), metadata=metadata)
        yield contract_kept(_FILES)

    return [checked]


def _files_metadata(summary: CheckSummary) -> Metadata:
    counts = {outcome.replace("_", " "): number for outcome, number in summary.outcomes.items()}
    return {
        **counts,
        "read now": summary.read,
        "read before, unchanged": summary.known,
        "reading took": summary.cost,
    }


@dg.asset_check(
    asset=_FILES,
    name="every_file_counts",
    additional_deps=[NOT_COUNTED],
    description="Warns while a file is held for correction or refused; the others are counted all the same.",
    required_resource_keys={"steps"},
)
def every_file_counts(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Every file counts, or a later version of it; calls ``not_counted()`` of the resource ``steps``."""
    rows: list[Row] = context.resources.steps.not_counted()
    return dg.AssetCheckResult(
        passed=not rows,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"files": len(rows), "held and refused": table(rows)},
    )


def answer_assets(reads: Sequence[str]) -> list[dg.AssetsDefinition]:
    """What every sender gets back; ``reads`` are the tables (schema.name) that the answers are made of.

    Calls ``write_answers(log)`` of the resource ``steps``, which writes the answers that are new.
    """

    @dg.asset(
        key=["answers", "written"],
        deps=[*(name.split(".") for name in reads), ["sources", "layouts"]],
        description="For every file a folder to send back: a receipt, a report for programs, and where something was "
        "found the sender's own workbook with each finding marked in its cell.",
        group_name="answers",
        required_resource_keys={"steps"},
    )
    def answers(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        written: AnswersWritten = context.resources.steps.write_answers(context.log.info)
        metadata: Metadata = {
            "open": dg.MetadataValue.path(str(written.folder)),
            "written now": len(written.new),
            "standing already": written.standing,
            "answers written now": table(written.new),
        }
        return dg.MaterializeResult(metadata=metadata)

    return [answers]
