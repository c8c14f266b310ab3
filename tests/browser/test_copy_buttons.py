"""The buttons that copy a question's citation or link to the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

ADDRESS = "/questions/commons/2024-03-05/41734/"


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """A question's page, in a window with access to the clipboard."""
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(ADDRESS)
    yield page
    context.close()


def clipboard(page: Page) -> str:
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def test_the_link_is_copied(page: Page, site: str) -> None:
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert clipboard(page) == site + ADDRESS


def test_the_citation_is_copied_as_shown(page: Page, site: str) -> None:
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert clipboard(page).startswith("UK Parliament, House of Commons, written question 41734")
    assert clipboard(page).endswith(site + ADDRESS)


def test_the_page_says_what_to_do_if_the_browser_refuses_to_copy(page: Page) -> None:
    page.evaluate("() => (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status").filter(has_text="Select the text above")).to_be_visible()


def test_there_is_no_copy_button_without_scripts(site: str, browser: Browser) -> None:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto(ADDRESS)
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    page.context.close()
