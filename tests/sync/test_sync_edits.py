"""An editor changes an open question, and a sync requests it from Parliament again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from questions.archive.editing.question_edits import take_edit
from questions.models import Question, Validator
from tests.support.records import answered, unanswered
from tests.support.standin import StandIn
from tests.support.syncing import parliament, sync

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(parliament.__name__)]
AS_PRINTED = unanswered(id=1, uin="1", heading="Nurserys")


@pytest.fixture
def edited(parliament: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The question as Parliament showed it on the 20th. An editor corrected its heading on the 21st."""
    parliament.questions = [AS_PRINTED]
    sync(day="2024-09-20")
    question = Question.objects.get()
    question.heading = "Nurseries"
    question.save()
    with monkeypatch.context() as patch:
        patch.setattr("questions.archive.editing.question_edits.timezone.localdate", lambda: date(2024, 9, 21))
        take_edit(question, "anna")
    return parliament


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_an_edit_stays_if_parliament_shows_the_question_as_before(edited: StandIn, memory: str) -> None:
    """This holds whether the server says "not modified" or sends the whole record again."""
    if memory == "lost":
        Validator.objects.all().delete()
    assert "created 0, updated 0, unchanged 1" in sync(since="", day="2024-09-22")
    question = Question.objects.get()
    assert (question.heading, question.last_seen_on) == ("Nurseries", date(2024, 9, 22))


@pytest.mark.parametrize(
    ("changes", "heading"),
    [({"heading": "Nursery Schools"}, "Nursery Schools"), ({"dateForAnswer": "2024-09-30T00:00:00"}, "Nurserys")],
)
def test_a_record_that_parliament_changed_after_the_edit_replaces_it(
    edited: StandIn, changes: Any, heading: str
) -> None:
    edited.questions = [{**AS_PRINTED, **changes}]
    assert "updated 1" in sync(since="", day="2024-09-22")
    assert Question.objects.get().heading == heading


def test_an_edited_question_gets_its_answer(edited: StandIn) -> None:
    edited.questions = [answered(id=1, uin="1", heading="Nurseries")]
    sync(since="", day="2024-09-22")
    assert Question.objects.get().status == "answered"
