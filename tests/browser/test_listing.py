"""A list of the demo's questions is updated in place, without loading another page, and the Back button works."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

pytestmark = pytest.mark.slow

FILTERS = re.compile("^Filters")  # the button that opens the filters

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """The list of all questions, in a window that notices when it is loaded again."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    open_list(page)
    yield page
    context.close()


def open_list(page: Page, address: str = "/questions/") -> None:
    page.goto(address)
    page.evaluate("window.same = true")


def is_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.same === true"))


def shown(page: Page) -> int:
    return int(page.locator("#results").get_attribute("data-count") or -1)


def hold_lists(page: Page) -> list[Route]:
    """The lists requested from now on, which wait until the test continues them."""
    held: list[Route] = []
    page.route("**/questions/?**", lambda route: held.append(route))
    return held


def value_of(page: Page, name: str, place: int = 0) -> tuple[str, int]:
    """The facet's value in this place, and its number of questions."""
    found = page.locator(f"[data-facet={name}] [data-value]").nth(place)
    return found.get_attribute("data-value") or "", int(found.get_attribute("data-count") or -1)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").click()


def test_a_link_among_the_more_filters_adds_late_answers_in_place_and_keeps_the_focus(page: Page) -> None:
    page.get_by_text("More filters").click()
    link = page.locator("#more-timing-late")
    link.click()
    page.wait_for_url("**/questions/?timing=late")
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()
    expect(page.locator("input[name=timing][value=late]")).to_be_checked()
    link.click()
    page.wait_for_url("**/questions/")
    assert is_same_page(page)


def test_a_filter_updates_the_list_in_place_and_keeps_the_focus(page: Page) -> None:
    value, count = value_of(page, "department")
    choose(page, "department", value)
    page.wait_for_url(f"**/questions/?department={value}")
    expect(page.get_by_role("status").filter(has_text=f"{count} question")).to_be_attached()
    assert shown(page) == count
    assert page.evaluate("document.activeElement.value") == value
    expect(page.locator(".chip")).to_have_count(1)
    assert is_same_page(page)


def test_an_updated_list_is_the_same_as_after_reloading(page: Page) -> None:
    value, _ = value_of(page, "department")
    choose(page, "department", value)
    page.wait_for_url("**department=**")
    expect(page.locator(".listing")).not_to_have_attribute("aria-busy", "true")
    parts = ("#results", "#filter-form", ".listing__main .chips", "title")
    in_place = [page.locator(part).inner_html() for part in parts]
    page.reload()
    assert [page.locator(part).inner_html() for part in parts] == in_place


def test_what_is_found_by_name_follows_the_filters(page: Page) -> None:
    open_list(page, "/questions/?q=Education")
    value, _ = value_of(page, "house")
    choose(page, "house", value)
    page.wait_for_url("**house=**")
    link = page.get_by_role("region", name="Found by name").get_by_role(
        "link", name="questions for Department for Education"
    )
    expect(link).to_have_attribute("href", f"/questions/?house={value}&department=department-for-education")
    link.press("Enter")
    page.wait_for_url("**department=department-for-education**")
    assert shown(page) > 0


def test_back_and_forward_go_through_the_chosen_filters(page: Page) -> None:
    everything = shown(page)
    value, count = value_of(page, "department")
    choose(page, "department", value)
    expect(page.locator("#results")).to_have_attribute("data-count", str(count))
    page.go_back()
    expect(page.locator("#results")).to_have_attribute("data-count", str(everything))
    assert not page.locator(f"input[name=department][value={value}]").is_checked()
    page.go_forward()
    expect(page.locator("#results")).to_have_attribute("data-count", str(count))
    assert is_same_page(page)


