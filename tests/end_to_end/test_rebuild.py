"""Everything behind the archive can be deleted and comes back, to the byte; in whatever order things arrived."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assets.forms.sample.returns import SampleSet
from tests.end_to_end.product import content, differing, jpa, settle_quickly

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("run_once")]
RunOnce = tuple[Path, str, SampleSet]


def test_the_state_folder_deleted_and_run_again_gives_the_same_bytes(
    run_once: RunOnce, returns: tuple[Path, SampleSet], tmp_path: Path
) -> None:
    home = tmp_path / "again"
    settle_quickly(home, workers=1)
    shutil.copytree(returns[0], home / "inbox")
    jpa(home, "refresh", new_process=True)
    assert differing(content(home), content(run_once[0])) == set()


def test_the_working_state_deleted_is_worked_out_anew_from_the_archive(run_once: RunOnce, tmp_path: Path) -> None:
    home = tmp_path / "restored"
    home.mkdir()
    shutil.copytree(run_once[0] / "archive", home / "archive")
    settle_quickly(home)
    jpa(home, "refresh", new_process=True)
    assert differing(content(home), content(run_once[0])) == set()


def test_files_that_arrive_in_several_batches_and_another_order_give_the_same(
    run_once: RunOnce, returns: tuple[Path, SampleSet], tmp_path: Path
) -> None:
    home, (folder, written) = tmp_path / "batches", returns
    settle_quickly(home)
    names = [file.file_name for file in written.files]
    inbox = home / "inbox"
    inbox.mkdir()
    for batch in (names[::-1][: len(names) // 2], names):
        shutil.copy(written.arrivals, inbox)
        for name in batch:
            shutil.copy(folder / name, inbox)
        jpa(home, "refresh", new_process=True)
    assert differing(content(home), content(run_once[0])) == set()
