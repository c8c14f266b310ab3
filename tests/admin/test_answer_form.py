"""An answer's text in the admin's forms: what is kept, what is cleaned, and who may change it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questions.admin.question.rich_text import ReadText, RichText
from questions.models import Answer, AuditEntry, Question
from tests.support.desk import make_user, signed_in
from tests.support.factories import make_answer, make_answered, make_question
from tests.support.forms import edit, open_form
from tests.support.records import answered, write_list
from tests.support.topic_desk import page_of, text

from .test_admin import errors_of, import_questions

pytestmark = pytest.mark.django_db

# Text as Parliament writes it, with details that a parser might change.
AS_GIVEN = (
    "<p>The figures are for England\u00a0&amp; Wales.</p>\n<p>CO<sub>2</sub>, m<sup>2</sup></p><p></p>"
    '<table><tbody><tr><td colspan="2"><p><strong>Year</strong></p></td></tr><tr><td>2023</td><td>7 </td></tr></tbody>'
    '</table><ul><li>a<br></li></ul><h3>More</h3><p>See <a href="https://example.org/?a=1&amp;b=2" '
    'rel="noopener noreferrer nofollow">this</a>.</p> '
)


def somebody(role: str) -> Client:
    return signed_in(make_user(role.lower(), role=role))


def draft(answer: str = "<p>Seven.</p>") -> Question:
    return make_answered("Hubs", answer, department="Home Office", published_at=None)


def public(answer: str = "<p>Seven.</p>") -> Question:
    return make_answered("Hubs", answer, department="Home Office")


def save_answer(desk: Client, question: Question, **given: str) -> Any:
    """Send the question's form with these values in the first answer's fields."""
    return desk.post(page_of(question), open_form(desk, question, **{f"answers-0-{k}": v for k, v in given.items()}))


@pytest.mark.parametrize("is_draft", [True, False])
@pytest.mark.parametrize("given", [AS_GIVEN, "Not <HTML at all &\n\n as it came", '<p onclick="x">Old</p>\r\n<p>x</p>'])
def test_saving_a_form_unchanged_keeps_every_byte_of_the_answer(tmp_path: Any, given: str, is_draft: bool) -> None:
    import_questions(write_list(tmp_path / "2024-09-11.json", answered(text=given)))
    if is_draft:
        Question.objects.update(published_at=None)
    stored = Answer.objects.get().text
    edit(somebody("Publisher"), Question.objects.get(), heading="Mended")
    assert Answer.objects.get().text == stored
    assert not AuditEntry.objects.filter(model="answer").exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Seven.\r\n\r\nAll open.", "<p>Seven.</p><p>All open.</p>"),
        ("<p>Yes</p><script>alert(1)</script>", "<p>Yes</p>"),
        ('<p style="color: red" onclick="x()">Yes</p>', "<p>Yes</p>"),
        ('<p><a href="javascript:alert(1)">Yes</a></p>', '<p><a rel="noopener noreferrer nofollow">Yes</a></p>'),
        ('<table><tr><td colspan="2">7</td></tr></table>',) * 2,
    ],
)
def test_a_typed_answer_is_cleaned(sent: str, kept: str) -> None:
    question = draft()
    save_answer(somebody("Editor"), question, text=sent)
    assert Answer.objects.get().text.replace("<tbody>", "").replace("</tbody>", "") == kept


def test_an_editor_changes_the_text_of_a_drafts_answer() -> None:
    question = draft()
    assert save_answer(somebody("Editor"), question, text="<p>Eight.</p>").status_code == 302
    assert Answer.objects.get().text == "<p>Eight.</p>"


@pytest.mark.parametrize("reason", ["", "Keyed wrong."])
def test_an_editor_cannot_overwrite_a_published_answer(reason: str) -> None:
    question = public()
    response = save_answer(somebody("Editor"), question, text="<p>Eight.</p>", reason=reason)
    assert "If the minister has corrected the answer" in errors_of(response)
    assert Answer.objects.get().text == "<p>Seven.</p>"


def test_an_editor_cannot_overwrite_a_published_answer_in_its_own_form_or_from_the_history() -> None:
    answer = public().answers.get()
    editor, publisher = somebody("Editor"), somebody("Publisher")
    editor.post(page_of(answer), open_form(editor, answer, text="<p>Eight.</p>", reason="Keyed wrong."))
    assert Answer.objects.get().text == "<p>Seven.</p>"
    edit(publisher, answer, text="<p>Nine.</p>", reason="Keyed wrong.")
    entry = AuditEntry.objects.get(model="answer")
    earlier = page_of(answer).replace("change/", f"history/{entry.pk}/restore/")
    editor.post(earlier)
    assert Answer.objects.get().text == "<p>Nine.</p>"
    publisher.post(earlier)
    assert Answer.objects.get().text == "<p>Seven.</p>"


def test_an_editor_sees_a_published_answer_as_read_only_and_can_change_its_date() -> None:
    question = public("<p>Seven <strong>hubs</strong>.</p>")
    editor = somebody("Editor")
    assert '<div class="read-text"><p>Seven <strong>hubs</strong>.</p></div>' in text(editor.get(page_of(question)))
    assert save_answer(editor, question, answered_on="2023-03-29").status_code == 302
    assert str(Answer.objects.get().answered_on) == "2023-03-29"


def test_a_publisher_must_give_a_reason_to_change_a_published_answer() -> None:
    question = public()
    publisher = somebody("Publisher")
    assert "Give a reason for changing a public text" in errors_of(
        save_answer(publisher, question, text="<p>Eight.</p>")
    )
    assert Answer.objects.get().text == "<p>Seven.</p>"
    save_answer(publisher, question, text="<p>Eight.</p>", reason="Keyed wrong: column 7 says eight.")
    answer, entry = Answer.objects.get(), AuditEntry.objects.get(model="answer")
    assert (answer.text, answer.stage) == ("<p>Eight.</p>", Answer.Stage.ANSWER)
    assert (entry.by_name, entry.reason) == ("publisher", "Keyed wrong: column 7 says eight.")


def test_importing_the_same_file_again_keeps_a_publishers_change_to_the_answer(tmp_path: Any) -> None:
    path = write_list(tmp_path / "2024-09-11.json", answered(text="<p>Sevn.</p>"))
    import_questions(path)
    save_answer(somebody("Publisher"), Question.objects.get(), text="<p>Seven.</p>", reason="A misprint.")
    import_questions(path)
    assert Answer.objects.get().text == "<p>Seven.</p>"


def test_a_correction_of_a_published_answer_cannot_be_entered_in_the_ordinary_forms() -> None:
    question = public()
    added = {"stage": "3", "answered_on": "2023-04-01", "text": "Eight."}
    form = open_form(desk := somebody("Publisher"), question, **{"answers-TOTAL_FORMS": "2"})
    response = desk.post(page_of(question), form | {f"answers-1-{name}": value for name, value in added.items()})
    assert "use “Correct this answer”" in errors_of(response)
    assert "use “Correct this answer”" in errors_of(save_answer(desk, question, stage="3"))
    assert "use “Correct this answer”" in text(desk.post("/admin/questions/answer/add/", _answer_form(question, added)))
    assert Answer.objects.count() == 1


def _answer_form(question: Question, added: dict[str, str]) -> dict[str, Any]:
    counts = {f"attachments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    return {"question": question.pk, **added, **counts}


def test_a_second_answer_with_the_same_stage_is_refused() -> None:
    question = public()
    form = open_form(desk := somebody("Editor"), question, **{"answers-TOTAL_FORMS": "2"})
    added = {"answers-1-stage": "2", "answers-1-answered_on": "2023-04-02", "answers-1-text": "Eight."}
    assert "There is already an answer with this stage" in errors_of(desk.post(page_of(question), form | added))
    assert Answer.objects.get().text == "<p>Seven.</p>"


def test_an_editor_adds_the_first_answer_to_a_public_question() -> None:
    question = make_question("Hubs", department="Home Office")
    save_answer(somebody("Editor"), question, stage="2", answered_on="2023-03-30", text="<p>Seven.</p>")
    assert Answer.objects.get().text == "<p>Seven.</p>"


def test_the_rich_text_editor_is_loaded_from_this_site_on_forms_with_a_text() -> None:
    page = text(somebody("Editor").get("/admin/questions/question/add/"))
    assert "js/rich_text" in page
    assert "data-rich-text" in page
    assert "importmap" not in page
    assert [asset for asset in ("http://", "https://", "//") if f'src="{asset}' in page] == []
    assert str(ReadText().media) == str(RichText().media)


def test_a_read_only_text_is_shown_cleaned() -> None:
    make_answer(question := make_question("Hubs"), '<p>Seven<img src=x onerror="alert(1)"></p>')
    shown = text(somebody("Editor").get(page_of(question))).split('<div class="read-text">')[1].split("</div>")[0]
    assert shown == "<p>Seven [Image at Parliament]</p>"


@pytest.mark.parametrize("number", ["9" * 20, "nonsense"])
def test_a_form_that_claims_an_impossible_number_of_rows_loses_no_answer(number: str) -> None:
    desk, question = somebody("Editor"), draft()
    form = open_form(desk, question)
    assert desk.post(page_of(question), {**form, "answers-INITIAL_FORMS": number}).status_code in (200, 302)
    assert [answer.text for answer in question.answers.all()] == ["<p>Seven.</p>"]
