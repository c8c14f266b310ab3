"""The calendar beside a date field."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.slow

PICKED = """() => {
  const day = document.querySelector("#field-tabled_after .date__day");
  day.value = "2024-03-05";
  day.dispatchEvent(new Event("change", { bubbles: true }));
}"""
NOTE_WHAT_OPENS = "() => { HTMLInputElement.prototype.showPicker = function () { window.opened = this.value; }; }"


def test_a_day_chosen_in_the_calendar_filters_the_list(site: str, browser: Browser) -> None:
    page = browser.new_context(base_url=site).new_page()
    page.goto("/questions/?tabled_after=30/4/2023")
    page.evaluate(NOTE_WHAT_OPENS)
    page.get_by_role("button", name="Choose a day for “Tabled from”").click()
    assert page.evaluate("() => window.opened") == "2023-04-30"
    page.evaluate(PICKED)
    expect(page.get_by_label("Tabled from", exact=True)).to_have_value("05/03/2024")
    expect(page.get_by_label("Tabled from", exact=True)).to_be_focused()
    page.wait_for_url("**/questions/?tabled_after=05%2F03%2F2024")
    page.context.close()


def test_an_empty_field_s_calendar_ends_on_the_last_day_on_record(site: str, browser: Browser) -> None:
    page = browser.new_context(base_url=site).new_page()
    page.goto("/questions/")
    page.evaluate(NOTE_WHAT_OPENS)
    page.get_by_role("button", name="Choose a day for “Tabled up to”").click()
    assert page.evaluate("() => window.opened") == ""
    last = page.locator("#results time").first.get_attribute("datetime")
    tabled = page.locator(".result__who time").first.get_attribute("datetime")
    assert page.locator("#field-tabled_before .date__day").get_attribute("max") == tabled
    assert last
    page.context.close()


def test_there_is_no_calendar_button_without_scripts(site: str, browser: Browser) -> None:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto("/questions/")
    expect(page.get_by_label("Tabled from", exact=True)).to_be_visible()
    expect(page.locator(".date__open").first).to_be_hidden()
    page.context.close()
