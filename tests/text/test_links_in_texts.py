"""Web addresses in texts become links."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from questions.models import Question
from questions.text.cited_documents import documents_in, links_in
from questions.text.cleaning import answer_wording, as_html, entered_html
from questions.text.markup import linked
from tests.support.factories import make_answer, make_question

pytestmark = pytest.mark.django_db
REL = 'rel="noopener noreferrer nofollow"'


def links_on(client: Client, question: Question) -> list[tuple[str, str]]:
    page = client.get(question.get_absolute_url()).content.decode().split("<aside")[0]
    return re.findall(rf'<a href="([^"]*)" {REL}>([^<]*)</a>', page)


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("See https://lamps.example/a.", "https://lamps.example/a", "https://lamps.example/a"),
        ("See (https://lamps.example/a_(b)).", "https://lamps.example/a_(b)", "https://lamps.example/a_(b)"),
        ("“https://lamps.example/a”, he said", "https://lamps.example/a", "https://lamps.example/a"),
        ('"https://lamps.example/a"', "https://lamps.example/a", "https://lamps.example/a"),
        ("At www.lamps.example; and", "https://www.lamps.example", "www.lamps.example"),
        ("At gov.uk/lamps, and", "https://gov.uk/lamps", "gov.uk/lamps"),
        ("HTTP://lamps.example/?a=1&b=2!", "HTTP://lamps.example/?a=1&amp;b=2", "HTTP://lamps.example/?a=1&amp;b=2"),
    ],
)
def test_an_address_in_a_plain_text_becomes_a_link(client: Client, text: str, address: str, words: str) -> None:
    question = make_question("Lamps", text=text)
    make_answer(question, as_html(answer_wording(text)))
    assert links_on(client, question) == [(address, words)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1) and data:text/html,x and ftp://lamps.example",
        "a.b@gov.uk and 10.30 and e.g. this",
        "https://user@lamps.example/ and https://-/ and http://localhost/x",
        "https://lamps.example/cut...",
    ],
)
def test_text_that_is_not_a_web_address_is_not_linked(client: Client, text: str) -> None:
    make_answer(question := make_question("Lamps", text=text), entered_html(text))
    assert links_on(client, question) == []


def test_an_address_cannot_inject_markup(client: Client) -> None:
    text = "https://lamps.example/'onmouseover=alert(1)&quot;><script>alert(1)</script>"
    make_answer(question := make_question("Lamps", text=text), f"<p>{text}</p>")
    page = client.get(question.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert not re.search(r"<a [^>]*\sonmouseover", page)


def test_a_cut_address_is_not_linked(client: Client) -> None:
    question = make_question("Lamps", text="See https://lamps.example/a-lon", text_is_cut=True)
    assert links_on(client, question) == []


@pytest.mark.parametrize("end", ["", ".", ","])
def test_a_footnote_number_is_not_part_of_the_address_before_it(end: str) -> None:
    markup = f"<p>See https://lamps.example/all{end}<sup>12</sup> and more</p>"
    assert [link.address for link in links_in(markup)] == ["https://lamps.example/all"]
    assert [cited.url for cited in documents_in(markup)] == ["https://lamps.example/all"]


def test_an_address_that_is_already_linked_is_not_linked_again() -> None:
    markup = '<p><a href="https://lamps.example/a">https://lamps.example/a</a></p>'
    assert linked(markup, links_in(markup)) == markup


def test_documents_and_links_have_the_same_addresses() -> None:
    markup = (
        "<p>See https://lamps.example/a. Also (www.lamps.example/b),<br>gov.uk/government/publications/c?x&amp;y</p>"
    )
    assert [one.url for one in documents_in(markup)] == [link.address for link in links_in(markup)]
