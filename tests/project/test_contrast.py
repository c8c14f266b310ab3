"""The contrast of every pair of colours that meet on a page, in each of the moods that a reader may prefer."""

from __future__ import annotations

import pytest

from tests.support.served import ROOT
from tests.support.stylesheets import DARK, MORE, colours, contrast

TEXT, LINE = 4.5, 3.0  # WCAG 2.2 AA: 1.4.3 for words, 1.4.11 for the edges of fields, the focus and drawings
ENHANCED = 7.0  # what a reader gets who asks for more contrast, of words and lines alike

MOODS = {"light": (), "dark": (DARK,), "light, more": (MORE,), "dark, more": (DARK, MORE)}

GROUNDS = ("ground", "surface", "sunken")
BOXES = ("warn-ground", "error-ground")

# What stands on what, and at least how far apart the two have to be.
PAIRS: dict[str, tuple[tuple[str, ...], float]] = {
    "ink": ((*GROUNDS, *BOXES, "mark"), TEXT),
    "ink-quiet": ((*GROUNDS, *BOXES, "mark"), TEXT),
    "link": ((*GROUNDS, *BOXES, "mark"), TEXT),
    "link-hover": ((*GROUNDS, *BOXES, "mark"), TEXT),
    "accent": (GROUNDS, TEXT),
    "accent-ink": (("accent",), TEXT),
    "band-ink": (("band",), TEXT),
    "band-quiet": (("band",), TEXT),
    "band-focus": (("band",), LINE),
    "commons": (GROUNDS, TEXT),
    "lords": (GROUNDS, TEXT),
    "answered": (GROUNDS, TEXT),
    "corrected": (GROUNDS, TEXT),
    "holding": (GROUNDS, TEXT),
    "unanswered": (GROUNDS, TEXT),
    "withdrawn": (GROUNDS, TEXT),
    "error": ((*GROUNDS, *BOXES), TEXT),
    "line-strong": (GROUNDS, LINE),
    "focus": ((*GROUNDS, *BOXES), LINE),
    "mark-line": ((*GROUNDS, "mark"), LINE),
    "warn-line": (("ground", "surface", "warn-ground"), LINE),
    "chart": (GROUNDS, LINE),
}
# Between rows, which stand apart without it: it has to be seen well only by who asks for that.
HAIRLINE = ("line", GROUNDS)

CASES = [(name, ground, least) for name, (grounds, least) in PAIRS.items() for ground in grounds]


@pytest.mark.parametrize("mood", ["light", "dark"])
@pytest.mark.parametrize(("name", "ground", "least"), CASES)
def test_what_meets_on_a_page_has_enough_contrast(mood: str, name: str, ground: str, least: float) -> None:
    found = colours(*MOODS[mood])
    assert contrast(found[name], found[ground]) >= least


@pytest.mark.parametrize("mood", ["light, more", "dark, more"])
@pytest.mark.parametrize(
    ("name", "ground"), [*((name, ground) for name, ground, _ in CASES), *(("line", one) for one in HAIRLINE[1])]
)
def test_who_asks_for_more_contrast_gets_7_to_1(mood: str, name: str, ground: str) -> None:
    found = colours(*MOODS[mood])
    assert contrast(found[name], found[ground]) >= ENHANCED


def test_every_colour_is_measured() -> None:
    measured = {one for name, ground, _ in CASES for one in (name, ground)} | {HAIRLINE[0]}
    assert measured == set(colours())


def test_the_dark_has_a_value_of_its_own_for_every_colour() -> None:
    assert {name for name, value in colours().items() if colours(DARK)[name] == value} == set()


def test_the_figures_are_those_that_the_design_gives() -> None:
    written = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    assert [line for line in table() if line not in written] == []


def table() -> list[str]:
    """The lines of the table in docs/design.md: of each colour, the least contrast that it has with any ground."""
    return [
        f"| `{name}` | {', '.join(grounds)} | {least:g} | {' | '.join(_least(name, grounds))} |"
        for name, (grounds, least) in PAIRS.items()
    ]


def _least(name: str, grounds: tuple[str, ...]) -> list[str]:
    found = [colours(*preferred) for preferred in MOODS.values()]
    return [f"{min(contrast(of[name], of[ground]) for ground in grounds):.1f}" for of in found]
