"""What a search gives: the same hits sliced and iterated, and the questions themselves where all columns are wanted."""

from datetime import date

import pytest
from django.test import Client

from questions.search.criteria import Criteria
from questions.search.language.tree import Word
from questions.search.results import NoQuestions, QuestionSearch
from tests.support.factories import make_answered, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(client: Client) -> None:
    make_answered("Family Hubs", uin="1", answer="<p>Seven hubs opened.</p>", tabled_on=date(2023, 3, 22))
    make_question("Hubs for Families", uin="2", tabled_on=date(2023, 3, 23))
    make_question("Border Force", uin="3", tabled_on=date(2023, 3, 24))


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_sliced_and_iterated_it_gives_the_same_hits(three: None, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.search.results.CHUNK", 1)  # so that iterating begins anew after each
    found = QuestionSearch(Criteria(query=Word("hubs"), sort=sort))
    hits = list(found)
    assert hits == found[:10]
    assert {hit.uin for hit in hits} == {"1", "2"}
    assert all("<mark>" in hit.passages.heading for hit in hits)


def test_questions_are_the_rows_of_the_same_list_in_its_order(three: None) -> None:
    found = QuestionSearch(Criteria(sort="oldest"))
    questions = list(found.questions())
    assert [question.uin for question in questions] == [hit.uin for hit in found] == ["1", "2", "3"]
    assert [len(question.answers.all()) for question in questions] == [1, 0, 0]


def test_nothing_is_given_of_no_questions(three: None) -> None:
    nothing = NoQuestions(Criteria())
    assert (list(nothing), nothing[:10], list(nothing.questions()), len(nothing)) == ([], [], [], 0)
