"""Corrections and holding answers in TheyWorkForYou's files since 2014, which do not mark them as such."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.archive.editing.answers import erase_answer, remove_answers, removed_answers
from questions.models import Answer, Question, QuestionEvent
from tests.support.published import write_day
from tests.support.records import answered, corrected, grouped, holding, write_list
from tests.support.twfy_files import EIGHT, HELD, SEVEN, answers, edited, load, orders, twfy

pytestmark = pytest.mark.django_db


def test_a_correction_in_a_later_file_is_kept_with_its_original(tmp_path):
    states = orders(
        write_day(tmp_path, "2024-09-10", answered(text=SEVEN)), write_day(tmp_path, "2024-09-20", corrected())
    )
    assert states[0] == states[1]
    assert answers() == [("answer", date(2024, 9, 10), SEVEN), ("correction", date(2024, 9, 20), EIGHT)]
    question = Question.objects.get()
    assert (question.status, question.answered_on) == ("corrected", date(2024, 9, 10))
    assert not QuestionEvent.objects.exists()


def test_an_original_that_parliament_no_longer_shows_is_kept_with_its_correction(tmp_path):
    states = orders(
        write_day(tmp_path, "2024-09-10", answered(text=SEVEN)),
        write_day(tmp_path, "2024-09-20", corrected()),
        write_list(tmp_path / "2024-09-21.json", corrected(text="There are eight.")),
    )
    assert all(state == states[0] for state in states)
    assert answers() == [("answer", date(2024, 9, 10), SEVEN), ("correction", date(2024, 9, 20), EIGHT)]


def test_parliaments_record_shows_that_the_only_file_has_a_correction(tmp_path):
    orders(write_day(tmp_path, "2024-09-20", corrected()), write_list(tmp_path / "2024-09-21.json", corrected()))
    assert answers() == [("answer", date(2024, 9, 10), ""), ("correction", date(2024, 9, 20), EIGHT)]


def test_a_file_of_the_first_day_made_again_after_the_correction_has_the_correction(tmp_path):
    path = write_day(tmp_path, "2024-09-10", answered(text=EIGHT))
    orders(path, write_list(tmp_path / "2024-09-21.json", corrected()))
    assert answers() == [("answer", date(2024, 9, 10), ""), ("correction", date(2024, 9, 20), EIGHT)]


def test_a_question_repeated_in_a_later_file_with_its_group_is_not_corrected(tmp_path):
    other = answered(uin="2002", groupedQuestionsDates=grouped(("2001", "2024-09-02")))
    first = answered(groupedQuestionsDates=grouped(("2002", "2024-09-02")))
    orders(write_day(tmp_path, "2024-09-10", answered()), write_day(tmp_path, "2024-09-12", first, other))
    question = Question.objects.get(uin="2001")
    assert (question.status, question.answered_on, question.answers.count()) == ("answered", date(2024, 9, 10), 1)


def test_a_correction_to_one_question_of_a_group_does_not_correct_the_others(tmp_path):
    other = answered(uin="2002", text=SEVEN, id=102, groupedQuestionsDates=grouped(("2001", "2024-09-02")))
    first: dict[str, Any] = {"groupedQuestionsDates": grouped(("2002", "2024-09-02"))}
    states = orders(
        write_day(tmp_path, "2024-09-10", answered(text=SEVEN, **first), other),
        write_day(tmp_path, "2024-09-20", corrected(**first), other),
        write_list(tmp_path / "2024-09-21.json", corrected(**first), other),
    )
    assert all(state == states[0] for state in states)
    assert dict(Question.objects.values_list("uin", "status")) == {"2001": "corrected", "2002": "answered"}
    assert [answer.text for answer in Question.objects.get(uin="2002").answers_in_order] == [SEVEN]
    assert not QuestionEvent.objects.exists()


def test_a_holding_answer_is_recognised_by_its_words_and_the_later_text_is_the_answer(tmp_path):
    states = orders(
        write_day(tmp_path, "2024-09-09", answered(text=HELD)), write_day(tmp_path, "2024-09-12", answered(text=SEVEN))
    )
    assert states[0] == states[1]
    assert [(kind, day.day) for kind, day, _ in answers()] == [("holding answer", 9), ("answer", 12)]
    assert Question.objects.get().status == "answered"


def test_a_holding_answer_in_other_words_is_recognised_by_its_day_in_parliaments_record(tmp_path):
    odd = "<p>I will get back to you.</p>"
    final = answered("2024-09-12", SEVEN, dateHoldingAnswer="2024-09-09T00:00:00")
    states = orders(
        write_day(tmp_path, "2024-09-09", holding(text=odd)),
        write_day(tmp_path, "2024-09-12", final),
        write_list(tmp_path / "2024-09-13.json", final),
    )
    assert all(state == states[0] for state in states)
    assert answers() == [("holding answer", date(2024, 9, 9), odd), ("answer", date(2024, 9, 12), SEVEN)]


def test_a_text_about_prorogation_is_an_answer_and_not_a_holding_answer(tmp_path):
    text = "It has not proved possible to respond to the hon. Member in the time available before Prorogation."
    twfy(write_day(tmp_path, "2024-09-10", answered(text=text)))
    assert Question.objects.get().status == "answered"


def test_a_second_reply_is_a_correction(tmp_path):
    path = write_day(tmp_path, "2024-09-20", answered(text=SEVEN))
    second = '</reply>\n<reply id="x" person_id="uk.org.publicwhip/person/13" speakername="M"><p>Eight.</p></reply>'
    later = edited(path, "</reply>", second)
    orders(later, write_day(tmp_path, "2024-09-10", answered(text=SEVEN)))
    assert answers() == [("answer", date(2024, 9, 10), SEVEN), ("correction", date(2024, 9, 20), "<p>Eight.</p>")]


def test_a_correction_that_an_editor_deleted_is_not_imported_again(tmp_path, admin_client: Client) -> None:
    first = write_day(tmp_path, "2024-09-10", answered(text=SEVEN))
    second = write_day(tmp_path, "2024-09-20", corrected())
    load(first, second)
    question: Any = Question.objects.get()
    remove_answers(question, question.answers.filter(stage=Answer.Stage.CORRECTION), "anna")
    load(second)
    assert answers() == [("answer", date(2024, 9, 10), SEVEN)]
    [name] = removed_answers(question)
    erase_answer(question, name)
    load(second)
    assert answers() == [("answer", date(2024, 9, 10), SEVEN)]
