"""Answer kinds in the admin: rules with a preview, and answer kinds chosen by an editor."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from questions.archive.derived import answer_kinds
from questions.models import Answer, AnswerKindRule, Question
from questions.search.index import store
from questions.search.index.writer import catch_up
from tests.support.factories import make_answered
from tests.support.indexing import index_dir
from tests.support.topic_desk import confirm, page_of, staff, text

from .test_admin import question_form, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]

RULES = "/admin/questions/answerkindrule/"
NOT_HELD = "<p>This information is not held centrally.</p>"
ELEVEN = "<p>There are eleven, of which we shall say more.</p>"


def form(phrases: str, **changes: Any) -> dict[str, Any]:
    return {"answer_kind": "refers", "phrases": phrases, "place": "anywhere", "longest": "", "order": 1, **changes}


def kind() -> str:
    return Answer.objects.get().answer_kind


# Rules


def test_a_new_rule_shows_a_preview_of_the_answers_it_changes_and_a_second_click_saves_it(admin_client) -> None:
    make_answered("Ships", ELEVEN, uin="4711")
    catch_up()
    preview = admin_client.post(f"{RULES}add/", form("there are … of which"))
    assert "matches 1 question" in text(preview)
    assert "1 answer would change from “Substantive” to “Refers to another answer”" in text(preview)
    assert "because of the words “There are eleven, of which”" in text(preview)
    assert '4711: <a href="/questions/commons/2023-03-22/4711/">Ships</a>' in text(preview)
    assert (kind(), AnswerKindRule.objects.filter(order=1).count()) == ("substantive", 0)
    saved = confirm(admin_client, f"{RULES}add/", preview)
    assert "The kind of answer has changed for 1 question." in text(saved)
    assert kind() == "refers"


def test_a_rule_can_have_alternatives_in_brackets_and_its_preview_quotes_the_words_that_matched(
    admin_client,
) -> None:
    make_answered("Ships", ELEVEN)
    catch_up()
    assert "[does|do] stands for one of these words" in text(admin_client.get(f"{RULES}add/"))
    preview = text(admin_client.post(f"{RULES}add/", form("[is|are] [exactly]? [ten|eleven] … say [*]? more")))
    assert "because of the words “are eleven, of which we shall say more”" in preview


def test_the_preview_of_a_rule_that_changes_nothing_says_so(admin_client) -> None:
    make_answered("Ships", ELEVEN)
    catch_up()
    assert "No answers would change kind." in text(admin_client.post(f"{RULES}add/", form("zebra")))


def test_the_preview_says_how_many_of_the_matching_questions_it_shows(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(answer_kinds, "MOST_PREVIEWED", 1)
    make_answered("Ships", ELEVEN)
    make_answered("Boats", ELEVEN)
    catch_up()
    preview = text(admin_client.post(f"{RULES}add/", form("eleven")))
    assert "The old or the new rule matches 2 questions. This shows what would change for the newest 1" in preview


def test_saving_an_unchanged_rule_needs_no_second_click(admin_client) -> None:
    rule = AnswerKindRule.objects.filter(longest=None).first()
    same = form(rule.phrases.replace("\n", "\r\n"), answer_kind=rule.answer_kind, place=rule.place, order=rule.order)
    assert admin_client.post(page_of(rule), same).status_code == 302


@pytest.mark.parametrize(
    ("phrases", "message"),
    [
        ("", "This field is required."),
        ("not held\n…", "Each part of “…” needs at least one fixed word."),
        ("a … b … c … d … e … f … g", "has more than 5 ellipses."),
        ("x" * 401, "has more than 400 characters."),
        ("not [held", "The brackets in “not [held” are not closed"),
    ],
)
def test_an_invalid_or_overlong_rule_is_refused(admin_client, phrases: str, message: str) -> None:
    before = AnswerKindRule.objects.count()
    assert message in text(admin_client.post(f"{RULES}add/", form(phrases)))
    assert AnswerKindRule.objects.count() == before


def test_changing_the_order_of_rules_in_their_list_reclassifies_answers(admin_client) -> None:
    AnswerKindRule.objects.all().delete()
    last = AnswerKindRule.objects.create(answer_kind="refers", phrases="information", order=9)
    first = AnswerKindRule.objects.create(answer_kind="not-held", phrases="not held", order=1)
    make_answered("Ships", NOT_HELD)
    answer_kinds.keep_in_force(answer_kinds.rules())
    catch_up()
    places = [{"id": first.pk, "order": 10}, {"id": last.pk, "order": 9}]
    saved = admin_client.post(RULES, rows("form", *places, initial=2) | {"_save": "Save"}, follow=True)
    assert "The kind of answer has changed for 1 question." in text(saved)
    assert kind() == "refers"


def test_deleting_a_rule_reclassifies_the_answers_that_it_matched(admin_client) -> None:
    rule = AnswerKindRule.objects.create(answer_kind="refers", phrases="eleven", order=1)
    make_answered("Ships", ELEVEN)
    answer_kinds.keep_in_force(answer_kinds.rules())
    catch_up()
    assert kind() == "refers"
    admin_client.post(reverse("admin:questions_answerkindrule_delete", args=[rule.pk]), {"post": "yes"})
    assert kind() == "substantive"


def test_a_rule_that_affects_many_answers_is_applied_in_the_background_with_a_message(
    admin_client, monkeypatch
) -> None:
    monkeypatch.setattr(answer_kinds, "FEW", 0)
    make_answered("Ships", ELEVEN)
    catch_up()
    saved = confirm(admin_client, f"{RULES}add/", admin_client.post(f"{RULES}add/", form("eleven")))
    assert "Answers are being reclassified in the background" in text(saved)
    assert (kind(), answer_kinds.are_pending()) == ("substantive", True)


def test_without_an_index_a_rule_is_saved_and_applied_later(admin_client, monkeypatch) -> None:
    def unavailable() -> None:
        raise store.IndexUnavailable("there is no index yet")

    monkeypatch.setattr(store, "snapshot", unavailable)
    preview = admin_client.post(f"{RULES}add/", form("eleven"))
    assert "We cannot show a preview at the moment" in text(preview)
    assert "once there is a search index" in text(confirm(admin_client, f"{RULES}add/", preview))
    assert answer_kinds.are_pending()


def test_a_user_who_may_only_view_rules_can_neither_save_nor_preview_one(client: Client) -> None:
    clerk = staff(client, "view_answerkindrule")
    assert clerk.post(f"{RULES}add/", form("eleven")).status_code == 403
    assert clerk.get(RULES).status_code == 200


# Answer kinds chosen by an editor


def save_answer(desk: Client, answer: Answer, **changes: Any) -> None:
    row = {"id": answer.pk, "question": answer.question_id, "stage": answer.stage, "answered_on": answer.answered_on}
    question = answer.question
    given: dict[str, Any] = {"uin": question.uin, "heading": question.heading, "parliament_id": question.parliament_id}
    sent = question_form({**row, "text": answer.text, **changes}, initial=1, **given)
    assert desk.post(page_of(question), sent).status_code == 302


def test_an_answer_kind_chosen_by_an_editor_is_kept_and_recorded_in_the_history(admin_client) -> None:
    make_answered(answer=NOT_HELD)
    save_answer(admin_client, Answer.objects.get(), answer_kind="refers")
    answer = Answer.objects.get()
    assert (answer.answer_kind, answer.is_kind_by_editor) == ("refers", True)
    entry = LogEntry.objects.get(object_id=answer.question_id)
    assert "Kind of answer" in entry.get_change_message()
    assert entry.user.get_username() == "admin"
    answer_kinds.classify_answers(Question.objects.prefetch_related("answers"))
    assert kind() == "refers"


def test_choosing_automatic_lets_the_rules_decide_the_answer_kind_again(admin_client) -> None:
    make_answered(answer=NOT_HELD)
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    save_answer(admin_client, Answer.objects.get(), answer_kind="")
    answer = Answer.objects.get()
    assert (answer.answer_kind, answer.is_kind_by_editor) == ("not-held", False)


def test_editing_an_answers_text_reclassifies_it_by_the_rules(admin_client) -> None:
    make_answered(answer=NOT_HELD)
    save_answer(admin_client, Answer.objects.get(), text=ELEVEN, answer_kind="", reason="Keyed wrong.")
    answer = Answer.objects.get()
    assert (answer.answer_kind, answer.is_kind_by_editor) == ("substantive", False)


def test_the_form_shows_the_answer_kind_that_the_rules_give(admin_client) -> None:
    make_answered(answer=NOT_HELD)
    page = text(admin_client.get(page_of(Question.objects.get())))
    assert "“Automatic” gives “Information not held”." in page
    assert '<option value="" selected>Automatic</option>' in page
