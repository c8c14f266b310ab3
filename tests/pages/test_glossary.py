"""The glossary: each term once, with an id that other pages link to."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from questions.models import Question
from questions.pages.glossary import SECTIONS
from questions.rules.deadlines import QuestionType, Timing
from tests.support.factories import make_answer, make_question
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/glossary/"
TERMS = [term for section in SECTIONS for term in section.terms]
SLUGS = {term.slug for term in TERMS}


def linked_terms(client: Client, address: str) -> list[str]:
    """The terms that a page links to, in order."""
    return re.findall(r'href="/glossary/#([^"]+)"', read(client, address).text)


def test_it_explains_each_term(client: Client) -> None:
    page = words_of(client, ADDRESS)
    assert "Holding answer A reply that says that the answer is not ready yet." in page
    assert [term.name for term in TERMS if f"{term.name} {term.meaning}" not in page] == []


def test_each_term_occurs_once() -> None:
    assert len(SLUGS) == len(TERMS) == len({term.name.lower() for term in TERMS})


def test_each_id_occurs_once(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', read(client, ADDRESS).text)
    assert len(ids) == len(set(ids))
    assert set(ids) >= SLUGS


def test_an_explanation_is_one_to_three_short_sentences() -> None:
    assert [term.slug for term in TERMS if not term.meaning.endswith(".") or term.meaning.count(". ") > 2] == []
    assert [term.slug for term in TERMS if len(term.meaning) > 230] == []


def test_the_page_and_each_section_have_one_heading(client: Client) -> None:
    headings = re.findall(r"<(h\d)[^>]*>([^<]+)</h\d>", read(client, ADDRESS).text)
    assert headings == [("h1", "Glossary"), *(("h2", section.title) for section in SECTIONS)]


@pytest.mark.parametrize("address", ["/", "/questions/", "/nothing-here/"])
def test_every_page_links_to_it(client: Client, address: str) -> None:
    assert read(client, address).link("Glossary") == ADDRESS


@pytest.mark.parametrize("status", Question.Status.values)
def test_each_status_is_explained(status: str) -> None:
    assert status in SLUGS


@pytest.mark.parametrize("kind", [one for one in QuestionType.values if one != QuestionType.UNKNOWN])
def test_each_type_of_question_is_explained(kind: str) -> None:
    assert kind in SLUGS


@pytest.mark.parametrize("verdict", [one for one in Timing.values if one not in (Timing.OPEN, Timing.NONE)])
def test_each_verdict_is_explained(verdict: str) -> None:
    assert verdict in SLUGS


def test_templates_link_to_terms_that_exist() -> None:
    written = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = re.findall(r'parts\.term\("([^"]+)"', written)
    assert named
    assert set(named) <= SLUGS


def test_a_questions_page_links_to_the_terms_of_its_facts(client: Client) -> None:
    question = make_question(is_named_day=True, tabled_on=date(2025, 3, 3), due_on=date(2025, 3, 6))
    make_answer(question, answered_on=date(2025, 3, 6))
    linked = linked_terms(client, question.get_absolute_url())
    assert linked == ["uin", "named-day", "tabled", "on-time", "answered"]


def test_a_question_of_unknown_type_links_to_no_type(client: Client) -> None:
    question = make_question(is_named_day=None)
    assert set(linked_terms(client, question.get_absolute_url())) & set(QuestionType.values) == set()


def test_the_rules_on_the_statistics_page_link_to_each_of_their_terms_once(client: Client) -> None:
    linked = linked_terms(client, "/statistics/")
    assert linked == ["named-day", "ordinary", "oral", "lords", "holding", "overdue", "session", "lapsed"]


def test_the_filters_of_a_list_link_to_it(client: Client) -> None:
    make_question()
    assert read(client, "/questions/").link("What the terms mean") == ADDRESS
