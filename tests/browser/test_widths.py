"""No page is wider than its window, however narrow the window, wide the letters or long the words."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from .visits import PHONE, ZOOMED, Visit, in_each_font

pytestmark = pytest.mark.slow

# If the page is too wide, its width and the elements that stick out, except inside scrolling boxes.
STICKING_OUT = """() => {
  const { scrollWidth } = document.documentElement;
  if (scrollWidth <= innerWidth) return [];
  const elements = [...document.querySelectorAll("body *:not(.scroller *)")];
  const wide = elements.filter((element) => element.getBoundingClientRect().right > innerWidth);
  return [`${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)];
}"""
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONG_DAY = "28 September 2028"
# Elements that never hold words from records: fixed texts, numbers, and boxes that scroll.
NO_NAMES = "script, button, .house, .visually-hidden, .scroller, [class*=__number], .search__key, .search__jump"
# What sticks out if every date is replaced by this date and every other word by this word.
STICKING_OUT_THEN = f"""([word, day, without]) => {{
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(without)) texts.push(walker.currentNode);
  const before = texts.map((text) => text.data);
  texts.forEach((text) => {{
    text.data = text.parentElement.matches("time") ? day : text.data.replace(/\\p{{L}}{{4,}}/gu, word);
  }});
  const found = ({STICKING_OUT})();
  texts.forEach((text, place) => {{ text.data = before[place]; }});
  return found;
}}"""
# What sticks out if a text has lists nested far deeper than in any answer.
STICKING_OUT_NESTED = f"""() => {{
  const prose = document.querySelector("main .prose");
  if (!prose) return [];
  const before = prose.innerHTML;
  prose.innerHTML = "<ol><li>".repeat(99) + "lamps" + "</li></ol>".repeat(99);
  const found = ({STICKING_OUT})();
  prose.innerHTML = before;
  return found;
}}"""


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
@in_each_font
def test_no_page_scrolls_sideways(visit: Visit, size: ViewportSize) -> None:
    assert visit.look(size).evaluate(STICKING_OUT) == []


def test_no_page_scrolls_sideways_with_long_words(visit: Visit) -> None:
    assert visit.look(ZOOMED).evaluate(STICKING_OUT_THEN, [LONG_WORD, LONG_DAY, NO_NAMES]) == []


def test_no_page_scrolls_sideways_with_nested_lists(visit: Visit) -> None:
    assert visit.look(PHONE).evaluate(STICKING_OUT_NESTED) == []
