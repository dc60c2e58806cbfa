"""What the tests of the intake share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assets.intake.archive import Archive
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.workbook import Workbook


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Workbook]:
    """Opens bytes as a file that the sender called "THA 2023-09.xlsx"."""

    def open_bytes(data: bytes) -> Workbook:
        path = tmp_path / "file"
        path.write_bytes(data)
        return open_workbook(path, "THA 2023-09.xlsx", Limits())

    return open_bytes


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty inbox."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive that nothing has come to yet."""
    return Archive(tmp_path / "archive")
