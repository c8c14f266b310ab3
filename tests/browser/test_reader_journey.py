"""A reader's journey through the demo: search, filter, open a question, follow a reference, and go back to the list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .visits import PHONE, WIDE, listen

pytestmark = pytest.mark.slow

FILTERS = re.compile("^Filters")  # the button that opens the filters

SIZES = {"on a desktop": WIDE, "on a phone": PHONE}


@pytest.mark.parametrize("where", SIZES)
def test_a_reader_follows_a_reference_and_goes_back_to_the_list(site: str, browser: Browser, where: str) -> None:
    page = browser.new_context(base_url=site, viewport=SIZES[where], reduced_motion="reduce").new_page()
    said, asked = listen(page)
    search(page, "tribunals")
    choose_answered(page)
    narrowed = page.url
    open_question(page, "45120")
    page.locator(".references a").first.click()
    expect(page).to_have_url(f"{site}/questions/commons/2024-03-05/41734/")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(narrowed)
    expect(page.locator("#results article[data-uin='45120']")).to_be_visible()
    assert page.get_by_label("Answered", exact=False).first.is_checked()
    assert said == []
    assert [address for address in asked if not address.startswith(site)] == []
    page.context.close()


def search(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_label("Search the archive").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/questions/?q={words}")


def choose_answered(page: Page) -> None:
    """Filter by status. On a phone, open the filters first."""
    sheet = page.get_by_role("button", name=FILTERS)
    if sheet.is_visible():
        sheet.click()
    page.locator("input[name=status][value=answered]").check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**status=answered**")


def open_question(page: Page, uin: str) -> None:
    page.locator(f"#results article[data-uin='{uin}'] h3 a").click()
    page.wait_for_url(f"**/{uin}/")
