"""Pages are swapped in whole: what a reader sees meanwhile, and what stands there afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.dashboards.publish import EarlierBuild, PointerInTheWay, SiteFolder, publish_pages

PAGES = ("index.html", "countries/tha.html", "data/all.csv")


def _site(folder: Path, build: int) -> dict[str, str]:
    for name in PAGES:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{build}\n" * 20_000)
    return {}


class _Watch:
    """Looks at the pages between any two steps of this process on the file system.

    Python tells its audit hooks of each such step before it is done; a hook cannot be taken off again, so it is put on
    once and sleeps while nobody watches.
    """

    def __init__(self) -> None:
        self.look: Callable[[], None] | None = None
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.look is not None and event.startswith(("os.", "open", "shutil.")):
            look, self.look = self.look, None
            try:
                look()
            finally:
                self.look = look


WATCH = _Watch()


def test_a_reader_sees_one_build_or_the_next_between_any_two_steps_of_a_publication(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 0))
    seen: list[list[str]] = []

    def look() -> None:
        try:
            seen.append([(pointer / name).read_text() for name in PAGES])
        except OSError as error:
            seen.append([repr(error)])

    for build in range(1, 8):
        WATCH.look = look
        try:
            publish_pages(pointer, sites, lambda folder, _, build=build: _site(folder, build))  # type: ignore[misc]
        finally:
            WATCH.look = None
        look()
    whole = [[f"{build}\n" * 20_000] * len(PAGES) for build in range(8)]
    assert [texts[0][:300] for texts in seen if texts not in whole] == []
    builds = [whole.index(texts) for texts in seen]
    assert builds == sorted(builds), "a reader is never taken back to an older build"
    assert all(builds.count(build) > 10 for build in range(7)), "the reader was there all the while"


def test_pages_made_of_the_same_are_not_built_again(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 1), "same")

    def never(folder: Path, _: object) -> dict[str, str]:
        raise AssertionError("built again")

    again = publish_pages(pointer, sites, never, "same")
    assert again.unchanged and (again.pages, again.size) == (2, 3 * 40_000)
    with pytest.raises(AssertionError, match="built again"):
        publish_pages(pointer, sites, never, "other")


@pytest.mark.parametrize("harm", ["changed", "gone", "added", "pointer"])
def test_what_was_changed_by_hand_is_put_right_where_nothing_else_changed(tmp_path: Path, harm: str) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 1), "same")
    page = pointer / PAGES[1]
    if harm == "changed":
        page.write_text("2\n" * 20_000)
    elif harm == "gone":
        page.unlink()
    elif harm == "added":
        (pointer / "more.html").write_text("more")
    else:
        pointer.unlink()
    published = publish_pages(pointer, sites, lambda folder, _: _site(folder, 1), "same")
    assert not published.unchanged
    assert page.read_text() == "1\n" * 20_000 and not (pointer / "more.html").exists()
    assert publish_pages(pointer, sites, lambda folder, _: _site(folder, 1), "same").unchanged


def test_a_record_that_cannot_be_read_builds_the_pages_again(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 1), "same")
    sites.with_name("sites.json").write_text("{")
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 2), "same")
    assert (pointer / PAGES[0]).read_text() == "2\n" * 20_000


def test_a_file_that_is_as_in_the_build_before_is_that_file_unless_somebody_changed_it(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    number, made = 0, []

    def write_book() -> bytes:
        made.append(number)
        return str(number).encode()

    def build(folder: Path, earlier: EarlierBuild | None) -> dict[str, str]:
        site = SiteFolder(folder, earlier)
        site.write("data/same.csv", b"a")
        site.write("other.csv", str(number).encode())
        site.write_once("data/book.xlsx", "rows" if number < 2 else "other rows", write_book)
        return site.made_of

    publish_pages(pointer, sites, build)
    first, number = (pointer / "data" / "same.csv").stat().st_ino, 1
    publish_pages(pointer, sites, build)
    assert (pointer / "data" / "same.csv").stat().st_ino == first
    assert (pointer / "other.csv").read_text() == "1"
    assert (made, (pointer / "data" / "book.xlsx").read_text()) == ([0], "0")
    number = 2
    publish_pages(pointer, sites, build)
    assert (made, (pointer / "data" / "book.xlsx").read_text()) == ([0, 2], "2")
    for name in ("same.csv", "book.xlsx"):
        (pointer / "data" / name).write_text("by hand")
    number = 3
    publish_pages(pointer, sites, build)
    assert (pointer / "data" / "same.csv").read_text() == "a"
    assert (made, (pointer / "data" / "book.xlsx").read_text()) == ([0, 2, 3], "3")


def test_a_page_that_somebody_changed_is_put_right_by_the_next_build(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 1))
    (pointer / PAGES[0]).write_text("another number")
    published = publish_pages(pointer, sites, lambda folder, _: _site(folder, 1))
    assert (pointer / PAGES[0]).read_text() == "1\n" * 20_000
    assert not published.unchanged
    assert publish_pages(pointer, sites, lambda folder, _: _site(folder, 1)).unchanged


def test_a_build_that_fails_leaves_the_pages_before_it(tmp_path: Path) -> None:
    pointer, sites = tmp_path / "dashboards", tmp_path / "sites"
    publish_pages(pointer, sites, lambda folder, _: _site(folder, 1))

    def half(folder: Path, _: object) -> dict[str, str]:
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
        publish_pages(tmp_path / "dashboards", tmp_path / "sites", lambda folder, _: _site(folder, 1))
    assert (tmp_path / "dashboards" / "mine.txt").read_text() == "kept"
