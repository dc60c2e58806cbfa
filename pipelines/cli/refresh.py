"""The commands refresh and recheck."""

from __future__ import annotations

from pipelines.cli.run import run
from pipelines.cli.status import print_status
from pipelines.settings import load_settings


def refresh() -> None:
    """Take in what is in the inbox, check it, add it up, build the dashboards. Read files are not read again."""
    run("refresh")
    print_status(load_settings())


def recheck() -> None:
    """The same as refresh, but every file of the archive is read and judged again."""
    run("recheck")
    print_status(load_settings())
