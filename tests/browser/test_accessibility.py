"""Accessibility of pages: the rules of WCAG 2.2 AA that axe checks, and some that it does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .axe import BEST_PRACTICE, violations
from .visits import PHONE, Visit, in_each_font

pytestmark = pytest.mark.slow

# The rules that depend on colours, and on width. Checking only these takes half as long as checking all.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_WIDTH = ["target-size", "scrollable-region-focusable", "link-name", "button-name", "label", "aria-hidden-focus"]
LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
  const moves = parseFloat(transitionDuration) > 0.001 || animationName !== "none" || scrollBehavior === "smooth";
  return moves ? [element.outerHTML.slice(0, 80)] : [];
})"""
# Puts the focus where it is when a page opens, so that Tab goes to the first element.
FROM_THE_START = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"


def test_axe_finds_no_problem(visit: Visit) -> None:
    assert violations(visit.look(), also=(BEST_PRACTICE,)) == []


def test_axe_finds_no_problem_in_dark_mode(visit: Visit) -> None:
    assert violations(visit.look(color_scheme="dark"), OF_COLOURS) == []


@in_each_font
def test_axe_finds_no_problem_on_a_phone(visit: Visit) -> None:
    assert violations(visit.look(PHONE), OF_WIDTH) == []


def test_axe_checks_the_size_of_targets(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<style>button { all: unset; font-size: 8px }</style>" + "<button>a</button>" * 9)
    assert "target-size" in " ".join(violations(page))
    page.close()


def test_headings_start_at_level_1_and_skip_no_level(visit: Visit) -> None:
    levels = visit.look().evaluate(LEVELS)
    assert levels.count(1) == 1
    assert [pair for pair in zip([0, *levels], levels, strict=False) if pair[1] - pair[0] > 1] == []


def test_a_page_gives_its_language_and_has_one_main_element(visit: Visit) -> None:
    assert visit.page.locator("html").get_attribute("lang") == "en-GB"
    expect(visit.page.get_by_role("main")).to_have_count(1)


def test_each_page_has_its_own_title(visit: Visit, titles: dict[str, str]) -> None:
    assert titles.setdefault(visit.page.title(), visit.name) == visit.name


def test_nothing_moves_for_readers_who_prefer_reduced_motion(visit: Visit) -> None:
    assert visit.look(reduced_motion="reduce").evaluate(MOVING) == []


def test_the_first_tab_stop_skips_the_menu(visit: Visit) -> None:
    page = visit.look()
    page.evaluate(FROM_THE_START)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
