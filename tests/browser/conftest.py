"""One site with the demo archive and one browser for each font, shared by these tests. Tests of the desk use copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from .chromium import launch
from .fonts import FONTS, USUAL, configure
from .sites import prepare, served_copy
from .visits import SHIFTS, VISITS, Visit, visited

expect.set_options(timeout=20_000)  # milliseconds: other tests run beside these


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let one worker run all of these tests, because sites and browsers take long to start.

    A module of long tests that share little can have a group of its own.
    """
    item.add_marker(pytest.mark.any_engine)
    if not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a prepared site, from which other sites are copied."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    prepare(folder)
    return folder


@pytest.fixture(scope="package")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_copy(prepared, tmp_path_factory.mktemp("site") / "data") as site:
        yield site.url


@pytest.fixture(scope="package")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The fontconfig file for each font, with which a browser knows only that font. See `launch`."""
    return {font: configure(font, tmp_path_factory.mktemp(font)) for font in FONTS}


class Browsers(dict[str, Browser]):
    """A browser for each font, started when it is first used."""

    def __init__(self, playwright: Playwright, fonts: dict[str, Path]):
        self.playwright, self.fonts = playwright, fonts

    def __missing__(self, font: str) -> Browser:
        self[font] = launch(self.playwright, self.fonts[font])
        return self[font]


@pytest.fixture(scope="package")
def browsers(fonts: dict[str, Path]) -> Iterator[Browsers]:
    with sync_playwright() as playwright:
        browsers = Browsers(playwright, fonts)
        yield browsers
        for browser in browsers.values():
            browser.close()


@pytest.fixture(scope="package")
def browser(browsers: Browsers) -> Browser:
    return browsers[USUAL]


@pytest.fixture(scope="package")
def windows(site: str, browsers: Browsers) -> Iterator[dict[str, Page]]:
    """One window for each font, in which pages are opened in turn. A window for each page would take far longer."""
    contexts = {font: browsers[font].new_context(base_url=site) for font in FONTS}
    for context in contexts.values():
        context.add_init_script(SHIFTS)
    yield {font: context.new_page() for font, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="package", params=VISITS[USUAL])
def visit(windows: dict[str, Page], request: pytest.FixtureRequest) -> Visit:
    """Each page in turn. All tests look at one page before the next is opened."""
    font, name = request.param
    return visited(windows[font], name)


@pytest.fixture(scope="package")
def titles() -> dict[str, str]:
    """The name of the page with each title."""
    return {}
