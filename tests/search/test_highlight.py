"""The passage of a text that a result shows, with the search words marked and everything else escaped."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.search.highlight import Finder
from questions.search.language.meaning import understand_query
from questions.search.language.parser import read_query
from questions.search.passages import passage
from tests.support.factories import make_answered, make_question

HOSTILE = "<script>alert(1)</script> & \"'><img src=x onerror=alert(1)> hubs"


def shown(query: str, text: str, length: int = 360) -> str:
    """The passage of a question's text."""
    return passage(text, Finder(read_query(query).tree, "question").spans(text), length)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("hub", "Family hubs and Hub.", "Family <mark>hubs</mark> and <mark>Hub</mark>."),
        ("families", "A family’s families", "A <mark>family’s</mark> <mark>families</mark>"),
        ("elan", "Élan and ELAN", "<mark>Élan</mark> and <mark>ELAN</mark>"),
        ("élan", "Elan", "<mark>Elan</mark>"),
        ("children's", "children’s homes", "<mark>children’s</mark> homes"),
        ("educat*", "Education, re-educate", "<mark>Education</mark>, re-<mark>educate</mark>"),
        ('"family hubs"', "family hubs, hubs, family", "<mark>family hubs</mark>, hubs, family"),
        ('"homes"', "Homes, home and homés", "<mark>Homes</mark>, home and <mark>homés</mark>"),
        ('"home" family', "Home’s homes, families", "<mark>Home’s</mark> homes, <mark>families</mark>"),
        ("O'Brien", "an O’Brien’s", "an <mark>O’Brien’s</mark>"),
        ('"obrien"', "OʼBrien’s O’Briens", "<mark>OʼBrien’s</mark> O’Briens"),
        ('"obrien report"', "the O’Brien report", "the <mark>O’Brien report</mark>"),
        ("rockn*", "rock’n’roll", "<mark>rock’n’roll</mark>"),
        ("co-operative", "a co-operative; co and operative", "a <mark>co-operative</mark>; co and operative"),
        ("hubs -family", "family hubs", "family <mark>hubs</mark>"),
        ("hubs OR family", "family hubs", "<mark>family</mark> <mark>hubs</mark>"),
        ("heading:hubs", "hubs", "hubs"),
        ("question:hubs", "hubs", "<mark>hubs</mark>"),
        ("house:commons", "commons", "commons"),
        ("hubs", "🙂 “£5” hubs 🙂", "🙂 “£5” <mark>hubs</mark> 🙂"),
        ("مدرسة", "في مدرسة", "في <mark>مدرسة</mark>"),
        ("hub", "hubbub github", "hubbub github"),
        ("lt", "a < b", "a &lt; b"),
        (
            "50%",
            "of 50% or 50 %, or 50 percent, 50",
            "of <mark>50%</mark> or <mark>50 %</mark>, or <mark>50 percent</mark>, 50",
        ),
        ("script", "<script>", "&lt;<mark>script</mark>&gt;"),
    ],
)
def test_search_words_are_marked(query: str, text: str, expected: str) -> None:
    assert shown(query, text) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SEND", "He will send <mark>SEND</mark> pupils EHCPs."),
        ('"SEND"', "He will send <mark>SEND</mark> pupils EHCPs."),
        ('"send"', "He will <mark>send</mark> <mark>SEND</mark> pupils EHCPs."),
        ("EHCP", "He will send SEND pupils <mark>EHCPs</mark>."),
        ("send", "He will <mark>send</mark> <mark>SEND</mark> pupils EHCPs."),
    ],
)
def test_a_search_for_an_acronym_marks_only_the_acronym(query: str, expected: str) -> None:
    text = "He will send SEND pupils EHCPs."
    assert passage(text, Finder(understand_query(query).tree, "question").spans(text), 360) == expected


def test_the_passage_is_the_one_with_most_search_words() -> None:
    text = "Hubs are open. " + "Nothing is said here. " * 40 + "Family hubs opened in Leeds. " + "And no more. " * 40
    found = shown("family hubs leeds", text, 120)
    assert found.startswith("…")
    assert found.endswith("…")
    assert "<mark>Family</mark> <mark>hubs</mark> opened in <mark>Leeds</mark>." in found


def test_a_passage_begins_and_ends_between_words_and_is_not_too_long() -> None:
    text = "wordy " * 300 + "hubs " + "wordy " * 300
    found = shown("hubs", text, 100).replace("<mark>", "").replace("</mark>", "").strip("…")
    assert len(found) <= 100
    assert set(found.split()) == {"wordy", "hubs"}


def test_a_text_without_spaces_is_still_cut() -> None:
    assert len(shown("hubs", "x" * 5000, 100)) <= 102


def test_a_text_without_search_words_shows_its_beginning() -> None:
    assert shown("nothing", "The beginning. " * 100, 30) == "The beginning. The beginning.…"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "hubs", "script", "<script>alert(1)</script>", "alert*", "onerror"])
def test_hostile_texts_and_queries_are_escaped(client: Client, query: str) -> None:
    question = make_answered(HOSTILE, f"<p>{HOSTILE}</p><script>alert(2)</script>", text=HOSTILE)
    make_question("Hubs", text=HOSTILE)
    for address in ("/questions/", "/questions/by/month/", "/questions/by/asked_by/", question.get_absolute_url()):
        content = client.get(address, {"q": query}).content
        assert b"<script>alert" not in content
        assert b"<img src=x" not in content
        assert b"onerror=alert(1)>" not in content.replace(b"&gt;", b"")
