"""The archive is the same whatever the order of records."""

import itertools

import pytest

from questions.models import Department, Member, Question
from tests.support.records import answered, grouped, unanswered, write_list
from tests.support.state import archive_state

from .test_import_questions import run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        [unanswered(), unanswered(askingMemberId=77)],
        [
            unanswered(answeringBodyName="Old name"),
            unanswered(id=102, uin="2002", answeringBodyName="New name"),
            unanswered(answeringBodyName="Old name", heading="Hubs"),
        ],
        [answered(answeringBodyId=None, answeringBodyName=None), unanswered()],
        [unanswered(answeringBodyId=None), unanswered(id=102, uin="2002")],
        [
            unanswered(askingMember={"id": 11, "name": "Ann", "party": "Labour"}),
            unanswered(id=102, uin="2002", askingMember={"id": 11, "name": "Ann", "party": "Independent"}),
        ],
        [
            unanswered(),
            unanswered(dateTabled="2024-09-04T00:00:00"),
            unanswered(id=103, uin="2003", groupedQuestionsDates=grouped(("2001", "2024-09-02"))),
        ],
    ],
    ids=[
        "two askers",
        "two names of a department",
        "no department",
        "a department by name",
        "two parties of an asker",
        "two days of tabling",
    ],
)
def test_the_order_of_records_makes_no_difference(tmp_path, values):
    states = []
    for number, order in enumerate(itertools.permutations(enumerate(values, start=1))):
        for day, value in order:
            run(write_list(tmp_path / f"{number}-2024-10-0{day}.json", value))
        states.append(archive_state())
        for model in (Question, Member, Department):
            model.objects.all().delete()
    assert all(state == states[0] for state in states)
