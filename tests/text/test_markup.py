"""The words of HTML with their positions, and adding links to them."""

from __future__ import annotations

import pytest

from questions.text.markup import Link, linked, words_of_markup, words_of_text


def test_spaces_become_single_and_blocks_become_lines() -> None:
    assert words_of_text("a \u00a0\n b\u200bc").text == "a bc"
    assert words_of_markup("<p>a&nbsp; <b>b</b>c<br>d</p><p>&amp;e</p>").text == "\na bc d\n&e\n"


def test_every_character_has_its_position_in_the_markup() -> None:
    markup = "<p>R&amp;D <i>Question</i>&nbsp;12</p>"
    words = words_of_markup(markup)
    start = words.text.index("12")
    first, last = words.span(start, start + 2)
    assert markup[first:last] == "12"
    assert len(words.places) == len(words.text) + 1


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>12</p>", '<p><a href="/x?a=1&amp;b=2">12</a></p>'),
        ("<p><a>12</a></p>", "<p><a>12</a></p>"),
        ("<p><a>x</a>12</p>", '<p><a>x</a><a href="/x?a=1&amp;b=2">12</a></p>'),
        ('<p title="12">x</p>', '<p title="12">x</p>'),
        ("<p><a><b>12</b></a></p>", "<p><a><b>12</b></a></p>"),
    ],
)
def test_a_link_is_added_only_to_text_outside_links(markup: str, expected: str) -> None:
    start = markup.index("12")
    assert linked(markup, [Link(start, start + 2, "/x?a=1&b=2")]) == expected


def test_a_link_that_would_cross_a_tag_is_left_out() -> None:
    assert linked("<p>1<b>2</b></p>", [Link(3, 8, "/x")]) == "<p>1<b>2</b></p>"


def test_only_the_first_of_two_overlapping_links_is_added() -> None:
    assert linked("123", [Link(0, 2, "/a"), Link(1, 3, "/b")]) == '<a href="/a">12</a>3'
