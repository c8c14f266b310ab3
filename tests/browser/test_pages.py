"""The demo's pages in a real browser: nothing fails, comes from another site or is stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .visits import Visit

pytestmark = pytest.mark.slow


def test_every_page_loads_without_console_messages(visit: Visit) -> None:
    missing = visit.name == "not-found"
    assert visit.status == (404 if missing else 200)
    assert [text for text in visit.said if not (missing and "404" in text)] == []


def test_a_page_loads_nothing_from_other_sites_and_sets_no_cookie(visit: Visit, site: str) -> None:
    assert [url for url in visit.asked if not url.startswith(site)] == []
    assert visit.page.context.cookies() == []


def test_a_question_can_be_found_filtered_and_opened_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Search the archive").press_sequentially("personal independence")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Corrected").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Apply filters").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**status=corrected*")
    page.get_by_role("link", name="Personal Independence Payment", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Personal Independence Payment")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    context.close()
