"""One site with the demo archive, and one browser, for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from .screenshots import LAUNCH, demo_site


@pytest.fixture(scope="package")
def site() -> Iterator[str]:
    with demo_site() as url:
        yield url


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()
