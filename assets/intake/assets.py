"""The inbox and the archive as a Dagster asset: received/receipts."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Callable

import dagster as dg

from assets.framework.metadata import table
from assets.intake.inbox import Arrivals


def intake_assets(receive: Callable[[], Arrivals]) -> list[dg.AssetsDefinition]:
    """The asset of the log of receipts; ``receive`` empties the inbox into the archive and stores the log."""

    @dg.asset(
        key=["received", "receipts"],
        description="Every file that ever arrived: when, under which name, how large, its sha256. "
        "Files in the inbox are moved into the archive, read-only, byte for byte.",
        group_name="received",
    )
    def receipts(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        arrivals = receive()
        context.log.info(f"{len(arrivals.new)} files came in, {arrivals.total} receipts so far.")
        return dg.MaterializeResult(
            metadata={
                "files that came in": len(arrivals.new),
                "receipts so far": arrivals.total,
                "new arrivals": table(
                    [
                        {
                            "file": r.file_name,
                            "bytes": r.size,
                            "received": r.received_at.isoformat(),
                            "sha256": r.sha256[:12],
                        }
                        for r in arrivals.new
                    ]
                ),
                "left in the inbox": table(
                    [{"file": p.facts.get("file", ""), "why": p.facts.get("what", p.code)} for p in arrivals.problems]
                ),
            }
        )

    return [receipts]
