"""The command verify: every archived file is as it was received."""

from __future__ import annotations

from pipelines.cli.run import run
from pipelines.cli.screen import console


def verify() -> None:
    """Prove that every file of the archive is, to the bit, what was received."""
    run("verify_archive")
    console.print("Every archived file is as it was received.")
