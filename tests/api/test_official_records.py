"""A question's record as Parliament's Written Questions API has it: 30 keys, and what stands in them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.models import Answer, Question
from tests.support.factories import (
    make_answer,
    make_attachment,
    make_department,
    make_group_link,
    make_member,
    make_membership,
    make_question,
)

pytestmark = pytest.mark.django_db

HOLDING, ANSWER, CORRECTION = Answer.Stage.HOLDING, Answer.Stage.ANSWER, Answer.Stage.CORRECTION
# fmt: off
KEYS = [
    "id", "askingMemberId", "askingMember", "house", "memberHasInterest", "dateTabled", "dateForAnswer", "uin",
    "questionText", "answeringBodyId", "answeringBodyName", "isWithdrawn", "isNamedDay", "groupedQuestions",
    "answerIsHolding", "answerIsCorrection", "answeringMemberId", "answeringMember", "correctingMemberId",
    "correctingMember", "dateAnswered", "answerText", "originalAnswerText", "comparableAnswerText",
    "dateAnswerCorrected", "dateHoldingAnswer", "attachmentCount", "heading", "attachments",
    "groupedQuestionsDates",
]
# fmt: on


@pytest.fixture
def question(db: None) -> Question:
    """Number 700 to the Department for Education, by member 172."""
    body = make_department("Department for Education", parliament_id=60)
    asker = make_member("Ann Example", parliament_id=172, listed_party="Labour", listed_seat="Walsall")
    return make_question("Schools", parliament_id=700, uin="9", department=body, asked_by=asker, text="To ask why.")


def record(client: Client, parameters: str = "") -> dict[str, Any]:
    return client.get(f"/api/writtenquestions/questions/700{parameters}").json()["value"]


def test_a_record_has_all_thirty_keys_in_the_specifications_order(client: Client, question: Question) -> None:
    assert [*record(client)] == KEYS


def test_an_unanswered_question_says_null_and_not_an_empty_text(client: Client, question: Question) -> None:
    found = record(client)
    assert found["questionText"] == "To ask why."
    assert (found["dateTabled"], found["house"]) == ("2023-03-22T00:00:00", "Commons")
    assert [found[key] for key in KEYS[14:22]] == [None] * 8
    assert (found["originalAnswerText"], found["comparableAnswerText"]) == ("", "")
    assert (found["groupedQuestions"], found["attachments"], found["attachmentCount"]) == ([], [], 0)


def test_an_answer_says_who_gave_it_and_when(client: Client, question: Question) -> None:
    make_answer(question, "<p>Because.</p>", answered_by=make_member("Min Ister", parliament_id=9))
    found = record(client)
    assert (found["answerIsHolding"], found["answerIsCorrection"]) == (False, False)
    assert (found["answeringMemberId"], found["dateAnswered"]) == (9, "2023-03-30T00:00:00")
    assert (found["answerText"], found["correctingMemberId"]) == ("<p>Because.</p>", None)


def test_a_holding_answer_counts_as_the_answer_until_there_is_another(client: Client, question: Question) -> None:
    make_answer(question, "<p>Later.</p>", stage=HOLDING, answered_on=date(2023, 3, 27))
    held = record(client)
    assert (held["answerIsHolding"], held["answerText"]) == (True, "<p>Later.</p>")
    assert held["dateAnswered"] == held["dateHoldingAnswer"] == "2023-03-27T00:00:00"
    make_answer(question, "<p>Because.</p>")
    answered = record(client)
    assert (answered["answerIsHolding"], answered["answerText"]) == (False, "<p>Because.</p>")
    assert (answered["dateAnswered"], answered["dateHoldingAnswer"]) == ("2023-03-30T00:00:00", "2023-03-27T00:00:00")


def test_a_correction_keeps_the_original_and_its_day(client: Client, question: Question) -> None:
    make_answer(question, "<p>Ten.</p>", answered_by=make_member("Min Ister", parliament_id=9))
    corrector = make_member("Cor Rector", parliament_id=10)
    make_answer(question, "<p>Twelve.</p>", stage=CORRECTION, answered_on=date(2023, 5, 2), answered_by=corrector)
    found = record(client)
    assert (found["answerIsCorrection"], found["answerText"]) == (True, "<p>Twelve.</p>")
    assert (found["originalAnswerText"], found["comparableAnswerText"]) == ("<p>Ten.</p>", "")
    assert (found["answeringMemberId"], found["correctingMemberId"]) == (9, 10)
    assert (found["dateAnswered"], found["dateAnswerCorrected"]) == ("2023-03-30T00:00:00", "2023-05-02T00:00:00")


def test_a_correction_without_its_original_claims_none(client: Client, question: Question) -> None:
    make_answer(question, "<p>Twelve.</p>", stage=CORRECTION, answered_on=date(2023, 5, 2))
    assert record(client)["originalAnswerText"] == ""


def test_an_answer_whose_text_is_not_on_record_says_so(client: Client, question: Question) -> None:
    make_answer(question, "")
    assert "not on record" in record(client)["answerText"]
    assert "not on record" in record(client, "?fullText=false")["answerText"]


def test_a_cut_answer_ends_as_in_parliaments_lists(client: Client, question: Question) -> None:
    make_answer(question, f"<p>{'a' * 255}</p>", text_is_cut=True)
    assert record(client)["answerText"] == f"{'a' * 255}..."


def test_lists_cut_texts_on_request_as_parliaments_do(client: Client, question: Question) -> None:
    make_answer(question, f"<p>R&amp;D.</p><p>{'a' * 300}</p>")
    Question.objects.filter(pk=question.pk).update(text="q" * 300)
    found = client.get("/api/writtenquestions/questions?fullText=False").json()["results"][0]["value"]
    assert found["questionText"] == "q" * 255
    assert found["answerText"] == f"R&amp;D.{'a' * 247}..."
    whole = client.get("/api/writtenquestions/questions").json()["results"][0]["value"]
    assert (len(whole["questionText"]), len(whole["answerText"])) == (300, 322)


def test_questions_answered_together_are_named_with_their_days(client: Client, question: Question) -> None:
    make_group_link(question, make_question(uin="10", tabled_on=date(2023, 3, 21)))
    found = record(client)
    assert found["groupedQuestions"] == ["10"]
    assert found["groupedQuestionsDates"] == [{"questionUin": "10", "dateTabled": "2023-03-21T00:00:00"}]


def test_attachments_are_listed_with_their_types_and_sizes(client: Client, question: Question) -> None:
    make_attachment(make_answer(question), "Figures")
    found = record(client)
    assert found["attachmentCount"] == 1
    assert found["attachments"] == [
        {
            "url": "https://example.org/figures.pdf",
            "title": "Figures",
            "fileType": "application/pdf",
            "fileSizeBytes": 20480,
        }
    ]


def test_attachments_of_which_only_the_number_is_known_are_counted(client: Client, question: Question) -> None:
    make_attachment(make_answer(question), "2 attachments", url="")
    found = record(client)
    assert (found["attachmentCount"], found["attachments"]) == (2, [])


def test_members_are_whole_only_on_request(client: Client, question: Question) -> None:
    assert record(client)["askingMember"] is None
    assert record(client, "?expandMember=true")["askingMember"] == {
        "id": 172,
        "listAs": "Example, Ann",
        "name": "Ann Example",
        "party": "Labour",
        "partyColour": "ff0000",
        "partyAbbreviation": "Lab",
        "memberFrom": "Walsall",
        "thumbnailUrl": "https://members-api.parliament.uk/api/Members/172/Thumbnail",
    }


def test_a_member_who_was_never_listed_has_the_party_of_the_latest_membership(client: Client) -> None:
    asker = make_member("Ann Example", parliament_id=172)
    make_membership(asker, "Green Party", seat="Bristol Central")
    body = make_department("Department for Education", parliament_id=60)
    make_question(parliament_id=700, department=body, asked_by=asker)
    found = record(client, "?expandMember=1")["askingMember"]
    assert (found["party"], found["memberFrom"]) == ("Green Party", "Bristol Central")
    assert (found["partyColour"], found["partyAbbreviation"]) == (None, None)


def test_a_question_without_heading_or_day_for_answer_has_what_parliament_gives(client: Client) -> None:
    asker, body = make_member(parliament_id=172), make_department(parliament_id=60)
    make_question("", parliament_id=700, department=body, asked_by=asker, text="Why?")
    found = record(client)
    assert (found["heading"], found["dateForAnswer"]) == (None, "0001-01-01T00:00:00")


def test_each_record_links_to_itself_as_parliaments_does(client: Client, question: Question) -> None:
    found = client.get("/api/writtenquestions/questions/700").json()
    assert found["links"] == [{"rel": "self", "href": "/Questions/700", "method": "GET"}]
