"""From the home page to a question with only the keyboard, and the focus is always visible."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.slow

MOST_TABS = 300
# Whether the focused element is marked, and whether it is on the screen with nothing over it.
FOCUSED = """() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { x, y, width, height } = element.getClientRects()[0];
  const over = document.elementFromPoint(x + width / 2, y + height / 2);
  const isMarked = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  const isSeen = over !== null && (element.contains(over) || over.contains(element));
  return { isMarked, isSeen, html: element.outerHTML.slice(0, 120) };
}"""


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """A page that scrolls at once, so that focused elements do not move while they are checked."""
    page = browser.new_page(base_url=site, reduced_motion="reduce", viewport={"width": 1280, "height": 720})
    yield page
    page.close()


def tab_to(page: Page, place: Locator) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused == {"isMarked": True, "isSeen": True, "html": focused["html"]}
        if place.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} tabs do not reach it")


def apply(page: Page) -> None:
    """Press the button, unless the page applies filters by itself."""
    button = page.get_by_role("button", name="Apply filters")
    if button.is_visible():
        tab_to(page, button)
        page.keyboard.press("Enter")
    page.wait_for_url("**status=answered*")


def test_a_question_can_be_found_filtered_and_opened_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED)["isMarked"]
    page.keyboard.type("hubs")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/?q=hubs")
    tab_to(page, page.get_by_role("checkbox", name=re.compile(r"^Answered \d")))
    page.keyboard.press("Space")
    apply(page)
    result = page.get_by_role("main").get_by_role("article").get_by_role("heading").get_by_role("link").first
    tab_to(page, result)
    heading = result.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_the_charts_of_the_statistics_are_reached_before_the_tables_and_long_ones_are_folded(page: Page) -> None:
    page.goto("/statistics/")
    in_order = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a[href], summary, input, select, button, [tabindex='0'])")]
          .filter((one) => one.checkVisibility() && !one.closest("#filters"))
          .map((one) => one.closest(".columns") ? "chart" : one.closest(".figures-table") ? "table" : "other")"""
    )
    assert in_order.index("chart") < 40
    assert in_order.index("chart") < in_order.index("table")
    for folded in page.locator(".folded").all():
        expect(folded.locator("table")).to_be_hidden()
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(folded.locator("table")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 700, 1000, 1280])
def test_a_table_of_statistics_that_is_cut_off_says_so_in_words(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/statistics/", "/statistics/?columns=all"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('.folded').forEach((one) => { one.open = true; })")
        for scroller in page.locator(".statistics .scroller").all():
            is_cut = scroller.evaluate("(one) => one.scrollWidth > one.clientWidth + 1")
            said = scroller.locator("xpath=preceding-sibling::p[contains(., 'columns')]").inner_text()
            assert "Scroll sideways" in said or not is_cut, (path, width)
