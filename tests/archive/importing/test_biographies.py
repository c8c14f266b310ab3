"""Biographies from Parliament and lists of the same members: the order of imports makes no difference."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from questions.models import Member, Post, Question
from questions.models.periods import Source
from questions.sources.members_api import rank
from tests.support.factories import make_department, make_member, make_membership, make_post, make_question
from tests.support.people import counts, posts, sat, sync
from tests.support.standin import StandIn
from tests.support.standin_members import government_post, held, person, represented
from tests.support.state import archive_state

pytestmark = pytest.mark.django_db

MEMBERSHIPS = "mnis_id,house,party,constituency,start_date,end_date\n"
POSTS = "mnis_id,name,role,rank,department,dept_short,cabinet_status,is_acting,is_on_leave,start_date,end_date\n"


@pytest.fixture
def parliament() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


def import_memberships(folder: Path, *rows: str) -> None:
    (folder / "memberships.csv").write_text(MEMBERSHIPS + "".join(f"{row}\n" for row in rows))
    call_command("import_memberships", str(folder / "memberships.csv"), verbosity=0)


def import_posts(folder: Path, *rows: str) -> None:
    (folder / "posts.csv").write_text(POSTS + "".join(f"{row}\n" for row in rows))
    call_command("import_posts", str(folder / "posts.csv"), verbosity=0)


class TestListedMemberships:
    BIOGRAPHY = person(
        11,
        representations=[represented("Leeds Central", "2019-12-12", "2024-05-30")],
        partyAffiliations=[held("Labour", "2019-12-12", "2023-04-23"), held("Independent", "2023-04-24")],
    )
    LISTED = "11,Commons,Labour,Leeds Central,2019-12-12,2024-05-30"

    def test_a_biography_replaces_listed_memberships_in_either_order(self, parliament, tmp_path):
        parliament.members = [self.BIOGRAPHY]
        import_memberships(tmp_path, self.LISTED, "11,Commons,Labour,Leeds,2010-05-06,2015-03-30")
        sync(parliament)
        after, expected = archive_state(), ["Labour", "Independent"]
        assert [row[1] for row in sat()] == expected
        import_memberships(tmp_path, self.LISTED, "11,Commons,Labour,Leeds,2010-05-06,2015-03-30")
        assert archive_state() == after

    def test_listed_memberships_stay_if_the_biography_has_none(self, parliament, tmp_path):
        import_memberships(tmp_path, self.LISTED)
        parliament.members = [person(11)]
        sync(parliament)
        assert [row[1] for row in sat()] == ["Labour"]

    def test_questions_have_the_right_party_after_their_membership_is_replaced(self, parliament, tmp_path):
        import_memberships(tmp_path, self.LISTED)
        member = Member.objects.get()
        make_question(asked_by=member, tabled_on=date(2023, 6, 1))
        parliament.members = [self.BIOGRAPHY]
        sync(parliament)
        assert Question.objects.get().asked_as.party == "Independent"

    def test_memberships_that_an_editor_entered_stay(self, parliament):
        member = make_member(parliament_id=11)
        make_membership(member, "Labour", started_on=date(1997, 5, 1), seat="Leeds", source=Source.EDITOR)
        parliament.members = [self.BIOGRAPHY]
        sync(parliament)
        assert sat()[0][1:3] == ("Labour", "Leeds")
        assert len(sat()) == 3


class TestListedPosts:
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

    def test_a_biography_completes_listed_posts_in_either_order(self, parliament, tmp_path):
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

    def test_importing_the_list_or_the_biography_again_changes_nothing(self, parliament, tmp_path):
        parliament.members = [self.BIOGRAPHY]
        import_posts(tmp_path, self.LISTED)
        sync(parliament)
        after = archive_state()
        import_posts(tmp_path, self.LISTED)
        assert counts(sync(parliament))[:2] == (0, 0)
        assert archive_state() == after

    def test_a_listed_post_has_no_end_if_the_post_in_the_biography_has_none(self, parliament, tmp_path):
        parliament.members = [person(11, governmentPosts=[held("Minister of State", "2024-07-09")])]
        import_posts(tmp_path, self.LISTED)
        sync(parliament)
        assert [(title, end) for title, _, _, end in posts()] == [("Minister for Schools", "")]

    def test_posts_that_an_editor_entered_stay_unchanged(self, parliament):
        member = make_member(parliament_id=11)
        make_post(member, "Minister for Schools", started_on=date(2024, 7, 8), source=Source.EDITOR)
        parliament.members = [self.BIOGRAPHY]
        sync(parliament)
        assert [(title, end) for title, _, _, end in posts()] == [
            ("Minister for Schools", ""),
            ("Secretary of State for Wales", ""),
        ]


def test_a_post_finds_its_department_by_its_name_in_the_biography_or_the_list_of_posts(parliament):
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
def test_the_rank_of_a_post_follows_from_its_title(title, expected):
    assert rank(title) == expected
