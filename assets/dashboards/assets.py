"""The dashboards and the releases as Dagster assets."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import dagster as dg

from assets.framework.metadata import table

# A key is an edition and what of it is released, such as JPA6-2024-07: a new edition brings keys, not a new definition.
RELEASED = dg.AssetKey(["releases", "restricted"])
RELEASES = dg.DynamicPartitionsDefinition(name="releases")
# One a month: with none for longer, a month was not released.
_WARN, _FAIL = timedelta(days=35), timedelta(days=45)


@dataclass(frozen=True)
class BuiltPages:
    """The pages that were built: where they stand, how many, and their size in bytes."""

    index: Path
    pages: int
    size: int
    unchanged: bool = False


@dataclass(frozen=True)
class BuiltRelease:
    """A release that was frozen, or found to be frozen already with the same content.

    ``changes`` lists what differs from the release of the same month before it: what, was, now.
    """

    release_id: str
    folder: Path
    is_new: bool
    digest: str
    changes: list[dict[str, str | int]] = field(default_factory=list)


class ReleaseConfig(dg.Config):
    """Who stands behind a release."""

    approved_by: str = "not stated"


def dashboard_assets(reads: Sequence[str]) -> list[dg.AssetsDefinition]:
    """The working group's dashboards, made of the tables ``reads`` (schema.name).

    Calls ``build_pages(log)`` of the resource ``steps``, which builds them aside and swaps them in whole.
    """

    @dg.asset(
        key=["dashboards", "restricted"],
        deps=[name.split(".") for name in reads],
        description="The working group's pages: built aside from the tables and swapped in whole, so that a reader "
        "never sees half of two builds. Not for publication.",
        group_name="dashboards",
        kinds={"html", "plotly"},
        required_resource_keys={"steps"},
    )
    def restricted(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        built: BuiltPages = context.resources.steps.build_pages(context.log.info)
        return dg.MaterializeResult(
            metadata={
                "open": dg.MetadataValue.path(str(built.index)),
                "pages": built.pages,
                "bytes": built.size,
                "unchanged": built.unchanged,
            }
        )

    return [restricted]


def release_assets(reads: Sequence[str]) -> list[dg.AssetsDefinition]:
    """The releases, a partition each; ``reads`` are the tables (schema.name) that one is made of.

    Calls ``publish_release(key, approved_by, log)`` of the resource ``steps``, which freezes one.
    """

    @dg.asset(
        key=RELEASED,
        deps=[name.split(".") for name in reads],
        partitions_def=RELEASES,
        description="A month's release: pages, tables and hashes as known at that month's cut-off, frozen. The same "
        "month again gives the same bytes; if what it rests on has changed, a new revision lists what changed.",
        group_name="releases",
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=_FAIL, warn_window=_WARN),
        required_resource_keys={"steps"},
    )
    def release(context: dg.AssetExecutionContext, config: ReleaseConfig) -> dg.MaterializeResult[None]:
        try:
            built: BuiltRelease = context.resources.steps.publish_release(
                context.partition_key, config.approved_by, context.log.info
            )
        except ReleaseRefused as error:
            raise dg.Failure(description=str(error), allow_retries=False) from error
        return dg.MaterializeResult(
            metadata={
                "release": built.release_id,
                "new": built.is_new,
                "folder": dg.MetadataValue.path(str(built.folder)),
                "sha256 of the manifest": built.digest,
                "changed since the revision before": table(built.changes),
            }
        )

    return [release]


class ReleaseRefused(ValueError):
    """A release cannot be made, with the reason an officer can act on."""
