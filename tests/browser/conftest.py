"""One site with the demo archive, and one browser, for all of these tests; and sites of their own for those at the
desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .chromium import launch
from .paths import NAMES
from .sites import prepare, served_copy
from .visits import SHIFTS, Visit, visited


def pytest_itemcollected(item: pytest.Item) -> None:
    """One worker takes all of them: sites and browsers take long to start."""
    item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a site that is served no more: others begin as copies of it."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    prepare(folder)
    return folder


@pytest.fixture(scope="package")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_copy(prepared, tmp_path_factory.mktemp("site") / "data") as site:
        yield site.url


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def window(site: str, browser: Browser) -> Iterator[Page]:
    """In which one page after another is opened: one for each would take far longer."""
    context = browser.new_context(base_url=site)
    context.add_init_script(SHIFTS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="package", params=NAMES)
def visit(window: Page, request: pytest.FixtureRequest) -> Visit:
    """Each page in turn: what all of the tests have to say about one comes before the next is opened."""
    return visited(window, request.param)


@pytest.fixture(scope="package")
def titles() -> dict[str, str]:
    """The page that has a title, by the title."""
    return {}
