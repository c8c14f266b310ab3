"""Deleting, restoring and permanently deleting answers, and what later imports do with a deleted answer."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.archive.editing.answers import (
    CannotBeDone,
    erase_answer,
    remove_answers,
    removed_answers,
    restore_answer,
)
from questions.archive.editing.question_edits import take_edit
from questions.archive.evidence.claims import Claim, add_claim, pack, unpack
from questions.archive.evidence.removed_answers import taken_out
from questions.archive.evidence.settling import settle
from questions.models import Answer, AuditEntry, Evidence, Question, Validator
from questions.search.index.writer import catch_up
from questions.sources.records import ANSWER, CORRECTION, HOLDING
from tests.admin.test_admin import errors_of, import_questions
from tests.support import pages
from tests.support.desk import make_user, signed_in
from tests.support.factories import make_answered
from tests.support.forms import open_form
from tests.support.records import CUT_ANSWER, FULL_ANSWER, answered, corrected, holding, record, unanswered, write_list
from tests.support.standin import StandIn
from tests.support.syncing import parliament, sync
from tests.support.topic_desk import page_of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(parliament.__name__)]

REMOVED_ON = "2024-09-12"
ATTACHMENT = {"url": "https://example.org/a.pdf", "title": "Figures", "fileType": "application/pdf", "fileSizeBytes": 5}


# Settling, with the claims in every order


def source_claim(day: str, value: dict[str, Any]) -> Claim:
    return Claim(record(value), "parliament", (day,))


def edit(day: str, value: dict[str, Any], *deleted: dict[str, Any]) -> Claim:
    removed = tuple(taken_out(record(one).answers[-1]) for one in deleted)
    return Claim(record(value)._replace(removed=removed), "editor:anna", (day,))


ASKED = source_claim("2024-09-03", unanswered())
ANSWERED = source_claim("2024-09-11", answered())
REMOVED = edit(REMOVED_ON, unanswered(heading="Mended"), answered())


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([ASKED, ANSWERED, REMOVED], ("unanswered", [])),
        ([ANSWERED, REMOVED, source_claim("2024-09-20", answered())], ("unanswered", [])),
        ([ANSWERED, REMOVED, source_claim("2024-09-20", answered(text=CUT_ANSWER))], ("unanswered", [])),
        ([ANSWERED, REMOVED, source_claim("2024-09-20", answered(text="<p>Nine.</p>"))], ("answered", [ANSWER])),
        ([ANSWERED, REMOVED, source_claim("2024-09-20", answered(day="2024-09-13"))], ("answered", [ANSWER])),
        ([ANSWERED, REMOVED, source_claim("2024-09-21", corrected())], ("corrected", [CORRECTION])),
        ([ANSWERED, REMOVED, edit("2024-09-14", answered())], ("answered", [ANSWER])),
        (
            [source_claim("2024-09-09", holding()), ANSWERED, edit(REMOVED_ON, holding(), answered())],
            ("holding", [HOLDING]),
        ),
        (
            [ANSWERED, source_claim("2024-09-21", corrected()), edit("2024-09-22", answered(), corrected())],
            ("answered", [ANSWER]),
        ),
    ],
    ids=[
        "an answer is removed",
        "its source shows it again",
        "its source shows it again, incomplete",
        "its source shows another text",
        "its source shows another day",
        "its source shows a correction",
        "a later edit restores it",
        "the holding answer before it stays",
        "a correction is removed",
    ],
)
def test_a_removed_answer_stays_removed_until_its_source_says_something_new(claims: list[Claim], expected: Any) -> None:
    for order in itertools.permutations(claims):
        settled = settle(order)
        assert (settled.status, [answer.stage for answer in settled.answers]) == expected


def test_a_source_that_repeats_itself_does_not_undo_the_rest_of_the_edit() -> None:
    repeated = add_claim((ASKED, ANSWERED, REMOVED), source_claim("2024-09-20", answered()))
    settled = settle(repeated)
    assert (settled.record.heading, settled.record.removed) == ("Mended", ())
    assert "There are seven" not in repr(settled)


def test_packed_evidence_keeps_removed_answers_and_older_evidence_has_none() -> None:
    assert unpack(pack((REMOVED,))) == (REMOVED,)
    assert unpack(pack((ANSWERED,)))[0].record.removed == ()


# Deleting and importing


def import_records(tmp_path: Any, name: str, *values: dict[str, Any]) -> None:
    import_questions(write_list(tmp_path / f"{name}.json", *values))


def remove(question: Question, stage: int = ANSWER) -> None:
    remove_answers(question, question.answers.filter(stage=stage), "anna")
    question.refresh_from_db()


def restore(question: Question) -> None:
    [name] = removed_answers(question)
    restore_answer(question, name, "anna")
    question.refresh_from_db()


@pytest.fixture
def question(tmp_path: Any) -> Question:
    """An answered question with an attachment, from a source."""
    import_records(tmp_path, "2024-09-11", answered(text=FULL_ANSWER, attachmentCount=1, attachments=[ATTACHMENT]))
    return Question.objects.get()


def test_a_deleted_answer_is_on_no_public_page(question: Question, client: Client) -> None:
    catch_up()
    assert pages.read(client, "/questions/?q=seven").count == 1
    remove(question)
    catch_up()
    assert (question.status, question.answered_on) == ("unanswered", None)
    assert pages.read(client, "/questions/?q=seven").count == 0
    for address in (question.get_absolute_url(), "/questions/export.csv", "/members/", "/documents/"):
        assert "seven family hubs" not in b"".join(client.get(address)).decode()


def test_a_restored_answer_comes_back_unchanged_with_its_attachments(question: Question) -> None:
    before = Answer.objects.values("stage", "text", "answered_on", "answered_by", "department").get()
    remove(question)
    restore(question)
    assert Answer.objects.values(*before).get() == before
    assert Answer.objects.get().attachments.get().title == "Figures"
    assert (question.status, removed_answers(question)) == ("answered", {})


def test_an_import_brings_a_deleted_answer_back_only_if_its_text_is_new(question, tmp_path) -> None:
    remove(question)
    import_records(tmp_path, "2024-09-30", answered(text=FULL_ANSWER, attachmentCount=1, attachments=[ATTACHMENT]))
    assert not Answer.objects.exists()
    import_records(tmp_path, "2099-10-01", answered(text="<p>There are nine.</p>"))
    assert Answer.objects.get().text == "<p>There are nine.</p>"
    with pytest.raises(CannotBeDone, match="another answer with this stage"):
        restore(question)


@pytest.mark.parametrize("validators", ["kept", "lost"])
def test_a_sync_does_not_bring_a_deleted_answer_back(parliament: StandIn, monkeypatch: Any, validators: str) -> None:
    """Whether the server answers "not modified" or sends the whole record again."""
    parliament.questions = [answered(id=1, uin="1")]
    sync(day="2024-09-11")
    question = Question.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr("questions.archive.editing.question_edits.timezone.localdate", lambda: date(2024, 9, 12))
        question.heading = "Mended"
        question.save()
        take_edit(question, "anna")
        remove(question)
    if validators == "lost":
        Validator.objects.all().delete()
    for day in ("2024-09-13", "2024-09-14"):
        sync(since="", day=day)
    question.refresh_from_db()
    assert (question.status, question.heading, question.answers.count()) == ("unanswered", "Mended", 0)
    assert question.last_seen_on == date(2024, 9, 14)


def test_an_answer_stays_deleted_after_a_later_edit(question: Question, tmp_path: Any) -> None:
    remove(question)
    question.heading = "Mended"
    question.save()
    take_edit(question, "berta")
    import_records(tmp_path, "2024-09-30", answered(text=FULL_ANSWER))
    assert (len(removed_answers(question)), question.answers.count()) == (1, 0)


def test_a_deleted_answer_without_a_text_comes_back_when_a_source_has_its_text(tmp_path: Any) -> None:
    import_records(tmp_path, "2024-09-21", corrected())
    question = Question.objects.get()
    remove(question)
    assert [answer.stage for answer in question.answers.all()] == [CORRECTION]
    restore(question)
    assert question.answers.get(stage=ANSWER).text == ""
    remove(question)
    import_records(tmp_path, "2024-09-22", corrected(originalAnswerText="<p>There are six.</p>"))
    assert question.answers.get(stage=ANSWER).text == "<p>There are six.</p>"


def test_a_permanently_deleted_answer_stays_only_in_the_history_and_no_import_brings_it_back(
    question, tmp_path
) -> None:
    remove(question)
    [name] = removed_answers(question)
    erase_answer(question, name)
    assert removed_answers(question) == {}
    assert b"seven" not in repr(unpack(bytes(Evidence.objects.get().packed))).encode()
    import_records(tmp_path, "2024-09-30", answered(text="<p>There are seven, or so.</p>"))
    question.refresh_from_db()
    assert (question.answers.count(), question.status) == (0, "unanswered")
    assert AuditEntry.objects.filter(model="answer", kind="deleted").count() == 1


def test_an_answer_whose_day_is_in_the_questions_address_cannot_be_deleted() -> None:
    question = make_answered("Hubs", tabled_on=None)
    with pytest.raises(CannotBeDone, match="Delete the question instead"):
        remove(question)
    assert question.answers.count() == 1


# At the desk


@pytest.fixture
def desk() -> Client:
    return signed_in(make_user("piet", role="Publisher"))


def address_of_removed(question: Question, action: str) -> str:
    [name] = removed_answers(question)
    return page_of(question).replace("change/", f"answers/{name}/{action}/")


def test_an_answer_can_be_deleted_in_its_questions_form_and_restored_there(desk: Client, question: Question) -> None:
    form = open_form(desk, question, **{"answers-0-DELETE": "on"})
    refused = text(desk.post(page_of(question), form))
    assert "Give a reason for deleting a public answer. It can be restored" in refused
    assert Answer.objects.exists()
    desk.post(page_of(question), {**form, "answers-0-reason": "Entered twice"})
    assert AuditEntry.objects.filter(model="answer", kind="deleted", reason="Entered twice").exists()
    page = text(desk.get(page_of(question)))
    assert "Deleted answers" in page
    assert "Answer of 10 September 2024</strong> There are seven family hubs" in page
    assert "/erase/" not in page
    assert "will go back to its question" in text(desk.get(address_of_removed(question, "restore")))
    assert not Answer.objects.exists()
    desk.post(address_of_removed(question, "restore"), {"sure": "on"})
    assert Answer.objects.exists()
    assert "Deleted answers" not in text(desk.get(page_of(question)))


def test_deleting_an_answer_on_its_own_page_or_in_the_list_can_be_undone_and_is_in_the_history(desk, question) -> None:
    answer = Answer.objects.get()
    assert "You can restore" in text(desk.get(page_of(answer).replace("change", "delete")))
    desk.post(page_of(answer).replace("change", "delete"), {"post": "yes"})
    entry = AuditEntry.objects.get(model="answer", kind="deleted")
    assert (entry.by_name, entry.root_id) == ("piet", question.pk)
    restore(question)
    ticked = {"action": "delete_selected", "_selected_action": [Answer.objects.get().pk]}
    assert "You can restore" in text(desk.post("/admin/questions/answer/", ticked))
    desk.post("/admin/questions/answer/", {**ticked, "post": "yes"})
    assert len(removed_answers(question)) == 1


def test_only_an_administrator_can_delete_an_answer_permanently(desk: Client, question: Question) -> None:
    remove(question)
    address = address_of_removed(question, "erase")
    assert desk.post(address, {"sure": "on"}).status_code == 403
    administrator = signed_in(make_user("ada", role="Administrator"))
    assert "You cannot undo this" in text(administrator.get(address))
    administrator.post(address, {"sure": "on"})
    assert removed_answers(question) == {}
    assert "no longer in the list of deleted" in text(administrator.post(address, {"sure": "on"}, follow=True))


def test_the_form_says_why_an_answer_cannot_be_deleted(desk: Client) -> None:
    question = make_answered("Hubs", tabled_on=None, department="Home Office")
    form = open_form(desk, question, **{"answers-0-DELETE": "on"})
    response = desk.post(page_of(question), form)
    assert "Delete the question instead" in text(response), errors_of(response)
    assert question.answers.exists()
