"""A disk that fills up in the middle of a run: what the officer reads, what stays, what a later run makes of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.product import content, copied, differing, jpa, samples

pytestmark = [pytest.mark.slow]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 MB, mounted where the system lets us."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk may be mounted on this machine")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_said_the_pages_before_stay_and_the_next_run_goes_on(
    small_disk: Path, two_returns: tuple[Path, Path], tmp_path: Path
) -> None:
    twin, _ = two_returns
    home = copied(twin, small_disk / "state")
    before = content(home)
    samples(tmp_path / "later", countries=("AUS", "THA"), months=("2023-10",))
    for folder in (home, twin):
        shutil.copytree(tmp_path / "later", folder / "inbox", dirs_exist_ok=True)

    ballast = small_disk / "ballast"
    with ballast.open("wb") as stream:
        stream.write(b"\0" * (shutil.disk_usage(small_disk).free - 1_500_000))
    said = jpa(home, "refresh", exit_code=1)
    assert "full" in said
    assert "Traceback" not in said
    assert differing(content(home), before) == set()

    ballast.unlink()
    jpa(home, "refresh")
    jpa(twin, "refresh")
    assert differing(content(home), content(twin)) == set()
