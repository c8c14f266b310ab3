"""`manage.py derive`: what is kept beside the texts, worked out anew."""

from __future__ import annotations

import pytest

from questions.models import Change, Question
from tests.factories import TABLED, make_answered
from tests.indexing import index_dir, is_complete, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def test_it_works_out_what_is_missing_and_tells_how_many_questions_that_changed() -> None:
    first = make_answered(is_named_day=False)
    make_answered(is_named_day=True, due_on=TABLED)
    Question.objects.filter(pk=first.pk).update(deadline_on=None)
    assert "1 question changed" in run("derive")
    first.refresh_from_db()
    assert first.deadline_on
    assert is_complete()


def test_done_again_it_changes_nothing() -> None:
    make_answered(is_named_day=False)
    run("derive")
    before = Change.ends()
    assert "0 questions changed" in run("derive")
    assert Change.ends() == before
