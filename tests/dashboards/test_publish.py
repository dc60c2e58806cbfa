"""Pages are swapped in whole: what a reader sees meanwhile, and what stands there afterwards."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from assets.dashboards.publish import PointerInTheWay, publish_pages

PAGES = ("index.html", "countries/tha.html", "data/all.csv")


def _site(folder: Path, build: int) -> int:
    for name in PAGES:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{build}\n" * 20_000)
    return build


def test_a_reader_during_a_hundred_publications_sees_no_torn_and_no_missing_page(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder: _site(folder, 0))
    seen: list[tuple[str, str]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for name in PAGES:
                try:
                    seen.append((name, (pointer / name).read_text()))
                except OSError as error:
                    seen.append((name, repr(error)))

    reader = threading.Thread(target=read)
    reader.start()
    for build in range(1, 101):
        publish_pages(pointer, sites, lambda folder, build=build: _site(folder, build))  # type: ignore[misc]
        if build % 10 == 0:  # a busy machine may not have let the reader in meanwhile
            before = len(seen)
            while len(seen) <= before + len(PAGES) and reader.is_alive():
                time.sleep(0.001)
    done.set()
    reader.join()
    whole = {f"{build}\n" * 20_000: build for build in range(101)}
    assert [(name, text[:300]) for name, text in seen if text not in whole] == []
    builds = [whole[text] for _, text in seen]
    assert builds == sorted(builds), "a reader is never taken back to an older build"
    assert len(set(builds)) >= 10, "the reader was there while pages were swapped"


def test_a_page_that_somebody_changed_is_put_right_by_the_next_build(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder: _site(folder, 1))
    (pointer / PAGES[0]).write_text("another number")
    published = publish_pages(pointer, sites, lambda folder: _site(folder, 1))
    assert (pointer / PAGES[0]).read_text() == "1\n" * 20_000
    assert not published.unchanged
    assert publish_pages(pointer, sites, lambda folder: _site(folder, 1)).unchanged


def test_a_build_that_fails_leaves_the_pages_before_it(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder: _site(folder, 1))

    def half(folder: Path) -> None:
        _site(folder, 2)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        publish_pages(pointer, sites, half)
    assert (pointer / PAGES[0]).read_text() == "1\n" * 20_000
    assert len(list(sites.iterdir())) == 1


def test_a_folder_that_stands_where_the_pages_belong_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "mine.txt").write_text("kept")
    with pytest.raises(PointerInTheWay):
        publish_pages(tmp_path / "dashboards", tmp_path / "sites", lambda folder: _site(folder, 1))
    assert (tmp_path / "dashboards" / "mine.txt").read_text() == "kept"
