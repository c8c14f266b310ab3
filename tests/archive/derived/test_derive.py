"""`manage.py derive`: derived facts are worked out again for every question."""

from __future__ import annotations

import pytest

from questions.models import Answer, Change
from tests.support.factories import make_answered
from tests.support.indexing import index_dir, is_complete, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def test_derive_fills_in_missing_facts_and_reports_how_many_questions_changed() -> None:
    first, _ = make_answered(), make_answered()
    Answer.objects.filter(question=first).update(answer_kind="")
    assert "1 question changed" in run("derive")
    assert first.answers.get().answer_kind == "substantive"
    assert is_complete()


def test_derive_run_again_changes_nothing() -> None:
    make_answered(is_named_day=False)
    run("derive")
    before = Change.ends()
    assert "0 questions changed" in run("derive")
    assert Change.ends() == before
