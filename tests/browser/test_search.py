"""Searching in a real browser: by keyboard, with suggestions, and with breakdowns that open in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """A page for which a path is enough as address."""
    context = browser.new_context(base_url=site)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_the_slash_key_moves_to_the_search_box_and_can_be_typed_in_it(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_label("Search the archive")
    expect(box).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("/")


def test_the_slash_key_can_be_switched_off_permanently(page: Page) -> None:
    page.goto("/help/search/")
    page.get_by_label("go to the search box").uncheck()
    page.goto("/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search the archive")).not_to_be_focused()


def test_a_suggested_topic_can_be_opened_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Search the archive")
    box.press_sequentially("dentist")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option", name="NHS dentistry Topic")).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_text("NHS dentistry Topic")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/nhs-dentistry/")


def test_escape_closes_the_suggestions_and_enter_searches_for_the_typed_words(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search the archive").press_sequentially("dentist")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    expect(suggestions).to_be_visible()
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/?q=dentist")


def test_suggestions_do_not_move_the_page(page: Page) -> None:
    page.goto("/")
    headline = page.get_by_role("heading", name="Latest answers")
    before = headline.bounding_box()
    page.get_by_label("Search the archive").press_sequentially("dentist")
    expect(page.get_by_role("option").first).to_be_visible()
    assert headline.bounding_box() == before


def test_a_breakdown_opens_in_place_and_closes_again(page: Page) -> None:
    page.goto("/questions/?q=hubs")
    link = page.get_by_role("link", name="By month")
    link.click()
    chart = page.locator("#fragment").get_by_role("group", name="Questions by month tabled")
    expect(chart).to_be_visible()
    expect(link).to_have_attribute("aria-expanded", "true")
    assert page.url.endswith("/questions/?q=hubs")
    link.click()
    expect(chart).to_be_hidden()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_a_breakdown_that_cannot_be_fetched_opens_as_a_page(page: Page) -> None:
    page.route(
        "**/questions/by/**",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    page.goto("/questions/?q=hubs")
    page.get_by_role("link", name="Who asked").click()
    page.wait_for_url("**/questions/by/asked_by/?q=hubs")


def test_without_scripts_a_breakdown_is_a_page_with_links_to_narrower_lists(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/questions/?q=hubs")
    page.get_by_role("link", name="Who asked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who asked")
    page.locator(".ranking a").first.click()
    expect(page.locator("[data-chip='asked_by']")).to_be_visible()
    context.close()


def test_a_search_can_be_narrowed_by_a_filter_and_leads_to_a_question(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search the archive").fill("hubs")
    page.keyboard.press("Enter")
    expect(page.locator("#results mark").first).to_have_text(re.compile("hubs?", re.I))
    page.locator("#field-status").get_by_label(re.compile("^Answered")).check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**/questions/?*status=answered*")
    assert "q=hubs" in page.url
    first = page.locator("#results h3 a").first
    heading = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
