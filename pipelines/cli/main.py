"""The `jpa` command: the same jobs as in the UI, without a server; forms, checks, and a look at what stands there."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from assets.framework.loader import FrameworkError
from pipelines.cli.check import CheckCommand, check
from pipelines.cli.form import form
from pipelines.cli.jobs import recheck, refresh, release, verify
from pipelines.cli.layout_try import layout_try
from pipelines.cli.sample import sample
from pipelines.cli.screen import FAILED, fail
from pipelines.cli.serve import serve
from pipelines.cli.status import status
from pipelines.cli.trace import trace
from pipelines.settings import SettingsError, state_folder, version
from pipelines.state_folder import StateFolderBusy, disk_trouble

app = typer.Typer(
    name="jpa",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"jpa {version()}")
        raise typer.Exit()


@app.callback()
def _options(
    show: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Progress indicators of the Joint Periods of Action. State lives under JPA_HOME (default: var/)."""


for command in (form, sample, check, refresh, recheck, release, verify, trace, status, serve):
    app.command(cls=CheckCommand if command is check else None)(command)
layout_app = typer.Typer(
    help="Work on layout files, which say how another source's sheet is read.", no_args_is_help=True
)
layout_app.command("try")(layout_try)
app.add_typer(layout_app, name="layout")


def main() -> None:
    """Run the command line; what an administrator can mend is said in one sentence."""
    # Modules, declarations and rows live as long as the command: looking for cycles among them every 700 objects, as
    # Python does unless told otherwise, takes a tenth of a refresh and finds none.
    gc.set_threshold(200_000, 20, 100)
    try:
        app()
    except (SettingsError, FrameworkError, StateFolderBusy) as error:
        raise SystemExit(fail(str(error), FAILED).exit_code) from error
    except Exception as error:
        said = disk_trouble(error, state_folder())
        if not said:
            raise
        raise SystemExit(fail(said, FAILED).exit_code) from error
    finally:
        # The system takes the memory back at once; to free it object by object would take most of a second.
        gc.freeze()


if __name__ == "__main__":
    main()
