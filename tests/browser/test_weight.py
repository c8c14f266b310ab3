"""What a page weighs when it is seen for the first time, and that nothing of it moves or waits for a script."""

from __future__ import annotations

import pytest

from .visits import Visit, in_each_font

pytestmark = pytest.mark.slow

KILOBYTE = 1024
MOST = 100 * KILOBYTE
MOST_SCRIPT = 30 * KILOBYTE
MOST_OF_A_LIST = 25 * KILOBYTE
MOST_SHIFT = 0.02
BLOCKING = """() => [...document.scripts]
  .filter((script) => !script.async && !script.defer && !["module", "speculationrules"].includes(script.type))
  .map((script) => script.src || script.text)"""


def test_a_page_weighs_little_without_its_portraits(visit: Visit) -> None:
    assert 0 < visit.weights.total() - visit.weights["Portrait"] <= MOST


def test_its_scripts_weigh_still_less(visit: Visit) -> None:
    assert visit.weights["Script"] <= MOST_SCRIPT


def test_the_page_itself_weighs_no_more_than_its_words(visit: Visit) -> None:
    assert 0 < visit.weights["Document"] <= MOST_OF_A_LIST


def test_no_script_is_waited_for(visit: Visit) -> None:
    assert visit.page.evaluate(BLOCKING) == []


@pytest.mark.parametrize("width", ["desk", "phone"])
@in_each_font
def test_nothing_moves_while_a_page_is_opened(visit: Visit, width: str) -> None:
    assert sum(visit.shifts[width].values()) < MOST_SHIFT, visit.shifts[width]
