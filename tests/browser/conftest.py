"""One site with the demo archive, and one browser, for all of these tests; and sites of their own for those at the
desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .chromium import launch
from .paths import NAMES
from .sites import prepare, served_copy
from .visits import Visit, visited


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


@pytest.fixture(scope="package", params=NAMES)
def visit(site: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Each page in turn: what all of the tests have to say about one comes before the next is opened."""
    with visited(browser, site, request.param) as visit:
        yield visit


@pytest.fixture(scope="package")
def titles() -> dict[str, str]:
    """The page that has a title, by the title."""
    return {}
