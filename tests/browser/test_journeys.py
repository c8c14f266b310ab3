"""Whole tasks, as people do them: each action is one click, or one thing typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_journalist_finds_late_answers_about_send_and_leaves_with_a_file_and_a_citation(page: Page) -> None:
    """Six actions; at most eight are allowed."""
    page.goto("/")
    page.get_by_label("Search the archive").fill("SEND")  # 1
    page.get_by_role("button", name="Search", exact=True).click()  # 2
    page.get_by_label("Answered late").check()  # 3
    expect(page.locator(".result__lateness")).to_have_count(1)
    expect(page.locator(".result__lateness")).to_contain_text("late")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as CSV").click()  # 4
    assert waiting.value.suggested_filename.startswith("questions-send-late-")
    assert "late" in waiting.value.path().read_text(encoding="utf-8-sig")
    page.locator(".result__heading a").click()  # 5
    page.get_by_role("button", name="Copy the citation").click()  # 6
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert "written question 250642" in page.evaluate("() => navigator.clipboard.readText()")
