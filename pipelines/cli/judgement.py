"""How the command check ends: with the worst outcome, or with a code of its own where no file was judged."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer._click.core import Context
from typer._click.exceptions import UsageError
from typer.core import TyperCommand

from assets.framework.loader import FrameworkError
from pipelines.cli.screen import fail
from pipelines.settings import SettingsError

# The worst outcome decides: 0 accepted, 1 with warnings, 2 needs correction, 3 refused.
EXIT_CODES = {"accepted": 0, "accepted_with_warnings": 1, "held": 2, "refused": 3}
CANNOT_CHECK = 4


class JudgingCommand(TyperCommand):
    """A command whose wrong use ends with 4: the 2 of other commands would say that a return needs correction."""

    def make_context(self, *arguments: Any, **named: Any) -> Context:
        """Read the command line; raises UsageError with the exit code 4."""
        try:
            return super().make_context(*arguments, **named)
        except UsageError as error:
            error.exit_code = CANNOT_CHECK
            raise


@contextmanager
def no_judgement() -> Iterator[None]:
    """End with 4 whatever stops the check itself: the 1 of other commands would say that a return has warnings."""
    from assets.forms.layout.layout import LayoutError
    from assets.intake.pool import ChildrenCannotStart

    try:
        yield
    except typer.Exit:
        raise
    except (SettingsError, FrameworkError, LayoutError, ChildrenCannotStart, OSError) as error:
        raise fail(str(error), CANNOT_CHECK) from error
    except Exception as error:
        traceback.print_exc()
        raise typer.Exit(CANNOT_CHECK) from error
