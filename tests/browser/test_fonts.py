"""Browsers show pages in the fonts that tests choose, whatever fonts the machine has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

# Generic families, families that systems have, and one that does not exist.
FAMILIES = [*("system-ui", "sans-serif", "serif", "monospace", "ui-monospace", "cursive", "-apple-system")]
FAMILIES += ["Arial", "Georgia", "Liberation Serif", "DejaVu Sans", "DejaVu Serif", "Segoe UI", "Menlo", "None Such"]
WIDTHS = """(families) => families.map((family) => {
  const word = Object.assign(document.createElement("span"), { textContent: "Northamptonshire" });
  word.style.fontFamily = /^[a-z-]+$/.test(family) ? family : `"${family}"`;
  word.style.fontSize = "100px";
  document.body.append(word);
  return Math.round(word.getBoundingClientRect().width / 10) / 10;
})"""


@pytest.mark.parametrize(("font", "width"), [("narrow", 6.6), ("wide", 9.1)])
def test_a_word_has_the_width_of_the_chosen_font_in_every_family(
    browsers: dict[str, Browser], font: str, width: float
) -> None:
    """Widths are multiples of the font size."""
    page = browsers[font].new_page()
    measured = dict(zip(FAMILIES, page.evaluate(WIDTHS, FAMILIES), strict=True))
    page.close()
    assert measured == dict.fromkeys(FAMILIES, width)
