"""The `jpa` command: the same jobs as in the UI, without a server; forms, checks, and a look at what stands there."""

from __future__ import annotations

from typing import Annotated

import typer

from assets.framework.loader import FrameworkError
from pipelines.cli import checks, forms, look, runs, samples
from pipelines.cli.judgement import JudgingCommand
from pipelines.cli.screen import FAILED, fail
from pipelines.lock import StateFolderBusy
from pipelines.settings import SettingsError, state_folder, version
from pipelines.trouble import disk_trouble

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


for command in (
    forms.form,
    samples.sample,
    checks.check,
    runs.refresh,
    runs.recheck,
    runs.release,
    runs.verify,
    look.trace,
    look.status,
    look.serve,
):
    app.command(cls=JudgingCommand if command is checks.check else None)(command)
layout_app = typer.Typer(
    help="Work on layout files, which say how another source's sheet is read.", no_args_is_help=True
)
layout_app.command("try")(forms.layout_try)
app.add_typer(layout_app, name="layout")


def main() -> None:
    """Run the command line; what an administrator can mend is said in one sentence."""
    try:
        app()
    except (SettingsError, FrameworkError, StateFolderBusy) as error:
        raise SystemExit(fail(str(error), FAILED).exit_code) from error
    except Exception as error:
        said = disk_trouble(error, state_folder())
        if not said:
            raise
        raise SystemExit(fail(said, FAILED).exit_code) from error


if __name__ == "__main__":
    main()
