"""Drafts, unpublished questions and deleted questions are visible only in the admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from questions.archive.editing import publishing
from questions.models import Answer, Change, Question, Reference
from questions.search.check import check_index
from questions.search.index.writer import catch_up, silent
from tests.support.desk import somebody
from tests.support.factories import (
    assign_topic,
    make_answer,
    make_answered,
    make_attachment,
    make_group_link,
    make_question,
    make_ruled,
)
from tests.support.pages import read, words_of
from tests.support.records import unanswered, write_list

from .test_admin import import_questions, post, question_form

pytestmark = pytest.mark.django_db

ADD = "/admin/questions/question/add/"
ADDRESS = "/questions/commons/2023-03-22/777/"
SURE = {"sure": "on"}
CITING = (
    '<p>See <a href="https://www.gov.uk/zebra-report">the report</a>. I refer to the answer to Question 170001.</p>'
)


def act(client: Client, question: Question, name: str, **given: Any) -> Any:
    return client.post(f"/admin/questions/question/{question.pk}/{name}/", {**SURE, **given}, follow=True)


def make_zebra_question(**fields: Any) -> Question:
    """A question about zebras. It is a draft by default."""
    fields = {"uin": "777", "department": "Home Office", "party": "Labour", "published_at": None, **fields}
    question = make_answered("Zebra Crossings: Leeds", CITING, answered_by="Max Sample", **fields)
    make_attachment(question.answers.get(), title="Zebra table")
    make_answer(question, "<p>There are nine.</p>", stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 4))
    return question


@pytest.fixture
def public() -> Question:
    """A public question with the draft's topic. The draft cites it, is grouped with it and is similar to it."""
    make_ruled("Crossings", "zebra OR pelican")
    return make_question(
        "Pelican Crossings: Leeds", uin="170001", text="To ask, pursuant to the Answer to Question 777, why."
    )


PAGES = {
    "the home page": "/",
    "the list": "/questions/",
    "a search": "/questions/?q=zebra",
    "a search by UIN": "/questions/?q=uin:777",
    "the newest answers": "/questions/?sort=answered",
    "an export": "/questions/export.csv",
    "the list by asker": "/questions/by/asked_by/",
    "the list by month": "/questions/by/month/",
    "its topic": "/topics/crossings/",
    "topics": "/topics/",
    "its department": "/departments/home-office/",
    "departments": "/departments/",
    "subjects": "/subjects/",
    "documents": "/documents/",
    "corrections": "/corrections/",
    "statistics": "/statistics/",
    "statistics as a file": "/statistics/by-department.csv",
    "coverage": "/coverage/",
    "suggestions": "/search/suggest?q=zebra",
    "the question it cites": "/questions/commons/2023-03-22/170001/",
}


def public_content(client: Client) -> dict[str, bytes]:
    """The content of each public page and file."""
    return {name: client.get(address, follow=True).getvalue() for name, address in PAGES.items()}


HIDDEN: dict[str, Callable[[Question], Any]] = {
    "a draft": lambda question: None,
    "a deleted question": lambda question: [publishing.publish([question.pk]), publishing.remove([question.pk])],
    "an unpublished question": lambda question: [
        publishing.publish([question.pk]),
        publishing.unpublish([question.pk], "Entered twice"),
    ],
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN.keys())
def test_no_public_page_or_file_shows_or_counts_a_hidden_question(client: Client, public: Question, hide: Any) -> None:
    """Each page is byte for byte as it was before the question was entered."""
    make_question("Parking", department="Home Office", party="Labour", asked_by="Iris Demoworth")
    before = public_content(client)
    question = make_zebra_question()
    make_group_link(question, public)
    assign_topic(question, "Crossings", origin="editor")
    hide(question)
    after = public_content(client)
    assert [name for name in PAGES if after[name] != before[name]] == []
    assert client.get(ADDRESS).status_code == 404


def test_each_of_these_pages_and_files_changes_when_the_question_is_published(client: Client, public: Question) -> None:
    question = make_zebra_question()
    make_group_link(question, public)
    before = public_content(client)
    publishing.publish([question.pk])
    after = public_content(client)
    assert [name for name in PAGES if after[name] == before[name]] == []


def test_a_document_that_only_a_draft_cites_has_no_public_page(client: Client) -> None:
    question = make_zebra_question()
    document = question.answers.first().citations.get().document
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_reference_leads_to_the_newest_public_question_and_never_to_a_draft(public: Question) -> None:
    older = make_answered("Zebras", uin="777", tabled_on="2023-03-01", answered_on="2023-03-10")
    catch_up()
    draft = make_zebra_question()
    assert Reference.objects.get(question=public).target == older
    publishing.publish([draft.pk])
    assert Reference.objects.get(question=public).target == draft
    publishing.remove([draft.pk])
    assert Reference.objects.get(question=public).target == older


def test_a_question_entered_by_an_editor_is_a_draft_whatever_the_form_says(client: Client) -> None:
    post(somebody("Editor"), ADD, question_form(uin="777", published_at_0="2023-03-23", published_at_1="09:00"))
    assert Question.objects.get().published_at is None
    assert client.get(ADDRESS).status_code == 404


def test_saving_the_form_neither_publishes_nor_unpublishes_nor_deletes_a_question() -> None:
    draft = make_question("Zebras", uin="1", parliament_id=1, published_at=None)
    public = make_question("Parking", uin="2", parliament_id=2)
    for question, at in ((draft, "2023-03-23"), (public, "")):
        address = f"/admin/questions/question/{question.pk}/change/"
        given: dict[str, Any] = {"published_at_0": at, "published_at_1": at and "09:00", "deleted_at_0": "2023-03-23"}
        form = question_form(uin=question.uin, parliament_id=question.parliament_id, heading="Mended", **given)
        post(somebody("Editor") if question == draft else somebody("Publisher"), address, form)
    found = Question.objects.order_by("uin")
    assert [(q.heading, q.published_at) for q in found] == [("Mended", None), ("Mended", public.published_at)]
    assert not any(question.deleted_at for question in found)


