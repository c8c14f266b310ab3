"""No page is wider than the window, however narrow that is, however wide the letters and however long the words."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from .visits import PHONE, ZOOMED, Visit, in_each_font

pytestmark = pytest.mark.slow

# How wide the page is, and what of it sticks out, but for what is scrolled in a box of its own.
STICKING_OUT = """() => {
  const { scrollWidth } = document.documentElement;
  if (scrollWidth <= innerWidth) return [];
  const elements = [...document.querySelectorAll("body *:not(.scroller *)")];
  const wide = elements.filter((element) => element.getBoundingClientRect().right > innerWidth);
  return [`${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)];
}"""
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONG_DAY = "28 September 2028"
# Where no record's name or words can stand: what is always the same, numbers, and what scrolls by itself.
NO_NAMES = "script, button, .house, .visually-hidden, .scroller, [class*=__number], .search__key, .search__jump"
# What sticks out when each day is that day and every other word is that word.
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
# The same where a text has lists within lists, deeper than anybody writes.
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


def test_nor_with_words_without_a_gap(visit: Visit) -> None:
    assert visit.look(ZOOMED).evaluate(STICKING_OUT_THEN, [LONG_WORD, LONG_DAY, NO_NAMES]) == []


def test_nor_with_lists_in_lists(visit: Visit) -> None:
    assert visit.look(PHONE).evaluate(STICKING_OUT_NESTED) == []
