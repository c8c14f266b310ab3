"""What the desk says after a question is saved, and where “View on site” leads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from questions.models import Question
from tests.support.desk import somebody, text
from tests.support.factories import make_question

from .test_admin import ADD, question_form

pytestmark = pytest.mark.django_db


def save(client: Client, address: str = ADD, **changes: Any) -> str:
    """The page after the form was saved."""
    return text(client.post(address, question_form(**changes), follow=True))


def change(client: Client, question: Question, **changes: Any) -> str:
    given = {"uin": question.uin, "parliament_id": question.parliament_id, "heading": "Mended", **changes}
    return save(client, form_of(question), **given)


def form_of(question: Question) -> str:
    return f"/admin/questions/question/{question.pk}/change/"


def test_a_new_draft_is_said_to_be_saved_as_a_draft() -> None:
    page = save(somebody("Editor"), heading="Family Hubs")
    draft = f'“<a href="{form_of(Question.objects.get())}">Family Hubs (171468)</a>” has been saved as a draft.'
    assert draft in page
    assert "successfully" not in page


def test_a_changed_draft_is_said_to_be_a_draft_still() -> None:
    question = make_question(uin="1", published_at=None)
    assert "“<a" in (page := change(somebody("Editor"), question, _continue="1"))
    assert "Mended (1)</a>” has been saved as a draft." in page


def test_a_new_question_that_is_public_at_once_is_said_to_be_published() -> None:
    page = save(somebody("Publisher"), _addanother="1")
    assert "has been saved and published. <a" in page
    assert "You can add another question below." in page


def test_a_draft_that_is_saved_and_published_is_said_to_be_published() -> None:
    question = make_question(uin="1", published_at=None)
    page = change(somebody("Publisher"), question, _publish="1")
    assert "Mended (1)</a>” has been saved and published." in page


def test_a_public_question_that_is_corrected_is_said_to_be_public() -> None:
    page = change(somebody("Editor"), make_question(uin="1"))
    assert "has been saved. It is public." in page


def test_a_deleted_question_is_said_to_be_deleted_still() -> None:
    page = change(somebody("Editor"), make_question(uin="1", deleted_at=timezone.now()))
    assert "It is still deleted, so only staff can see it." in page


@pytest.mark.parametrize("hidden", [{"published_at": None}, {"deleted_at": timezone.now()}])
def test_view_on_site_leads_to_the_preview_of_a_question_that_is_not_public(hidden: dict[str, Any]) -> None:
    question = make_question(uin="1", **hidden)
    page = text(somebody("Viewer").get(form_of(question)))
    assert f'<a href="/admin/questions/question/{question.pk}/preview/" class="viewsitelink">' in page


def test_view_on_site_leads_to_the_page_of_a_public_question() -> None:
    question = make_question(uin="1")
    page = text(somebody("Viewer").get(form_of(question)))
    assert f'<a href="{question.get_absolute_url()}" class="viewsitelink">' in page


def test_the_form_says_why_there_is_no_public_page() -> None:
    draft, deleted = make_question(published_at=None), make_question(deleted_at=timezone.now())
    viewer = somebody("Viewer")
    assert "None yet, because it is a draft" in text(viewer.get(form_of(draft)))
    assert "None, because it is deleted" in text(viewer.get(form_of(deleted)))


def test_a_publisher_can_save_a_new_question_as_a_draft() -> None:
    publisher = somebody("Publisher")
    assert "“Publish” makes it public at once." in text(publisher.get(ADD))
    assert "has been saved as a draft." in save(publisher, _draft="Save as a draft")
    assert Question.objects.get().published_at is None


def test_an_editor_sees_no_button_to_save_a_draft_because_each_new_question_is_one() -> None:
    assert 'name="_draft"' not in text(somebody("Editor").get(ADD))


def list_buttons(client: Client, address: str) -> list[str]:
    """The words on the form's buttons; the first is the one that Enter presses, and the dark one."""
    found = re.findall(r'<input type="submit" value="([^"]+)"( class="default")?', text(client.get(address)))
    assert [words for words, dark in found if dark] == [found[0][0]]
    return [words for words, _ in found]


def test_the_first_button_of_the_form_says_what_it_does() -> None:
    publisher, editor = somebody("Publisher"), somebody("Editor")
    draft, public = make_question(uin="1", published_at=None), make_question(uin="2")
    assert list_buttons(publisher, ADD) == ["Save as a draft", "Publish", "Publish, then add another"]
    assert list_buttons(editor, ADD)[0] == "Save as a draft"
    assert list_buttons(publisher, form_of(draft))[0] == "Save as a draft"
    assert "Save and publish" in list_buttons(publisher, form_of(draft))
    assert list_buttons(publisher, form_of(public))[0] == "Save changes to the public page"


def test_the_form_says_at_its_top_how_the_question_stands() -> None:
    publisher, drafted, public = (
        somebody("Publisher"),
        make_question(uin="1", published_at=None),
        make_question(uin="2"),
    )
    hidden = make_question(uin="3", published_at=None, withheld_because="Names a child.")
    gone = make_question(uin="4", deleted_at=timezone.now())
    said = [
        text(publisher.get(form_of(one))).partition('class="stands">')[2] for one in (drafted, hidden, gone, public)
    ]
    assert said[0].startswith("<b>Draft.</b> Only staff can see it</p>")
    assert said[1].startswith("<b>Draft.</b> Only staff can see it: Names a child.</p>")
    assert said[2].startswith("<b>Deleted.</b> Only staff can see it</p>")
    assert said[3].startswith("<b>Public</b> since ")


def test_each_error_is_listed_above_the_form_with_a_link_to_its_field() -> None:
    errors = save(somebody("Editor"), uin="", tabled_on="sometime").partition('class="desk-errors">')[2]
    listed = errors.partition("</ul>")[0]
    assert '<a href="#id_uin">UIN</a>: This field is required.' in listed
    assert '<a href="#id_tabled_on">Tabled on</a>: Enter a valid date' in listed
