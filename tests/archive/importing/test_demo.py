"""The demo archive: it has every status, its members are fictional, and removing it leaves no trace."""

from io import StringIO

import pytest
from django.core.management import call_command

from questions.models import (
    Answer,
    Attachment,
    Department,
    FormerAddress,
    GroupLink,
    ImportRun,
    Member,
    Question,
    QuestionEvent,
    Topic,
)
from tests.support.factories import make_answered, make_member
from tests.support.state import archive_state

pytestmark = pytest.mark.django_db


def demo(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_demo_has_every_status_stage_and_kind_of_event():
    assert "created 67, " in demo()
    questions = Question.objects.public()
    assert set(questions.values_list("status", flat=True)) == set(Question.Status.values)
    assert set(questions.values_list("house", flat=True)) == {"commons", "lords"}
    assert set(questions.values_list("is_named_day", flat=True)) >= {True, False}
    assert set(Answer.objects.values_list("stage", flat=True)) == set(Answer.Stage.values)
    assert set(QuestionEvent.objects.values_list("kind", flat=True)) >= {
        "transferred",
        "reworded",
        "tabled",
        "withdrawn",
    }
    assert questions.values("department").distinct().count() == 8
    assert set(questions.dates("tabled_on", "year").values_list("tabled_on__year", flat=True)) == {2023, 2024, 2025}
    assert GroupLink.objects.exclude(other=None).exists()
    assert FormerAddress.objects.exists()
    assert Attachment.objects.exists()
    assert Answer.objects.filter(text__contains="<table").exists()
    assert {"send", "family-hubs"} <= set(Topic.objects.values_list("slug", flat=True))
    assert Topic.objects.get(slug="send").assignments.count() >= 10


def test_every_member_in_the_demo_is_fictional():
    demo()
    assert not Member.objects.filter(is_fictional=False).exists()


def test_loading_the_demo_again_changes_nothing():
    demo()
    before = archive_state()
    assert "created 0, updated 0, unchanged 89" in demo()
    assert archive_state() == before


def test_removing_the_demo_leaves_an_empty_archive():
    before = archive_state()
    demo()
    assert "removed 67 demo questions" in demo("--remove")
    assert archive_state() == before
    assert not Topic.objects.exists()
    assert ImportRun.objects.get().kind == "demo --remove", "so that the next start does not bring it back"


def test_removing_the_demo_leaves_real_questions(tmp_path):
    mine = make_answered("Family Hubs", asked_by=make_member("Ann Example"), department="Home Office")
    demo()
    demo("--remove")
    assert Question.objects.get() == mine
    assert Member.objects.get().name == "Ann Example"
    assert Department.objects.get() == mine.department


def test_removing_the_demo_leaves_a_topic_that_has_real_questions():
    demo()
    topic = Topic.objects.get(slug="send")
    topic.assignments.create(question=make_answered("Special Educational Needs"))
    demo("--remove")
    assert list(Topic.objects.all()) == [topic]
