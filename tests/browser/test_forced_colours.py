"""Pages in forced colours, which remove all backgrounds: controls keep a border, and current items stand out."""

from __future__ import annotations

import pytest

from .visits import Visit

pytestmark = pytest.mark.slow

KEY = "button, .button, .chip, .tag, .search input, .field :is(input, select, textarea)"
WITHOUT_BORDER = """(key) => [...document.querySelectorAll(key)].filter((element) => {
  const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
  return element.checkVisibility() && (borderTopStyle === "none" || parseFloat(borderTopWidth) < 1);
}).map((element) => element.outerHTML.slice(0, 120))"""
CURRENT_LIKE_ANY = """() => [...document.querySelectorAll("[aria-current]")].filter((element) => {
  const { outlineStyle, borderBlockEndWidth, fontWeight } = getComputedStyle(element);
  return outlineStyle === "none" && parseFloat(borderBlockEndWidth) < 2 && Number(fontWeight) < 600;
}).map((element) => element.outerHTML.slice(0, 120))"""


def test_buttons_and_fields_have_a_border(visit: Visit) -> None:
    assert visit.look(forced_colors="active").evaluate(WITHOUT_BORDER, KEY) == []


def test_current_items_stand_out(visit: Visit) -> None:
    assert visit.look(forced_colors="active").evaluate(CURRENT_LIKE_ANY) == []
