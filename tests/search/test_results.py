"""The results of a search: the same hits whether sliced or iterated, and questions with all their columns."""

from datetime import date

import pytest

from questions.search.criteria import Criteria
from questions.search.index.writer import catch_up
from questions.search.language.tree import Word
from questions.search.results import NoQuestions, QuestionSearch
from tests.support.factories import make_answered, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_questions() -> None:
    make_answered("Family Hubs", uin="1", answer="<p>Seven hubs opened.</p>", tabled_on=date(2023, 3, 22))
    make_question("Hubs for Families", uin="2", tabled_on=date(2023, 3, 23))
    make_question("Border Force", uin="3", tabled_on=date(2023, 3, 24))
    catch_up()


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_a_search_gives_the_same_hits_sliced_or_iterated(
    three_questions: None, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("questions.search.results.CHUNK", 1)  # so that each hit needs a search of its own
    found = QuestionSearch(Criteria(query=Word("hubs"), sort=sort))
    hits = list(found)
    assert hits == found[:10]
    assert {hit.uin for hit in hits} == {"1", "2"}
    assert all("<mark>" in hit.passages.heading for hit in hits)


def test_questions_gives_the_rows_of_the_same_questions_in_the_same_order(three_questions: None) -> None:
    found = QuestionSearch(Criteria(sort="oldest"))
    questions = list(found.questions())
    assert [question.uin for question in questions] == [hit.uin for hit in found] == ["1", "2", "3"]
    assert [len(question.answers.all()) for question in questions] == [1, 0, 0]


def test_no_questions_is_empty(three_questions: None) -> None:
    nothing = NoQuestions(Criteria())
    assert (list(nothing), nothing[:10], list(nothing.questions()), len(nothing)) == ([], [], [], 0)