def test_the_next_page_starts_at_the_top_and_back_restores_the_scroll_position(page: Page) -> None:
    open_list(page, "/questions/?per_page=10")
    page.locator(".pagination").scroll_into_view_if_needed()
    left_at = page.evaluate("scrollY")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2**")
    expect(page.locator("#results-heading")).to_be_focused()
    expect(page.locator("#results-heading")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#results-heading")).to_contain_text("page 1 of")
    page.wait_for_function("left => Math.abs(scrollY - left) < 2", arg=left_at)
    assert is_same_page(page)


def test_changing_the_order_or_removing_a_filter_keeps_the_focus_in_the_list(page: Page) -> None:
    page.get_by_role("link", name="Oldest").click()
    page.wait_for_url("**sort=oldest**")
    expect(page.get_by_role("link", name="Oldest")).to_be_focused()
    choose(page, "house", "commons")
    page.get_by_role("link", name="Remove House").click()
    page.wait_for_url("**/questions/?sort=oldest")
    expect(page.locator("#results-heading")).to_be_focused()
    assert is_same_page(page)


def test_applying_filters_at_the_end_of_the_form_leads_to_the_list(page: Page) -> None:
    page.get_by_label("Answered up to").fill("2026")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**answered_before=2026")
    expect(page.locator("#results-heading")).to_be_focused()
    expect(page.locator("#results-heading")).to_be_in_viewport()


def test_a_search_updates_the_list_in_place_and_a_uin_opens_its_question(page: Page) -> None:
    uin = page.locator("#results article").first.get_attribute("data-uin") or ""
    page.get_by_label("Search these questions").fill("children")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=children**")
    assert is_same_page(page)
    page.get_by_label("Search these questions").fill(uin)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/questions/commons/*/{uin}/")


def test_breakdowns_still_open_after_the_list_has_changed(page: Page) -> None:
    choose(page, "house", "commons")
    page.wait_for_url("**house=commons**")
    page.get_by_role("link", name="By month").click()
    expect(page.locator("#fragment")).to_contain_text("month")
    assert is_same_page(page)


def test_a_list_that_cannot_be_fetched_is_reported_and_can_be_requested_again(page: Page) -> None:
    everything = shown(page)
    page.context.set_offline(True)
    choose(page, "house", "lords")
    expect(page.get_by_role("alert")).to_contain_text("is not responding")
    assert shown(page) == everything
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.wait_for_url("**house=lords**")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_invalid_date_is_reported_at_its_field(page: Page) -> None:
    page.get_by_label("Tabled from").fill("sometime")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert page.get_by_label("Tabled from").get_attribute("aria-invalid") == "true"
    assert is_same_page(page)


def test_on_a_phone_an_error_links_to_its_field(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name=FILTERS).click()
    page.get_by_label("Tabled from").fill("sometime")
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_role("alert").get_by_role("link", name="Tabled from").click()
    expect(page.get_by_label("Tabled from")).to_be_in_viewport()
    page.get_by_label("Tabled from").fill("2023")
    page.keyboard.press("Enter")
    page.wait_for_url("**tabled_after=2023")
    expect(page.get_by_role("button", name=FILTERS)).to_be_visible()
    assert is_same_page(page)


def test_a_date_being_typed_when_the_list_arrives_is_kept(page: Page) -> None:
    held = hold_lists(page)
    choose(page, "house", "commons")
    page.get_by_label("Tabled from").press_sequentially("202")
    held[0].continue_()
    page.wait_for_url("**house=commons**")
    expect(page.locator(".chip")).to_have_count(1)
    page.keyboard.type("3")
    expect(page.get_by_label("Tabled from")).to_have_value("2023")


def test_typing_in_the_search_box_continues_when_the_list_arrives(page: Page) -> None:
    held = hold_lists(page)
    choose(page, "house", "commons")
    page.get_by_label("Search these questions").press_sequentially("famil")
    held[0].continue_()
    expect(page.locator(".chip")).to_have_count(1)
    page.keyboard.type("y")
    expect(page.get_by_label("Search these questions")).to_have_value("family")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_on_a_phone_the_filters_open_in_a_sheet(site: str, browser: Browser, scripts: bool) -> None:
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/questions/")
    filters = page.get_by_role("complementary", name="Filter")
    expect(filters).to_be_hidden()
    page.get_by_role("button", name=FILTERS).click()
    expect(filters).to_be_in_viewport()
    choose(page, "house", "commons")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**house=commons**")
    expect(filters).to_be_hidden()
    expect(page.get_by_role("button", name="Filters 1 selected")).to_be_visible()
    context.close()


def test_the_sheet_closes_by_its_button_and_by_escape(page: Page) -> None:
    page.set_viewport_size(PHONE)
    filters = page.get_by_role("complementary", name="Filter")
    for leave in (lambda: page.get_by_role("button", name="Close").click(), lambda: page.keyboard.press("Escape")):
        page.get_by_role("button", name=FILTERS).click()
        expect(filters).to_be_visible()
        leave()
        expect(filters).to_be_hidden()
    expect(page.get_by_role("button", name=FILTERS)).to_be_focused()


def test_a_slow_update_is_shown_as_busy(page: Page) -> None:
    held = hold_lists(page)
    choose(page, "house", "commons")
    listing = page.locator(".listing")
    expect(listing).to_have_attribute("aria-busy", "true")
    expect(page.locator(".results")).to_have_css("opacity", "0.55")
    assert listing.evaluate("listing => getComputedStyle(listing, '::before').opacity") == "1"
    held[0].continue_()
    expect(listing).not_to_have_attribute("aria-busy", "true")
    assert is_same_page(page)


def test_a_question_is_prefetched_while_the_pointer_is_on_its_link(page: Page) -> None:
    preloads = page.context.new_cdp_session(page)
    fetched: list[str] = []
    preloads.on("Preload.prefetchStatusUpdated", lambda told: fetched.append(told["prefetchUrl"]))
    preloads.send("Preload.enable")
    link = page.locator("#results h3 a").first
    link.hover()
    while not fetched:
        page.wait_for_timeout(50)
    assert fetched[0].endswith(link.get_attribute("href") or "-")
