"""`manage.py derive`: what is kept beside the texts, worked out anew."""

from __future__ import annotations

import pytest

from questions.models import Answer, Change
from tests.support.factories import make_answered
from tests.support.indexing import index_dir, is_complete, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def test_it_works_out_what_is_missing_and_tells_how_many_questions_that_changed() -> None:
    first, _ = make_answered(), make_answered()
    Answer.objects.filter(question=first).update(answer_kind="")
    assert "1 question changed" in run("derive")
    assert first.answers.get().answer_kind == "substantive"
    assert is_complete()


def test_done_again_it_changes_nothing() -> None:
    make_answered(is_named_day=False)
    run("derive")
    before = Change.ends()
    assert "0 questions changed" in run("derive")
    assert Change.ends() == before
