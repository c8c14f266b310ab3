"""What this archive adds to Parliament's records on request: `include=archive`."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.models import Question, Reference
from tests.support.factories import (
    make_answered,
    make_department,
    make_group_link,
    make_member,
    make_membership,
    make_post,
    make_question,
)

pytestmark = pytest.mark.django_db

Fields = dict[str, Any]

ONE = "/api/writtenquestions/questions/700"


@pytest.fixture
def question(db: None) -> Question:
    """A named day question, answered a day late by a Minister of State."""
    body, asker = make_department("Department for Education", parliament_id=60), make_member(parliament_id=172)
    make_membership(asker, "Labour", seat="Walsall")
    minister = make_member("Min Ister", parliament_id=9)
    make_post(minister, "Minister of State", department=body)
    days: Fields = {"due_on": date(2023, 3, 29), "answered_on": date(2023, 3, 30), "last_seen_on": date(2023, 6, 1)}
    fields: Fields = {"parliament_id": 700, "uin": "9", "department": body, "asked_by": asker, "topic": "Childcare"}
    return make_answered("Family Hubs", answered_by=minister, is_named_day=True, **fields, **days)


def known(client: Client, parameters: str = "") -> dict[str, Any]:
    return client.get(f"{ONE}?include=archive{parameters}").json()["value"]["archive"]


def test_nothing_is_added_without_being_asked_for(client: Client, question: Question) -> None:
    assert "archive" not in client.get(ONE).json()["value"]
    assert client.get(f"{ONE}?include=everything").status_code == 400


def test_the_archive_says_where_the_question_is_and_what_became_of_it(client: Client, question: Question) -> None:
    found = known(client)
    assert found["address"] == "http://testserver/questions/commons/2023-03-22/9/"
    assert (found["status"], found["type"], found["topics"]) == ("answered", "named-day", ["childcare"])
    assert found["askedAs"] == {"party": "Labour", "constituency": "Walsall"}
    assert (found["answeredAs"], found["answerKind"]) == ("Minister of State", "substantive")
    assert (found["deadline"], found["lastSeen"]) == ("2023-03-29", "2023-06-01")


def test_a_verdict_comes_with_its_rule(client: Client, question: Question) -> None:
    assert known(client)["verdict"] == {
        "timing": "late",
        "words": "answered one working day late",
        "rule": "named day question must be answered by the named day",
    }


def test_references_lead_both_ways_and_only_to_what_is_public(client: Client, question: Question) -> None:
    citing, hidden = make_question(uin="20"), make_question(uin="21", published_at=None)
    Reference.objects.create(question=question, uin="20", target=citing)
    Reference.objects.create(question=question, uin="21", target=hidden)
    for one in (citing, hidden):
        Reference.objects.create(question=one, uin="9", target=question)
    found = known(client)
    there = "http://testserver/questions/commons/2023-03-22/20/"
    assert [(one["uin"], one["address"]) for one in found["references"]] == [("20", there), ("21", None)]
    assert found["citedBy"] == [there]


def test_questions_answered_together_are_linked_by_address(client: Client, question: Question) -> None:
    make_group_link(question, make_question(uin="30"))
    assert known(client)["answeredTogetherWith"] == ["http://testserver/questions/commons/2023-03-22/30/"]


def test_gaps_are_named_as_in_lists(client: Client, question: Question) -> None:
    assert known(client)["gaps"] == []
    Reference.objects.create(question=question, uin="999")
    Question.objects.filter(pk=question.pk).update(heading="", text_is_cut=True)
    assert known(client)["gaps"] == ["cut", "question-cut", "no-heading", "reference"]


def test_passages_mark_what_was_searched_for(client: Client, question: Question) -> None:
    found = client.get("/api/writtenquestions/questions?searchTerm=steps&include=Archive").json()["results"]
    assert "<mark>steps</mark>" in found[0]["value"]["archive"]["passages"]["question"]


def test_a_list_takes_as_many_queries_for_two_questions_as_for_six(
    client: Client, question: Question, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        fields: Fields = {"department": question.department, "asked_by": question.asked_by}
        make_answered("Buses", uin=f"4{number}", answered_by="Min Ister", **fields)
    client.get("/api/writtenquestions/questions?include=archive&take=2")
    with django_assert_max_num_queries(22):
        found = client.get("/api/writtenquestions/questions?include=archive").json()
    assert found["totalResults"] == 6
