"""An answer of millions of characters is searched like any other, and shown in parts."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from questions.text.parts import LENGTH, parts_of
from questions.text.plain import plain
from tests.support.factories import make_answer, make_question

LONG = {
    "paragraphs": "<p>Lamps are <strong>lit</strong>.</p>" * 30_000,
    "one paragraph": f"<p>{'lamps are lit ' * 70_000}</p>",
    "a table": f"<table><tbody>{'<tr><td>lamps</td><td>lit</td></tr>' * 30_000}</tbody></table>",
    "lists in a list": f"<ul><li>all<ul>{'<li>lamps</li>' * 70_000}</ul></li></ul>",
    "line breaks": f"<p>{'lamps<br>' * 110_000}</p>",
    "one link": f'<p><a href="https://lamps.example/a b">{"lamps " * 170_000}</a></p>',
    "no spaces": "<p>" + "lamps" * 200_000 + "</p>",
}


def test_an_answer_of_usual_length_is_one_part() -> None:
    assert parts_of("<p>Lamps.</p>") == ["<p>Lamps.</p>"]
    assert parts_of("") == [""]


@pytest.mark.parametrize("how", LONG)
def test_parts_have_all_words_once_and_each_part_reopens_the_open_elements(how: str) -> None:
    parts = parts_of(LONG[how])
    assert " ".join(map(plain, parts)) == plain(LONG[how])
    assert how == "no spaces" or len(parts) > 2
    assert how == "no spaces" or max(map(len, parts)) < LENGTH + 50_000
    assert all(re.match(r"<(p|table|ul)>", part) for part in parts)


@pytest.mark.django_db
def test_each_part_has_a_page(client: Client) -> None:
    question = make_question("Lamps")
    make_answer(question, LONG["paragraphs"] + "<p>The last zebra.</p>")
    address = question.get_absolute_url()
    number = len(parts_of(LONG["paragraphs"] + "<p>The last zebra.</p>"))
    first, last = (client.get(address, {"part": part}).content.decode() for part in (1, number + 5))
    assert f"part 1 of {number}" in first
    assert "zebra" not in first
    assert "?part=2#answer-" in first
    assert "The last zebra." in last
    assert len(first) < 2 * LENGTH


@pytest.mark.django_db
def test_a_word_is_found_and_marked_anywhere_in_the_answer(client: Client) -> None:
    make_answer(make_question("Lamps"), LONG["paragraphs"] + "<p>The last zebra.</p>")
    for query, shown in (("zebra", "<mark>zebra</mark>"), ("lit", "<mark>lit</mark>")):
        assert shown in client.get("/questions/", {"q": query}).content.decode()
