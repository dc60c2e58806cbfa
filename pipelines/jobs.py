"""What an officer can press: refresh, recheck, publish_release, verify_archive."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from assets.intake.problems import Problem
from pipelines.release_step import altered_text

if TYPE_CHECKING:
    from pipelines.private_api import Job

RELEASES = dg.AssetSelection.groups("releases")


def all_jobs(months: Sequence[str], verify: Callable[[], list[Problem]]) -> "dict[str, Job]":
    """Every job by name."""
    everything = dg.AssetSelection.all() - RELEASES
    return {
        "refresh": dg.define_asset_job(
            "refresh",
            selection=everything,
            description="Take in what is in the inbox, check it, add it up, build the dashboards. Files that were read "
            "before are not read again. Safe to press at any time.",
        ),
        "recheck": dg.define_asset_job(
            "recheck",
            selection=everything,
            config={"ops": {"checked": {"config": {"reread": True}}}},
            description="The same as refresh, but every file of the archive is read and judged again.",
        ),
        "publish_release": dg.define_asset_job(
            "publish_release",
            selection=RELEASES,
            description="Freeze the release of one month: choose the month, say who approves it.",
        ),
        "verify_archive": _verify_archive(verify),
    }


def _verify_archive(verify: Callable[[], list[Problem]]) -> dg.JobDefinition:
    @dg.op(name="verify_every_file", description="Hash every file of the archive and compare with its name.")
    def verify_every_file(context: dg.OpExecutionContext) -> None:
        problems = verify()
        if problems:
            raise dg.Failure(description=altered_text(problems))
        context.log.info("Every archived file is as it was received.")

    @dg.job(
        name="verify_archive",
        description="Prove that every file of the archive is, to the bit, what was received.",
        executor_def=dg.in_process_executor,
    )
    def verify_archive() -> None:
        verify_every_file()

    return verify_archive
