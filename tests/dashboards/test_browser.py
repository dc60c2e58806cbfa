"""The pages in the Chromium of the machine, opened from files: nothing is served, nothing is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboards.reading import figures_of, numbers_in, pages_of, read_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium is installed: its Debian package is chromium."),
]
KINDS = (
    "index.html", "indicators/index.html", "indicators/VIC_ID.html", "countries/index.html", "countries/MYS.html",
    "cooperation.html", "compendium.html", "activities.html", "reporting.html", "context.html", "method.html",
    "provenance.html",
)  # fmt: skip
DRAWN = "[...document.querySelectorAll('.plot')].every(plot => plot.querySelector('.main-svg'))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


def _draw(page: Page) -> None:
    """Scroll to the first chart and wait until all are drawn."""
    if not page.query_selector(".plot"):
        return
    page.evaluate("document.querySelector('.plot').scrollIntoView()")
    for _ in range(200):
        if page.evaluate(DRAWN):
            return
        page.wait_for_timeout(50)
    raise AssertionError("not every chart was drawn")


def test_every_page_opens_with_its_charts_no_outside_request_and_no_error(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    outside: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else outside.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in pages_of(site):
        page.goto(path.as_uri())
        _draw(page)
        assert page.evaluate("document.querySelectorAll('.plot').length") == len(figures_of(read_page(path)))
    assert not outside and not wrong


def test_the_bundle_is_loaded_only_where_a_chart_comes_into_view(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 500})
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.wait_for_timeout(300)
    assert not any("plotly" in url for url in loaded)
    _draw(page)
    assert sum("plotly" in url for url in loaded) == 1


def test_without_javascript_every_number_of_every_chart_is_there(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind in KINDS:
        page.goto((site / kind).as_uri())
        shown = page.inner_text("main")
        for name, figure in figures_of(read_page(site / kind)).items():
            for trace in figure["data"]:
                for text in trace.get("text", []):
                    assert set(numbers_in(text.replace("<b>", ""))[:1]) <= set(numbers_in(shown)), f"{kind} {name}"
        assert "drawn by a script" in shown or not figures_of(read_page(site / kind))
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(site: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for kind in KINDS:
        page.goto((site / kind).as_uri())
        _draw(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{kind}, tables open"


def test_a_screen_turned_upright_does_not_scroll_sideways(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 400})
    page.goto((site / "indicators" / "VIC_ID.html").as_uri())
    _draw(page)
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_timeout(800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_small_screen_charts_are_drawn_anew_with_every_third_month(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "indicators" / "INV_NEW.html").as_uri())
    _draw(page)
    labels = page.eval_on_selector_all("#chart-months .xtick text", "nodes => nodes.map(node => node.textContent)")
    assert labels == ["Jul2023", "Oct", "Jan2024"]
    assert page.eval_on_selector("#chart-months .main-svg", "node => node.clientWidth") == 328


def test_a_turned_screen_draws_the_charts_again(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "indicators" / "INV_NEW.html").as_uri())
    _draw(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_timeout(800)
    assert page.eval_on_selector("#chart-months .main-svg", "node => node.clientWidth") == 1120


def test_no_colour_of_plotly_is_drawn(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "indicators" / "ARR.html").as_uri())
    _draw(page)
    drawn = page.inner_html("main")
    for colour in ("rgb(31, 119, 180)", "rgb(99, 110, 250)", "rgb(239, 85, 59)", "rgb(229, 236, 246)"):
        assert colour not in drawn
    assert "rgb(18, 67, 109)" in drawn


def test_links_and_menus_are_large_enough_to_touch_and_reached_by_keyboard(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "index.html").as_uri())
    small = page.evaluate(
        "[...document.querySelectorAll('main a, nav.narrow summary')].filter(a => a.offsetParent)"
        ".filter(a => !a.closest('p, dd')).map(a => [a.textContent, a.getBoundingClientRect().height])"
    )
    assert [entry for entry in small if entry[1] < 24] == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


def test_printed_the_tables_are_open_and_the_pages_numbered(site: Path, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "indicators" / "VIC_ID.html").as_uri())
    _draw(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("[...document.querySelectorAll('details.numbers')].every(details => details.open)")
    assert page.eval_on_selector("#chart-months .main-svg", "node => node.clientWidth") == 690
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate("[...document.querySelectorAll('details.numbers')].every(details => details.open)")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('nav.wide')).display") == "none"
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert (tmp_path / "page.pdf").stat().st_size > 10_000
