"""How many bytes a page loads at the first visit, and that nothing in it moves or waits for a script."""

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


def test_a_page_without_its_portraits_loads_at_most_100_kilobytes(visit: Visit) -> None:
    assert 0 < visit.weights.total() - visit.weights["Portrait"] <= MOST


def test_the_scripts_of_a_page_have_at_most_30_kilobytes(visit: Visit) -> None:
    assert visit.weights["Script"] <= MOST_SCRIPT


def test_the_html_of_a_page_has_at_most_25_kilobytes(visit: Visit) -> None:
    assert 0 < visit.weights["Document"] <= MOST_OF_A_LIST


def test_no_script_blocks_a_page(visit: Visit) -> None:
    assert visit.page.evaluate(BLOCKING) == []


@pytest.mark.parametrize("width", ["desk", "phone"])
@in_each_font
def test_nothing_moves_while_a_page_loads(visit: Visit, width: str) -> None:
    assert sum(visit.shifts[width].values()) < MOST_SHIFT, visit.shifts[width]
