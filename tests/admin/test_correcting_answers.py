"""“Correct this answer”: a minister's correction is entered as a new answer, with a reason. The original stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.models import Answer, AuditEntry, KeptForm, Member, Question
from questions.search.index.writer import catch_up
from tests.support import pages
from tests.support.desk import make_user, signed_in
from tests.support.factories import make_answer, make_answered, make_member, make_post, make_question
from tests.support.forms import edit, history_of, read
from tests.support.records import answered, corrected, write_list
from tests.support.topic_desk import page_of, text

from .test_admin import import_questions

pytestmark = pytest.mark.django_db

REASON = "The minister wrote on 4 April: Official Report, column 12."


@pytest.fixture
def desk() -> Client:
    return signed_in(make_user("emma", role="Editor"))


@pytest.fixture
def question() -> Question:
    return make_answered("Hubs", "<p>There are seven.</p>", department="Home Office", answered_by="Max Sample")


def correction_page(question: Question) -> str:
    return page_of(question).replace("change", "correct")


def correction_fields(**changes: Any) -> dict[str, Any]:
    minister = Member.objects.get(name="Max Sample").pk
    given = {"answered_on": "2023-04-04", "answered_by": minister, "text": "<p>There are eight.</p>"}
    return {**given, "reason": REASON, **changes}


def correct(desk: Client, question: Question, **changes: Any) -> Any:
    """Open the form, fill it in and send it, as a browser does."""
    response = desk.post(
        correction_page(question),
        {**read(desk.get(correction_page(question))), **correction_fields(**changes)},
        follow=True,
    )
    question.refresh_from_db()
    return response


def test_the_form_starts_with_the_current_text_and_names_the_answer_to_correct(desk, question):
    assert correction_page(question) in text(desk.get(page_of(question)))
    form = read(desk.get(correction_page(question)))
    assert form["text"] == ["<p>There are seven.</p>"]
    assert "Answer of 30 March 2023, by Max Sample" in text(desk.get(correction_page(question)))


def test_a_correction_is_added_as_a_new_answer_and_the_original_stays(desk, question):
    minister = make_member("Ann Example")
    make_post(minister, "Minister for Hubs", department="Home Office")
    page = correct(desk, question, answered_by=minister.pk)
    assert "Correction of 4 April 2023 has been saved" in text(page)
    first, second = question.answers.order_by("stage")
    assert (first.text, first.answered_by.name) == ("<p>There are seven.</p>", "Max Sample")
    assert (second.stage, second.text, second.answered_on) == (3, "<p>There are eight.</p>", date(2023, 4, 4))
    assert second.answered_as.title == "Minister for Hubs"
    assert (question.status, question.answered_on) == ("corrected", date(2023, 3, 30))


def test_an_incomplete_original_stays_as_it_is_without_tags_in_its_text(desk, question):
    cut = "<p>There are seven &amp; a half.<br>Of these, one\u202fis</p><p>clo</p>"
    question.answers.update(text=cut, text_is_cut=True)
    for heading in ("Hubs for families", "Hubs"):
        edit(desk, question, heading=heading)
    correct(desk, question)
    assert [answer.text for answer in question.answers.order_by("stage")] == [cut, "<p>There are eight.</p>"]


def test_readers_see_the_original_and_the_correction_with_their_differences(desk, question, client):
    correct(desk, question)
    catch_up()
    page = text(client.get(question.get_absolute_url()))
    assert "Answer corrected" in page
    assert "deleted: </span>seven" in page
    assert REASON not in page
    assert pages.read(client, "/questions/?status=corrected").count == 1


def test_the_history_shows_the_reason_for_a_correction(desk, question):
    correct(desk, question)
    entry = AuditEntry.objects.filter(model="answer").first()
    assert (entry.kind, entry.by_name, entry.reason) == ("created", "emma", REASON)
    assert REASON in text(desk.get(history_of(question)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": ""}, "This field is required"),
        ({"answered_on": ""}, "This field is required"),
        ({"answered_by": ""}, "This field is required"),
        ({"answered_on": "2023-03-29"}, "before the answer that you are correcting: Answer of 30 March 2023"),
        ({"text": "<p>There are seven.</p>"}, "The text has not changed"),
        ({"text": ""}, "This field is required"),
    ],
)
def test_an_invalid_correction_is_refused_and_the_form_keeps_what_was_typed(desk, question, changes, message):
    response = correct(desk, question, **changes)
    assert message in text(response)
    assert read(response)["answered_on"] == [changes.get("answered_on", "2023-04-04")]
    assert question.answers.count() == 1


def test_a_second_correction_needs_a_different_date(desk, question):
    correct(desk, question)
    assert "already a correction with this date" in text(correct(desk, question, text="<p>Nine.</p>"))
    correct(desk, question, text="<p>Nine.</p>", answered_on="2023-04-05")
    texts = ["<p>There are seven.</p>", "<p>There are eight.</p>", "<p>Nine.</p>"]
    assert [answer.text for answer in question.answers_in_order] == texts


def test_a_typed_correction_is_cleaned(desk, question):
    correct(desk, question, text="<p>Eight<script>x</script></p>")
    assert question.answers.get(stage=3).text == "<p>Eight</p>"


@pytest.mark.parametrize("stage", [None, Answer.Stage.HOLDING])
def test_a_question_with_no_answer_or_only_a_holding_answer_cannot_be_corrected(desk, stage):
    question = make_question("Hubs")
    if stage:
        make_answer(question, "I will write.", stage=stage)
    assert correction_page(question) not in text(desk.get(page_of(question)))
    assert "no answer to correct yet" in text(desk.get(correction_page(question), follow=True))


def test_a_correction_stops_if_somebody_else_saved_the_question_and_keeps_what_was_typed(desk, question):
    form = read(desk.get(correction_page(question)))
    other = signed_in(make_user("piet", role="Publisher"))
    edit(other, question, **{"answers-0-text": "<p>There are six.</p>", "answers-0-reason": "Keyed wrong."})
    stopped = desk.post(correction_page(question), {**form, **correction_fields()})
    assert "Somebody saved this question" in text(stopped)
    assert "<p>There are six.</p>" in text(stopped)
    assert question.answers.count() == 1
    assert desk.post(correction_page(question), {**read(stopped)}).status_code == 302
    assert question.answers.get(stage=3).text == "<p>There are eight.</p>"


def test_a_correction_sent_after_the_session_ended_is_kept(desk, question):
    form = {**read(desk.get(correction_page(question))), **correction_fields()}
    desk.logout()
    desk.post(correction_page(question), form)
    again = signed_in(KeptForm.objects.get().user)
    shown = again.get(correction_page(question))
    assert "before your session ended" in text(shown)
    assert read(shown)["text"] == ["<p>There are eight.</p>"]
    again.post(correction_page(question), read(shown))
    assert (question.answers.count(), KeptForm.objects.count()) == (2, 0)


def test_a_correction_survives_older_imports_and_is_replaced_by_parliaments_own_text(desk, tmp_path):
    path = write_list(tmp_path / "2024-09-11.json", answered(text="<p>There are seven.</p>"))
    import_questions(path)
    question = Question.objects.get()
    make_member("Max Sample")
    correct(desk, question, answered_on="2024-09-20")
    import_questions(path)
    assert question.answers.get(stage=3).text == "<p>There are eight.</p>"
    theirs = corrected(text="<p>There are eight or nine.</p>", originalAnswerText="<p>There are seven.</p>")
    import_questions(write_list(tmp_path / "2099-09-21.json", theirs))
    assert [answer.text for answer in question.answers.order_by("stage")] == [
        "<p>There are seven.</p>",
        "<p>There are eight or nine.</p>",
    ]


def test_a_viewer_sees_no_link_to_the_correction_form_and_cannot_open_it(question):
    viewer = signed_in(make_user("vera", role="Viewer"))
    assert correction_page(question) not in text(viewer.get(page_of(question)))
    assert viewer.get(correction_page(question)).status_code == 403
    assert viewer.post(correction_page(question), correction_fields()).status_code == 403
    assert question.answers.count() == 1


def test_a_draft_offers_no_correction(desk):
    draft = make_question("Hubs", published_at=None)
    make_answer(draft)
    page = f"/admin/questions/question/{draft.pk}/"
    assert "Correct this answer" not in text(desk.get(f"{page}change/"))
    assert "needs no correction" in text(desk.get(f"{page}correct/", follow=True))
