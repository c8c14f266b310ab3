"""Departments and members from Parliament's Members API."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from questions.models import Department, ImportRun, Member, Question
from tests.support.factories import make_answered, make_department, make_member
from tests.support.people import Remembered, counts, posts, sat, sync
from tests.support.standin import StandIn
from tests.support.standin_members import LORDS, answering_body, held, person, represented
from tests.support.state import archive_state

pytestmark = pytest.mark.django_db

SEAT = represented("Leeds Central", "2015-05-07")


@pytest.fixture
def parliament() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


class TestAnsweringBodies:
    def test_answering_bodies_become_departments(self, parliament):
        parliament.bodies = [answering_body(60, "Department for Education", "Education")]
        sync(parliament)
        assert list(Department.objects.values_list("parliament_id", "name", "short_name")) == [
            (60, "Department for Education", "Education")
        ]

    def test_names_from_a_list_of_departments_are_kept(self, parliament):
        make_department("Department for Education", parliament_id=60, key="dfe-2010", short_name="DfE")
        parliament.bodies = [answering_body(60, "Education", "Education")]
        sync(parliament)
        assert Department.objects.get().name == "Department for Education"
        assert Department.objects.get().short_name == "DfE"

    def test_a_renamed_body_renames_its_department(self, parliament):
        make_department("Health", parliament_id=17, name_as_of=date(2020, 1, 1))
        parliament.bodies = [answering_body(17, "Health and Social Care")]
        assert counts(sync(parliament)) == (0, 1, 0, 0)
        assert Department.objects.get().slug == "health-and-social-care"

    def test_a_body_that_cannot_be_read_is_refused_and_the_others_are_saved(self, parliament):
        parliament.bodies = [answering_body(60, "Education"), answering_body(0, "None"), answering_body(61, "")]
        run = sync(parliament)
        assert counts(run) == (1, 0, 0, 2)
        assert sorted(row.reason for row in run.refused_rows.all()) == ["id is not an id: 0", "name is missing"]

    def test_a_malformed_list_of_bodies_is_an_error_and_members_are_still_read(self, parliament):
        parliament.members = [person(11)]
        parliament.faults.on("AnsweringBodies", "schema")
        run = sync(parliament)
        assert "AnsweringBodies: not as specified" in run.errors
        assert Member.objects.get().parliament_id == 11


class TestMembers:
    def test_members_of_both_houses_are_saved_with_their_names(self, parliament):
        parliament.members = [person(11, "Ann Example"), person(12, "Lord Sample", house=LORDS)]
        sync(parliament)
        assert list(Member.objects.order_by("parliament_id").values_list("name", "list_name")) == [
            ("Ann Example", "Example, Ann"),
            ("Lord Sample", "Sample, Lord"),
        ]

    def test_a_sync_can_be_limited_to_members_of_one_house(self, parliament):
        parliament.members = [person(11), person(12, house=LORDS)]
        sync(parliament, houses=["lords"])
        assert Member.objects.get().parliament_id == 12

    def test_members_are_read_from_every_page(self, parliament):
        parliament.members = [person(number) for number in range(1, 46)]
        sync(parliament)
        assert Member.objects.count() == 45

    def test_former_members_are_included(self, parliament):
        parliament.members = [person(11), person(12, houseMemberships=[held("Commons", "1997-05-01", "2010-04-12")])]
        sync(parliament)
        assert Member.objects.count() == 2

    def test_a_change_of_party_and_a_by_election_each_make_a_membership(self, parliament):
        parliament.members = [
            person(
                11,
                representations=[
                    represented("Leeds Central", "2015-05-07", "2017-05-03"),
                    represented("York Outer", "2018-02-01"),
                ],
                partyAffiliations=[held("Labour", "2015-05-07", "2019-02-18"), held("Change UK", "2019-02-18")],
            )
        ]
        sync(parliament)
        assert sat() == [
            ("commons", "Labour", "Leeds Central", "2015-05-07", "2017-05-03"),
            ("commons", "Labour", "York Outer", "2018-02-01", "2019-02-18"),
            ("commons", "Change UK", "York Outer", "2019-02-18", ""),
        ]

    def test_a_member_who_moved_to_the_lords_has_a_membership_without_a_seat(self, parliament):
        parliament.members = [
            person(
                11,
                house=LORDS,
                representations=[represented("Leeds Central", "2015-05-07", "2019-11-06")],
                houseMemberships=[
                    held("Commons", "2015-05-07", "2019-11-06"),
                    held("Lords", "2020-01-10", house=LORDS),
                ],
                partyAffiliations=[
                    held("Labour", "2015-05-07", "2019-11-06"),
                    held("Crossbench", "2020-01-10", house=LORDS),
                ],
            )
        ]
        sync(parliament)
        assert sat() == [
            ("commons", "Labour", "Leeds Central", "2015-05-07", "2019-11-06"),
            ("lords", "Crossbench", "", "2020-01-10", ""),
        ]

    def test_the_longest_of_overlapping_lines_counts(self, parliament):
        parliament.members = [
            person(
                11,
                representations=[represented("Leeds Central", "2015-05-07", "2017-05-03"), SEAT],
                partyAffiliations=[held("Labour", "2015-05-07"), held("Labour", "2015-05-07", "2016-01-01")],
            )
        ]
        assert counts(sync(parliament)) == (2, 0, 0, 0)
        assert sat() == [("commons", "Labour", "Leeds Central", "2015-05-07", "")]
        assert counts(sync(parliament)) == (0, 0, 2, 0)

    def test_a_second_run_changes_nothing(self, parliament):
        parliament.bodies = [answering_body(60, "Department for Education", "DfE")]
        parliament.members = [_minister()]
        assert counts(sync(parliament)) == (4, 0, 0, 0)
        before = archive_state()
        assert counts(sync(parliament)) == (0, 0, 4, 0)
        assert archive_state() == before

    def test_biographies_that_have_not_changed_are_not_sent_again(self, parliament):
        parliament.members = [_minister()]
        cache = Remembered()
        sync(parliament, cache=cache)
        assert counts(sync(parliament, cache=cache)) == (0, 0, 1, 0)
        assert list(cache) == [f"{parliament.url}/api/Members/11/Biography"]
        assert len(sat()) == len(posts()) == 1

    def test_a_line_that_cannot_be_read_is_refused_and_the_rest_is_saved(self, parliament):
        backwards = represented("York Outer", "2020-01-01", "2019-01-01")
        parliament.members = [
            person(11, representations=[backwards, SEAT], partyAffiliations=[held("Labour", "2015-05-07")])
        ]
        run = sync(parliament)
        assert [row.reason for row in run.refused_rows.all()] == [
            "representations: it ends (2019-01-01) before it starts (2020-01-01)"
        ]
        assert sat() == [("commons", "Labour", "Leeds Central", "2015-05-07", "")]

    def test_a_membership_without_a_party_is_refused(self, parliament):
        parliament.members = [person(11, representations=[SEAT])]
        run = sync(parliament)
        assert run.refused_rows.get().reason == "there is no party for 2015-05-07 to now"

    @pytest.mark.parametrize("fault", ["503", "html", "gone"])
    def test_a_biography_that_cannot_be_fetched_is_refused_and_the_others_are_read(self, parliament, fault):
        parliament.members = [person(11, representations=[SEAT]), _minister(12)]
        parliament.faults.on("/11/Biography", fault)
        run = sync(parliament)
        assert run.refused_rows.get().position == 11
        assert len(sat()) == 1

    def test_a_malformed_biography_is_refused(self, parliament):
        parliament.members = [person(11)]
        parliament.faults.on("/11/Biography", "schema")
        assert "it is not an object" in sync(parliament).refused_rows.get().reason

    def test_a_page_that_cannot_be_fetched_is_an_error_and_the_others_are_read(self, parliament):
        parliament.members = [person(number) for number in range(1, 46)]
        parliament.faults.on("House=1.*skip=20", "500")
        run = sync(parliament)
        assert (run.outcome, Member.objects.count()) == (ImportRun.Outcome.FAILED, 25)

    def test_parties_and_posts_held_on_the_day_are_worked_out_again(self, parliament):
        parliament.bodies = [answering_body(60, "Department for Education", "DfE")]
        minister = make_member("Ann Example", parliament_id=11)
        question = make_answered(asked_by=minister, answered_by=minister, department=make_department(parliament_id=60))
        parliament.members = [_minister(post_from="2022-01-01")]
        sync(parliament)
        question = Question.objects.get()
        assert question.asked_as.party == "Labour"
        assert question.answers.get().answered_as.title == "Minister of State (Schools)"


def _minister(number: int = 11, post_from: str = "2024-07-08") -> dict[str, Any]:
    return person(
        number,
        representations=[SEAT],
        partyAffiliations=[held("Labour", "2015-05-07")],
        governmentPosts=[held("Minister of State (Schools)", post_from, info="Department for Education")],
    )
