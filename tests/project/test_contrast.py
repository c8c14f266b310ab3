"""The contrast of every pair of colours that meet on a page, in light and dark mode, with and without more contrast."""

from __future__ import annotations

import pytest

from tests.support.served import ROOT
from tests.support.stylesheets import DARK, MORE, colours, contrast

TEXT, LINE = 4.5, 3.0  # WCAG 2.2 AA: 1.4.3 for words, 1.4.11 for the edges of fields, the focus and drawings
ENHANCED = 7.0  # for words and lines, if the reader asks for more contrast

MOODS = {"light": (), "dark": (DARK,), "light, more": (MORE,), "dark, more": (DARK, MORE)}

GROUNDS = ("ground", "surface", "sunken")
BOXES = ("warn-ground", "error-ground")

# Each colour, the backgrounds it is used on, and the least contrast between them.
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
# The line between rows. Rows are separate without it, so it needs contrast only for readers who ask for more.
HAIRLINE = ("line", GROUNDS)

CASES = [(name, ground, least) for name, (grounds, least) in PAIRS.items() for ground in grounds]


@pytest.mark.parametrize("mood", ["light", "dark"])
@pytest.mark.parametrize(("name", "ground", "least"), CASES)
def test_colours_that_meet_on_a_page_have_enough_contrast(mood: str, name: str, ground: str, least: float) -> None:
    found = colours(*MOODS[mood])
    assert contrast(found[name], found[ground]) >= least


@pytest.mark.parametrize("mood", ["light, more", "dark, more"])
@pytest.mark.parametrize(
    ("name", "ground"), [*((name, ground) for name, ground, _ in CASES), *(("line", one) for one in HAIRLINE[1])]
)
def test_the_contrast_is_7_to_1_for_readers_who_ask_for_more(mood: str, name: str, ground: str) -> None:
    found = colours(*MOODS[mood])
    assert contrast(found[name], found[ground]) >= ENHANCED


def test_every_colour_is_measured() -> None:
    measured = {one for name, ground, _ in CASES for one in (name, ground)} | {HAIRLINE[0]}
    assert measured == set(colours())


def test_dark_mode_has_its_own_value_for_every_colour() -> None:
    assert {name for name, value in colours().items() if colours(DARK)[name] == value} == set()


def test_the_figures_in_the_design_document_are_right() -> None:
    written = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    assert [line for line in table() if line not in written] == []


def table() -> list[str]:
    """The rows of the table in docs/design.md, with each colour's least contrast with any of its backgrounds."""
    return [
        f"| `{name}` | {', '.join(grounds)} | {least:g} | {' | '.join(_least(name, grounds))} |"
        for name, (grounds, least) in PAIRS.items()
    ]


def _least(name: str, grounds: tuple[str, ...]) -> list[str]:
    found = [colours(*preferred) for preferred in MOODS.values()]
    return [f"{min(contrast(of[name], of[ground]) for ground in grounds):.1f}" for of in found]
