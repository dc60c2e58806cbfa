"""The site that the tests of the dashboards look at."""

from __future__ import annotations

from tests.dashboards.conftest import site

__all__ = ["site"]
