"""Departments and members from Parliament's Members API, and how they live beside what lists tell of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from questions.archive.runs import Run
from questions.models import Department, ImportRun, Member, Membership, Post, Question
from questions.models.periods import Source
from questions.sources.members_api import rank
from questions.sync.client import Client, Validators
from questions.sync.people import sync_bodies, sync_people

from .factories import make_answered, make_department, make_member, make_membership, make_post, make_question
from .quiet import Quiet
from .standin import StandIn
from .standin_members import LORDS, answering_body, government_post, held, person, represented
from .state import archive_state

pytestmark = pytest.mark.django_db

AS_OF = date(2025, 12, 1)
SEAT = represented("Leeds Central", "2015-05-07")
MEMBERSHIPS = "mnis_id,house,party,constituency,start_date,end_date\n"
POSTS = "mnis_id,name,role,rank,department,dept_short,cabinet_status,is_acting,is_on_leave,start_date,end_date\n"


@pytest.fixture
def parliament() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


def sync(parliament: StandIn, **options: Any) -> ImportRun:
    """One run over bodies and members; what the client remembers may be given as `cache`."""
    cache = options.pop("cache", None)
    with Client(parliament.url, cache=cache, wait=0.001, attempts=2) as client, Run("sync", [], AS_OF, Quiet()) as run:
        sync_bodies(client, run, AS_OF)
        sync_people(client, run, as_of=AS_OF, **options)
    return run.row


def import_memberships(folder: Path, *rows: str) -> None:
    (folder / "memberships.csv").write_text(MEMBERSHIPS + "".join(f"{row}\n" for row in rows))
    call_command("import_memberships", str(folder / "memberships.csv"), verbosity=0)


def import_posts(folder: Path, *rows: str) -> None:
    (folder / "posts.csv").write_text(POSTS + "".join(f"{row}\n" for row in rows))
    call_command("import_posts", str(folder / "posts.csv"), verbosity=0)


def sat() -> list[tuple]:
    rows = Membership.objects.order_by("started_on", "house")
    return [(m.house, m.party, m.seat, str(m.started_on), str(m.ended_on or "")) for m in rows]


def posts() -> list[tuple]:
    rows = Post.objects.order_by("started_on", "title")
    return [(p.title, p.department_name, str(p.started_on), str(p.ended_on or "")) for p in rows]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.refused


class TestAnsweringBodies:
    def test_become_departments(self, parliament):
        parliament.bodies = [answering_body(60, "Department for Education", "Education")]
        sync(parliament)
        assert list(Department.objects.values_list("parliament_id", "name", "short_name")) == [
            (60, "Department for Education", "Education")
        ]

    def test_keep_what_a_list_of_departments_told(self, parliament):
        make_department("Department for Education", parliament_id=60, key="dfe-2010", short_name="DfE")
        parliament.bodies = [answering_body(60, "Education", "Education")]
        sync(parliament)
        assert Department.objects.get().name == "Department for Education"
        assert Department.objects.get().short_name == "DfE"

    def test_that_are_renamed_are_renamed_here(self, parliament):
        make_department("Health", parliament_id=17, name_as_of=date(2020, 1, 1))
        parliament.bodies = [answering_body(17, "Health and Social Care")]
        assert counts(sync(parliament)) == (0, 1, 0, 0)
        assert Department.objects.get().slug == "health-and-social-care"

    def test_that_cannot_be_read_are_refused_one_by_one(self, parliament):
        parliament.bodies = [answering_body(60, "Education"), answering_body(0, "None"), answering_body(61, "")]
        run = sync(parliament)
        assert counts(run) == (1, 0, 0, 2)
        assert sorted(row.reason for row in run.refused_rows.all()) == ["id is not an id: 0", "name is missing"]

    def test_in_another_shape_are_an_error_of_the_run_and_members_are_still_read(self, parliament):
        parliament.members = [person(11)]
        parliament.faults.on("AnsweringBodies", "schema")
        run = sync(parliament)
        assert "AnsweringBodies: not as specified" in run.errors
        assert Member.objects.get().parliament_id == 11


class TestMembers:
    def test_of_both_houses_come_with_their_names(self, parliament):
        parliament.members = [person(11, "Ann Example"), person(12, "Lord Sample", house=LORDS)]
        sync(parliament)
        assert list(Member.objects.order_by("parliament_id").values_list("name", "list_name")) == [
            ("Ann Example", "Example, Ann"),
            ("Lord Sample", "Sample, Lord"),
        ]

    def test_of_one_house_alone_where_that_is_wanted(self, parliament):
        parliament.members = [person(11), person(12, house=LORDS)]
        sync(parliament, houses=["lords"])
        assert Member.objects.get().parliament_id == 12

    def test_come_from_as_many_pages_as_there_are(self, parliament):
        parliament.members = [person(number) for number in range(1, 46)]
        sync(parliament)
        assert Member.objects.count() == 45

    def test_former_ones_come_too(self, parliament):
        parliament.members = [person(11), person(12, houseMemberships=[held("Commons", "1997-05-01", "2010-04-12")])]
        sync(parliament)
        assert Member.objects.count() == 2

    def test_change_of_party_and_by_election_make_a_membership_each(self, parliament):
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

    def test_who_went_to_the_lords_sit_there_without_a_seat(self, parliament):
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

    def test_of_lines_that_overlap_the_longest_counts(self, parliament):
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

    def test_a_line_that_cannot_be_read_is_refused_and_the_rest_is_taken(self, parliament):
        backwards = represented("York Outer", "2020-01-01", "2019-01-01")
        parliament.members = [
            person(11, representations=[backwards, SEAT], partyAffiliations=[held("Labour", "2015-05-07")])
        ]
        run = sync(parliament)
        assert [row.reason for row in run.refused_rows.all()] == [
            "representations: it ends (2019-01-01) before it starts (2020-01-01)"
        ]
        assert sat() == [("commons", "Labour", "Leeds Central", "2015-05-07", "")]

    def test_a_sitting_without_a_party_is_refused(self, parliament):
        parliament.members = [person(11, representations=[SEAT])]
        run = sync(parliament)
        assert run.refused_rows.get().reason == "no party is told for 2015-05-07 to now"

    @pytest.mark.parametrize("fault", ["503", "html", "gone"])
    def test_a_biography_that_does_not_come_is_refused_and_the_others_are_read(self, parliament, fault):
        parliament.members = [person(11, representations=[SEAT]), _minister(12)]
        parliament.faults.on("/11/Biography", fault)
        run = sync(parliament)
        assert run.refused_rows.get().position == 11
        assert len(sat()) == 1

    def test_a_biography_of_another_schema_is_refused(self, parliament):
        parliament.members = [person(11)]
        parliament.faults.on("/11/Biography", "schema")
        assert "it is no object" in sync(parliament).refused_rows.get().reason

    def test_a_page_that_does_not_come_is_an_error_and_the_others_are_read(self, parliament):
        parliament.members = [person(number) for number in range(1, 46)]
        parliament.faults.on("House=1.*skip=20", "500")
        run = sync(parliament)
        assert (run.outcome, Member.objects.count()) == (ImportRun.Outcome.FAILED, 25)

    def test_what_was_held_on_the_day_is_worked_out_anew(self, parliament):
        parliament.bodies = [answering_body(60, "Department for Education", "DfE")]
        minister = make_member("Ann Example", parliament_id=11)
        question = make_answered(asked_by=minister, answered_by=minister, department=make_department(parliament_id=60))
        parliament.members = [_minister(post_from="2022-01-01")]
        sync(parliament)
        question = Question.objects.get()
        assert question.asked_as.party == "Labour"
        assert question.answers.get().answered_as.title == "Minister of State (Schools)"


class TestMembershipsOfLists:
    BIOGRAPHY = person(
        11,
        representations=[represented("Leeds Central", "2019-12-12", "2024-05-30")],
        partyAffiliations=[held("Labour", "2019-12-12", "2023-04-23"), held("Independent", "2023-04-24")],
    )
    LISTED = "11,Commons,Labour,Leeds Central,2019-12-12,2024-05-30"

    def test_give_way_to_a_biography_in_either_order(self, parliament, tmp_path):
        parliament.members = [self.BIOGRAPHY]
        import_memberships(tmp_path, self.LISTED, "11,Commons,Labour,Leeds,2010-05-06,2015-03-30")
        sync(parliament)
        after, expected = archive_state(), ["Labour", "Independent"]
        assert [row[1] for row in sat()] == expected
        import_memberships(tmp_path, self.LISTED, "11,Commons,Labour,Leeds,2010-05-06,2015-03-30")
        assert archive_state() == after

    def test_stay_where_a_biography_tells_of_none(self, parliament, tmp_path):
        import_memberships(tmp_path, self.LISTED)
        parliament.members = [person(11)]
        sync(parliament)
        assert [row[1] for row in sat()] == ["Labour"]

    def test_that_questions_were_asked_under_leave_them_with_the_right_party(self, parliament, tmp_path):
        import_memberships(tmp_path, self.LISTED)
        member = Member.objects.get()
        make_question(asked_by=member, tabled_on=date(2023, 6, 1))
        parliament.members = [self.BIOGRAPHY]
        sync(parliament)
        assert Question.objects.get().asked_as.party == "Independent"

    def test_that_an_editor_entered_stay(self, parliament):
        member = make_member(parliament_id=11)
        make_membership(member, "Labour", started_on=date(1997, 5, 1), seat="Leeds", source=Source.EDITOR)
        parliament.members = [self.BIOGRAPHY]
        sync(parliament)
        assert sat()[0][1:3] == ("Labour", "Leeds")
        assert len(sat()) == 3


class TestPostsOfLists:
    LISTED = "11,Ann Example,Minister for Schools,MoS,Department for Education,DfE,,False,False,2024-07-08,"
    BIOGRAPHY = person(
        11,
        governmentPosts=[
            held("Minister of State (Education)", "2024-07-09", "2025-09-05", info="Department for Education"),
            held("Secretary of State for Wales", "2025-09-06", info="Wales Office"),
        ],
    )
    EXPECTED = [
        ("Minister for Schools", "Department for Education", "2024-07-08", "2025-09-05"),
        ("Secretary of State for Wales", "Wales Office", "2025-09-06", ""),
    ]

    def test_stand_and_are_continued_by_a_biography_in_either_order(self, parliament, tmp_path):
        parliament.members = [self.BIOGRAPHY]
        import_posts(tmp_path, self.LISTED)
        sync(parliament)
        assert posts() == self.EXPECTED
        after = archive_state()
        Post.objects.all().delete()
        sync(parliament)
        assert [title for title, *_ in posts()] == ["Minister of State (Education)", "Secretary of State for Wales"]
        import_posts(tmp_path, self.LISTED)
        assert posts() == self.EXPECTED
        assert archive_state() == after

    def test_are_the_same_after_any_of_both_once_more(self, parliament, tmp_path):
        parliament.members = [self.BIOGRAPHY]
        import_posts(tmp_path, self.LISTED)
        sync(parliament)
        after = archive_state()
        import_posts(tmp_path, self.LISTED)
        assert counts(sync(parliament))[:2] == (0, 0)
        assert archive_state() == after

    def test_have_no_end_while_the_biography_knows_of_a_post_that_lasts(self, parliament, tmp_path):
        parliament.members = [person(11, governmentPosts=[held("Minister of State", "2024-07-09")])]
        import_posts(tmp_path, self.LISTED)
        sync(parliament)
        assert [(title, end) for title, _, _, end in posts()] == [("Minister for Schools", "")]

    def test_that_an_editor_entered_stay_as_they_are(self, parliament):
        member = make_member(parliament_id=11)
        make_post(member, "Minister for Schools", started_on=date(2024, 7, 8), source=Source.EDITOR)
        parliament.members = [self.BIOGRAPHY]
        sync(parliament)
        assert [(title, end) for title, _, _, end in posts()] == [
            ("Minister for Schools", ""),
            ("Secretary of State for Wales", ""),
        ]


def test_a_post_finds_its_department_by_the_name_that_the_biography_or_the_list_of_posts_has(parliament):
    treasury = make_department("Treasury", short_name="HMT", key="hmt")
    parliament.members = [
        person(11, governmentPosts=[held("Minister", "2024-01-01", info="HM Treasury")]),
        person(12, governmentPosts=[held("Whip", "2024-01-01", number=7)]),
    ]
    parliament.government_posts = [government_post(7, "Whip", "Treasury")]
    sync(parliament)
    assert [post.department for post in Post.objects.all()] == [treasury, treasury]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Prime Minister, First Lord of the Treasury", Post.Rank.PRIME_MINISTER),
        ("Deputy Prime Minister", Post.Rank.DEPUTY_PRIME_MINISTER),
        ("Secretary of State for Education", Post.Rank.SECRETARY_OF_STATE),
        ("Minister of State (Education)", Post.Rank.MINISTER_OF_STATE),
        ("Parliamentary Under-Secretary of State (Education)", Post.Rank.UNDER_SECRETARY),
        ("Leader of the House of Commons", Post.Rank.PARLIAMENTARY_LEAD),
        ("Assistant Whip (HM Treasury)", Post.Rank.PARLIAMENTARY),
        ("Baroness in Waiting (HM Household) (Whip)", Post.Rank.PARLIAMENTARY),
        ("Church Estates Commissioner", Post.Rank.OTHER),
    ],
)
def test_a_title_tells_its_rank(title, expected):
    assert rank(title) == expected


class Remembered(dict):
    def put(self, url: str, validators: Validators) -> None:
        self[url] = validators


def _minister(number: int = 11, post_from: str = "2024-07-08") -> dict[str, Any]:
    return person(
        number,
        representations=[SEAT],
        partyAffiliations=[held("Labour", "2015-05-07")],
        governmentPosts=[held("Minister of State (Schools)", post_from, info="Department for Education")],
    )
