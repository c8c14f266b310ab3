"""Lines of text have a length that is easy to read, in a narrow font and in a wide one."""

from __future__ import annotations

from statistics import mean

import pytest

from .visits import WIDE, Visit, in_each_font

pytestmark = pytest.mark.slow

# A line with many narrow letters can hold more than the mean.
MOST = 85
QUESTIONS_AND_ANSWERS = ".asked__text p, .answer__text p, .result__text, .result__excerpt, .newest__text, .brief__text"
ANY_SENTENCES = "main :is(p, dd, figcaption):not(.result__meta, .brief__facts)"
# The number of letters in each line of a text, except its last line.
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
# The mean of fewer lines says little. These pages have enough.
ENOUGH = 5
LONG_PAGES = {"home", "questions", "found", "question", "topic"}


@in_each_font
def test_lines_of_questions_and_answers_have_65_to_75_letters_on_average(visit: Visit) -> None:
    lines = visit.look(WIDE).evaluate(FULL_LINES, QUESTIONS_AND_ANSWERS)
    assert len(lines) >= ENOUGH or visit.name not in LONG_PAGES
    assert len(lines) < ENOUGH or 65 <= mean(lines) <= 75


@in_each_font
def test_no_line_is_longer_than_85_letters(visit: Visit) -> None:
    assert max(visit.look(WIDE).evaluate(FULL_LINES, ANY_SENTENCES), default=0) <= MOST
