"""TheyWorkForYou's files of three days of October 2009, as they are in ../shared/data."""

from __future__ import annotations

import re

import pytest

from questions.models import Answer, Department, ExternalId, GroupLink, Member, Question
from questions.sources.streams import find_files
from tests.support.state import archive_state

from .test_real_data import run

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]


def load_people(real_data) -> None:
    run("import_departments", real_data / "departments.csv")
    run("import_members", real_data / "members" / "members.csv")
    run("import_memberships", real_data / "members" / "memberships.csv")
    run("import_posts", real_data / "ministers" / "posts.csv")


def load_questions(*paths) -> str:
    return run("import_questions", "--format=twfy", *paths)


def test_every_record_of_the_last_editions_is_taken_in_once(real_data):
    report = load_questions(real_data / "twfy")
    assert "created 1,257, updated 0, unchanged 0, refused 0" in report
    assert report.count("skipped, as it is not the latest edition") == 9
    before = archive_state()
    assert "created 0, updated 0, unchanged 1,257, refused 0" in load_questions(real_data / "twfy")
    assert archive_state() == before


def test_nothing_of_the_files_own_markup_is_left_in_a_text(real_data):
    load_questions(real_data / "twfy")
    assert Question.objects.filter(house="lords").count() == 138
    texts = [*Question.objects.values_list("text", flat=True), *Question.objects.values_list("heading", flat=True)]
    assert not [text for text in texts if re.search(r"&\w+;|<|  ", text) or not text]
    answers = list(Answer.objects.filter(stage=Answer.Stage.ANSWER).values_list("text", flat=True))
    assert not [text for text in answers if re.search(r"<phrase|pid=|holding answer", text) or not text]
    assert sum("<table" in text for text in answers) > 150
    assert Answer.objects.filter(stage=Answer.Stage.HOLDING).count() == 88


def test_groups_are_whole_and_linked_both_ways(real_data):
    load_questions(real_data / "twfy")
    pairs = set(GroupLink.objects.values_list("question", "other"))
    assert len(pairs) == GroupLink.objects.count() == 288
    assert {(other, question) for question, other in pairs} == pairs


def test_people_and_departments_are_matched_where_that_is_beyond_doubt_in_whatever_order_they_come(real_data):
    files = find_files([str(real_data / "twfy")], (".xml",))
    load_people(real_data)
    load_questions(*files)
    expect_matches()
    expected = archive_state()
    for model in (Question, ExternalId, Member, Department):
        model.objects.all().delete()
    load_questions(*files[::-1])
    load_people(real_data)
    assert archive_state() == expected


def expect_matches() -> None:
    lords, commons = (Question.objects.filter(house=house) for house in ("lords", "commons"))
    assert not lords.filter(asked_by=None).exists(), "whose memberships of 2009 are on record"
    assert not commons.exclude(asked_by=None).exists(), "of which none before May 2010 is"
    answers = Answer.objects.filter(stage=Answer.Stage.ANSWER, question__house="commons")
    assert answers.exclude(answered_by=None).count() == 872, "ministers, by their posts of that day"
    assert not answers.exclude(answered_by=None).filter(answered_as=None).exists()
    assert not commons.filter(department=None).exists()
    assert list(Department.objects.filter(key=None).values_list("name", flat=True)) == ["Olympics"]
