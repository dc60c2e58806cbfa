"""The checked returns as Dagster assets: what was read, what is wrong with it, what became of each file."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import dagster as dg

from assets.framework.metadata import table

_DESCRIPTIONS = {
    "files": "Every file once: what it is, its outcome (accepted, accepted with warnings, held, refused) and why.",
    "observations": "Every counted cell of every file that could be read, with sheet, cell and the text found there.",
    "entries": "Every field of the cover and of the list sheets, with sheet and cell.",
    "findings": "Everything that is wrong with a file: rule, sheet, cell, what was found, what to do.",
    "rows": "The fate of every row of a source that is not the form: a value, skipped with its reason, or a finding.",
}


@dataclass(frozen=True)
class CheckSummary:
    """What one pass over the archive did: counts for all files, the list of those that do not count, in full.

    ``set_aside`` has a row for each held or refused file: file, what it is, outcome, why.
    """

    read: int
    known: int
    outcomes: Mapping[str, int]
    set_aside: list[dict[str, str | int]] = field(default_factory=list)
    rows: Mapping[str, int] = field(default_factory=dict)


class CheckConfig(dg.Config):
    """How the pass over the archive is made."""

    reread: bool = False


def checking_assets(
    check: Callable[[bool, Callable[[str], None]], CheckSummary], check_history: Callable[[], Mapping[str, int]]
) -> list[dg.AssetsDefinition]:
    """Assets of the checks.

    ``check(reread, log)`` reads what is new in the archive, or everything, and stores it; ``check_history`` compares
    the returns of a country with its earlier ones and returns the findings by rule.
    """

    @dg.multi_asset(
        name="checked",
        specs=[
            dg.AssetSpec(["checked", name], deps=[["received", "receipts"]], description=text, group_name="checked")
            for name, text in _DESCRIPTIONS.items()
        ],
    )
    def checked(context: dg.AssetExecutionContext, config: CheckConfig) -> Iterator[dg.MaterializeResult[None]]:
        summary = check(config.reread, context.log.info)
        for name in _DESCRIPTIONS:
            metadata: dict[str, int | dg.TableMetadataValue] = {"rows": summary.rows.get(name, 0)}
            if name == "files":
                metadata |= _files_metadata(summary)
            yield dg.MaterializeResult(asset_key=["checked", name], metadata=metadata)

    @dg.asset(
        key=["checked", "history_findings"],
        deps=[["checked", "files"], ["checked", "observations"], ["framework", "vintage"]],
        description="Findings that need a country's earlier returns: they can change the outcome of an accepted file.",
        group_name="checked",
    )
    def history_findings() -> dg.MaterializeResult[None]:
        found = check_history()
        return dg.MaterializeResult(metadata={"findings": sum(found.values()), **found})

    return [checked, history_findings]


def _files_metadata(summary: CheckSummary) -> dict[str, int | dg.TableMetadataValue]:
    counts = {outcome.replace("_", " "): number for outcome, number in summary.outcomes.items()}
    return {
        "read now": summary.read,
        "read before, unchanged": summary.known,
        **counts,
        "held and refused": table(summary.set_aside),
    }


def checking_checks(set_aside: Callable[[], list[dict[str, str | int]]]) -> list[dg.AssetChecksDefinition]:
    """A warning on checked/files while a file is held or refused: an outcome to act on, never a failed run."""

    @dg.asset_check(
        asset=["checked", "files"],
        name="no_file_is_set_aside",
        description="Warns while a file is held for correction or refused; the others are counted all the same.",
    )
    def no_file_is_set_aside() -> dg.AssetCheckResult:
        rows = set_aside()
        return dg.AssetCheckResult(
            passed=not rows,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"files": len(rows), "held and refused": table(rows)},
        )

    return [no_file_is_set_aside]
