"""The returns and the state folder of the end-to-end tests, made once for both."""

from __future__ import annotations

from tests.end_to_end.conftest import returns, run_once

__all__ = ["returns", "run_once"]
