"""The demo's pages in a real browser: nothing fails, comes from elsewhere, is kept or sticks out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from .screenshots import every_page

pytestmark = pytest.mark.slow

PHONE: ViewportSize = {"width": 390, "height": 844}


def test_every_page_keeps_its_promises(site: str, browser: Browser) -> None:
    for name, path in every_page(browser, site).items():
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        said, asked = listen(page)
        response = page.goto(site + path)
        missing = name == "not-found"
        assert response.status == (404 if missing else 200), name
        assert [text for text in said if not (missing and "404" in text)] == [], name
        assert [url for url in asked if not url.startswith(site)] == [], name
        assert context.cookies() == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], f"{name} scrolls sideways"
        context.close()


def listen(page: Page) -> tuple[list[str], list[str]]:
    """What the page says on its console, and the addresses that it asks for."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    return said, asked


def test_a_question_is_found_and_read_without_scripts_by_keyboard(site: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site)
    page.get_by_label("Search the archive").press_sequentially("personal independence")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Personal Independence Payment", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Personal Independence Payment"
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