def test_a_published_question_can_be_found_at_once(client: Client, public: Question) -> None:
    question = make_zebra_question()
    page = act(somebody("Publisher"), question, "publish").content.decode()
    assert "1 question published." in page
    assert client.get(ADDRESS).status_code == 200
    assert read(client, "/questions/?q=zebra").uins == ["777"]
    assert "777" in read(client, "/topics/crossings/").text
    assert Change.objects.filter(question_id=question.pk, what="published").exists()
    assert check_index(silent).faults == {}


def test_one_button_saves_and_publishes_a_draft(client: Client) -> None:
    question = make_question("Zebras", uin="777", parliament_id=777, published_at=None)
    publisher = somebody("Publisher")
    address = f"/admin/questions/question/{question.pk}/change/"
    assert 'name="_publish"' in publisher.get(address).content.decode()
    post(publisher, address, question_form(uin="777", parliament_id=777, heading="Zebra Crossings", _publish="on"))
    assert "Zebra Crossings" in words_of(client, ADDRESS)


def test_the_publish_action_publishes_drafts_and_skips_public_questions(client: Client) -> None:
    drafts = [make_question("Zebras", published_at=None) for _ in range(3)]
    public = make_question("Parking")
    chosen = {"action": "publish", "_selected_action": [question.pk for question in (*drafts, public)]}
    page = somebody("Publisher").post("/admin/questions/question/", chosen, follow=True).content.decode()
    assert "3 questions published." in page
    assert "1 question skipped" in page
    assert read(client, "/questions/?q=zebras").count == 3
    assert LogEntry.objects.filter(change_message="Published.").count() == 3
    before = public.published_at
    public.refresh_from_db()
    assert public.published_at == before


def test_unpublishing_a_question_requires_a_reason_that_the_admin_shows(client: Client) -> None:
    question, publisher = make_zebra_question(published_at=timezone.now()), somebody("Publisher")
    assert read(client, "/questions/?q=zebra").count == 1
    assert "This field is required" in act(publisher, question, "unpublish", reason=" ").content.decode()
    page = act(publisher, question, "unpublish", reason="Entered twice").content.decode()
    assert "Entered twice" in page
    assert LogEntry.objects.get().change_message == "Unpublished: Entered twice."
    assert client.get(ADDRESS).status_code == 404
    assert read(client, "/questions/?q=zebra").count == 0
    act(publisher, question, "publish")
    question.refresh_from_db()
    assert (question.is_public, question.withheld_because) == (True, "")


@pytest.mark.parametrize("is_public", [True, False])
def test_a_restored_question_is_a_draft_or_public_as_before(client: Client, is_public: bool) -> None:
    question = make_zebra_question(published_at=timezone.now() if is_public else None)
    publisher = somebody("Publisher")
    act(publisher, question, "remove")
    assert "777" not in publisher.get("/admin/questions/question/").content.decode()
    assert "777" in publisher.get("/admin/questions/question/?stands=deleted").content.decode()
    act(publisher, question, "restore")
    assert client.get(ADDRESS).status_code == (200 if is_public else 404)
    assert check_index(silent).faults == {}


def test_an_import_publishes_a_draft_but_not_an_unpublished_question(tmp_path: Any) -> None:
    records = [unanswered(id=1, uin="1"), unanswered(id=2, uin="2")]
    form: dict[str, Any] = {"tabled_on": "2024-09-02", "published_at_0": "", "published_at_1": ""}
    publisher = somebody("Publisher")
    for uin in ("1", "2"):
        post(publisher, ADD, question_form(uin=uin, **form))
    taken_back = Question.objects.get(uin="2")
    publishing.publish([taken_back.pk])
    publishing.unpublish([taken_back.pk], "Not for the public")
    import_questions(write_list(tmp_path / "1.json", *records))
    assert [question.uin for question in Question.objects.public()] == ["1"]


def test_a_preview_shows_the_public_page_marked_as_a_draft(client: Client, public: Question) -> None:
    question = make_zebra_question()
    response = somebody("Viewer").get(f"/admin/questions/question/{question.pk}/preview/")
    page = response.content.decode()
    for part in ("This is a draft", "Zebra Crossings: Leeds", "Max Sample", "Zebra table", ADDRESS[:-5], "Labour"):
        assert part in page
    assert '<meta name="robots" content="noindex">' in page
    assert (response.headers["X-Robots-Tag"], "no-store" in response.headers["Cache-Control"]) == ("noindex", True)
    assert "noindex" not in client.get(public.get_absolute_url()).content.decode()


def test_a_preview_requires_signing_in(client: Client) -> None:
    response = client.get(f"/admin/questions/question/{make_zebra_question().pk}/preview/")
    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    ("stands", "uins"), [("draft", ["1"]), ("public", ["2"]), ("deleted", ["3"]), ("", ["1", "2"])]
)
def test_the_admins_list_filters_drafts_public_and_deleted_questions(stands: str, uins: list[str]) -> None:
    make_question("One", uin="1", published_at=None)
    make_question("Two", uin="2")
    make_question("Three", uin="3", deleted_at=timezone.now())
    response = somebody("Viewer").get("/admin/questions/question/", {"stands": stands} if stands else {})
    assert sorted(question.uin for question in response.context["cl"].result_list) == uins
