"""Lines of text are as long as is easy to read, in a narrow font and in a wide one."""

from __future__ import annotations

from statistics import mean

import pytest

from .visits import WIDE, Visit, in_each_font

pytestmark = pytest.mark.slow

# A line of narrow letters may hold a few more than most do.
MOST = 85
QUESTIONS_AND_ANSWERS = ".asked__text p, .answer__text p, .result__text, .result__excerpt, .newest__text, .brief__text"
ANY_SENTENCES = "main :is(p, dd, figcaption):not(.result__meta, .brief__facts)"
# How many letters each line holds that another one of the same text follows.
FULL_LINES = """(texts) => [...document.querySelectorAll(texts)].flatMap((text) => {
  if (!text.checkVisibility() || text.querySelector("p, dd")) return [];
  const range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const lines = [];
  let last = null;
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest(".visually-hidden")) continue;
    for (let place = 0; place < walker.currentNode.length; place += 1) {
      range.setStart(walker.currentNode, place);
      range.setEnd(walker.currentNode, place + 1);
      const letter = range.getClientRects()[0];
      if (!letter?.width) continue;
      if (!last || (letter.left < last.left && letter.top > last.top + letter.height / 2)) lines.push(0);
      lines[lines.length - 1] += 1;
      last = letter;
    }
  }
  return lines.slice(0, -1);
})"""
# A mean of fewer lines says little; these pages have as many.
ENOUGH = 5
LONG_PAGES = {"home", "questions", "found", "question", "topic"}


@in_each_font
def test_the_lines_of_questions_and_answers_hold_65_to_75_letters(visit: Visit) -> None:
    lines = visit.look(WIDE).evaluate(FULL_LINES, QUESTIONS_AND_ANSWERS)
    assert len(lines) >= ENOUGH or visit.name not in LONG_PAGES
    assert len(lines) < ENOUGH or 65 <= mean(lines) <= 75


@in_each_font
def test_no_line_is_much_longer(visit: Visit) -> None:
    assert max(visit.look(WIDE).evaluate(FULL_LINES, ANY_SENTENCES), default=0) <= MOST
