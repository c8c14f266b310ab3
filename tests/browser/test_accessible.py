"""Pages for everybody: by the rules of WCAG 2.2 AA as far as axe knows them, and by those that it does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .axe import violations
from .visits import PHONE, Visit, in_each_font

pytestmark = pytest.mark.slow

# What may be otherwise where only the colours are, and where only the width is: all of the rules take twice as long.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_WIDTH = ["target-size", "scrollable-region-focusable", "link-name", "button-name", "label", "aria-hidden-focus"]
LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
  const moves = parseFloat(transitionDuration) > 0.001 || animationName !== "none" || scrollBehavior === "smooth";
  return moves ? [element.outerHTML.slice(0, 80)] : [];
})"""
# As if the page had just been opened: the next Tab goes to what is first in it.
FROM_THE_START = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"


def test_axe_finds_nothing_wrong(visit: Visit) -> None:
    assert violations(visit.look()) == []


def test_axe_finds_nothing_wrong_in_the_dark(visit: Visit) -> None:
    assert violations(visit.look(color_scheme="dark"), OF_COLOURS) == []


@in_each_font
def test_axe_finds_nothing_wrong_on_a_phone(visit: Visit) -> None:
    assert violations(visit.look(PHONE), OF_WIDTH) == []


def test_axe_is_asked_about_the_size_of_targets(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<style>button { all: unset; font-size: 8px }</style>" + "<button>a</button>" * 9)
    assert "target-size" in " ".join(violations(page))
    page.close()


def test_headings_begin_at_the_first_level_and_skip_none(visit: Visit) -> None:
    levels = visit.look().evaluate(LEVELS)
    assert levels.count(1) == 1
    assert [pair for pair in zip([0, *levels], levels, strict=False) if pair[1] - pair[0] > 1] == []


def test_it_says_its_language_and_has_one_main_part(visit: Visit) -> None:
    assert visit.page.locator("html").get_attribute("lang") == "en-GB"
    expect(visit.page.get_by_role("main")).to_have_count(1)


def test_its_title_is_its_own(visit: Visit, titles: dict[str, str]) -> None:
    assert titles.setdefault(visit.page.title(), visit.name) == visit.name


def test_nothing_moves_for_those_who_want_less_of_it(visit: Visit) -> None:
    assert visit.look(reduced_motion="reduce").evaluate(MOVING) == []


def test_the_first_key_leads_past_the_menu(visit: Visit) -> None:
    page = visit.look()
    page.evaluate(FROM_THE_START)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
