"""The inbox and the archive as Dagster assets: received/receipts, and the check that nothing received was altered."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from assets.framework.assets import SETTINGS
from assets.framework.contract import ContractViolation
from assets.framework.metadata import contract_broken, contract_check, contract_kept, table
from assets.intake.inbox import Arrivals

INBOX = dg.AssetKey(["sources", "inbox"])
RECEIPTS = dg.AssetKey(["received", "receipts"])
# Returns are due once a month: with nothing received for longer the inbox is not watched, or nobody sends.
_WARN, _FAIL = timedelta(days=35), timedelta(days=45)


def intake_assets(columns: dg.TableSchema) -> list[dg.AssetsDefinition]:
    """The asset of the log of receipts, with its declared ``columns``.

    Calls ``receive()`` of the resource ``steps``, which empties the inbox into the archive and stores the log.
    """

    @dg.multi_asset(
        name="received__receipts",
        specs=[
            dg.AssetSpec(
                RECEIPTS,
                deps=[INBOX, SETTINGS],
                description="Every file that ever arrived: when, under which name, how large, its sha256. "
                "Files in the inbox are moved into the archive, read-only, byte for byte.",
                group_name="received",
                freshness_policy=dg.FreshnessPolicy.time_window(fail_window=_FAIL, warn_window=_WARN),
                metadata={"dagster/column_schema": columns},
            )
        ],
        check_specs=[contract_check(RECEIPTS, "the log of receipts")],
        required_resource_keys={"steps"},
    )
    def receipts(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            arrivals = context.resources.steps.receive()
        except ContractViolation as violation:
            yield contract_broken(RECEIPTS, violation)
            raise
        context.log.info(f"{len(arrivals.new)} files came in, {arrivals.total} receipts so far.")
        yield contract_kept(RECEIPTS)
        yield dg.MaterializeResult(asset_key=RECEIPTS, metadata=_metadata(arrivals))

    return [receipts]


def _metadata(arrivals: Arrivals) -> dict[str, int | dg.TableMetadataValue]:
    """What came in now, and what was left in the inbox."""
    new: list[dict[str, str | int]] = [
        {"file": r.file_name, "bytes": r.size, "received": r.received_at.isoformat(), "sha256": r.sha256[:12]}
        for r in arrivals.new
    ]
    left = [{"file": p.facts.get("file", ""), "why": p.facts.get("what", p.code)} for p in arrivals.problems]
    return {
        "dagster/row_count": arrivals.total,
        "files that came in": len(arrivals.new),
        "receipts so far": arrivals.total,
        "new arrivals": table(new),
        "left in the inbox": table(left),
    }


@dg.asset_check(
    asset=RECEIPTS,
    name="every_file_is_as_received",
    description="Hashes every file of the archive and compares it with its name. The job verify_archive runs it; a "
    "refresh does not, for it reads all bytes ever received.",
    blocking=True,
    required_resource_keys={"steps"},
)
def every_file_is_as_received(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """The archive is, to the bit, what was received; calls ``altered_files()`` of the resource ``steps``."""
    altered = context.resources.steps.altered_files()
    if not altered:
        context.log.info("Every archived file is as it was received.")
    return dg.AssetCheckResult(passed=not altered, metadata={"altered": altered} if altered else None)
