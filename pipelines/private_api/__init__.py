"""What the product takes from libraries without their promise that it stays: all of it is in this folder.

`tests/pipelines/test_private_api.py` holds each to what is expected of it, so that a new version of a library that has
moved or changed one of them is noticed there, by its name, and not in a server at night. (What the form takes from
XlsxWriter is in `assets/forms/writer/worksheet.py`, the one module that writes cells.)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

# typer has taken click in under a private name. Only through the error can a command give wrong use an exit code of its
# own, and only the context names what `TyperCommand.make_context` returns.
from typer._click.core import Context
from typer._click.exceptions import UsageError

__all__ = ["DAEMON_MODULE", "Context", "Job", "UsageError", "daemon_command", "webserver_app"]

if TYPE_CHECKING:
    import dagster as dg
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
    from starlette.types import ASGIApp

    # What `dg.define_asset_job` returns has no public name; it is needed for types alone.
    Job = dg.JobDefinition | UnresolvedAssetJobDefinition

# The module that `dagster-daemon` and `dagster dev` start. Its name in a command line tells the daemon of a killed
# server; the name of a script would not be there.
DAEMON_MODULE = "dagster._daemon"


def daemon_command(workspace: Path) -> list[str]:
    """The command that starts Dagster's daemon over the code locations of the file ``workspace``."""
    return [sys.executable, "-m", DAEMON_MODULE, "run", "--log-level", "warning", "-w", str(workspace)]


@contextmanager
def webserver_app(instance: dg.DagsterInstance, location: dict[str, str], *, read_only: bool) -> Iterator[ASGIApp]:
    """The application of Dagster's webserver over one code location.

    Dagster publishes only the command, which opens a port of its own; behind our guard there must be none.
    """
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import ModuleTarget
    from dagster_webserver.app import create_app_from_workspace_process_context

    target = ModuleTarget(**location)
    with WorkspaceProcessContext(instance, workspace_load_target=target, read_only=read_only) as context:
        yield create_app_from_workspace_process_context(context)
