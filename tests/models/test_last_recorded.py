"""Posts, seats and departments without an end are shown "as last recorded on" the day of the newest change."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client

from questions.models import Department, Member, Membership, Post
from questions.models.periods import last_recorded_on
from questions.rules.days import today
from tests.support.factories import (
    link_departments,
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
)
from tests.support.forms import edit
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db

RESHUFFLE = date(2024, 7, 9)  # the newest change on record in these tests
TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def ann() -> Member:
    """A minister since 2023, who kept her post in the reshuffle."""
    ann = make_member("Ann Example")
    make_post(ann, "Minister for Buses", department="Transport", started_on=date(2023, 2, 7))
    make_post(make_member("Fay Former"), "Minister for Lamps", started_on=date(2020, 1, 1), ended_on=RESHUFFLE)
    return ann


def posts() -> QuerySet[Post]:
    return Post.objects.all()


def test_the_newest_change_is_the_last_start_or_end_that_is_not_in_the_future() -> None:
    member = make_member()
    assert last_recorded_on(posts()) is None
    make_post(member, "To come", started_on=TOMORROW)
    assert last_recorded_on(posts()) is None
    make_post(member, "Begun", started_on=date(2020, 1, 1))
    assert last_recorded_on(posts()) == date(2020, 1, 1)
    make_post(member, "Ended", started_on=date(2010, 1, 1), ended_on=date(2021, 2, 3))
    make_post(member, "To end", started_on=date(2010, 1, 1), ended_on=TOMORROW)
    make_post(member, "Without an end", started_on=date(2010, 1, 1), ended_on=date.max)
    assert last_recorded_on(posts()) == date(2021, 2, 3)
    make_post(member, "Begun today", started_on=today())
    assert last_recorded_on(posts()) == today()


def test_a_department_with_only_an_end_counts() -> None:
    make_department("Office of Old", ended_on=date(1992, 4, 11))
    make_department("Office of New")
    assert last_recorded_on(Department.objects.all()) == date(1992, 4, 11)


def test_each_house_has_its_own_newest_change() -> None:
    peer, member = make_member("Ann Peer"), make_member("Max Member")
    make_membership(peer, "Labour", house="lords", started_on=date(2021, 2, 24))
    make_membership(member, "Labour", started_on=date(2024, 7, 4))
    recorded = Membership.objects.with_recorded_on().order_by("house")
    assert [one.recorded_on for one in recorded] == [date(2024, 7, 4), date(2021, 2, 24)]


# Pages


@pytest.mark.usefixtures(ann.__name__)
def test_the_ministers_page_shows_posts_as_last_recorded(client: Client) -> None:
    page = words_of(client, "/ministers/")
    assert "Ministers as last recorded on 9 July 2024" in page
    assert "This archive has no later changes." in page
    assert f"{today():%-d %B %Y}" not in page
    assert "Ann Example" in page
    assert "Fay Former" not in page


@pytest.mark.usefixtures(ann.__name__)
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024-07-08", "Ministers on 8 July 2024 Posts held on that day, by department and rank."),
        ("2024-07-09", "Ministers on 9 July 2024 Posts held on that day, by department and rank."),
        ("2024-07-10", "Ministers on 10 July 2024 Posts as last recorded on 9 July 2024, by department and rank."),
        ("9999-12-31", "Ministers on 31 December 9999 Posts as last recorded on 9 July 2024, by department and rank."),
    ],
)
def test_the_ministers_page_of_a_later_day_says_when_posts_were_last_recorded(
    client: Client, day: str, said: str
) -> None:
    page = words_of(client, f"/ministers/?on={day}")
    assert said in page
    assert ("This archive has no later changes." in page) == (day > "2024-07-09")
    assert "Ann Example" in page


def test_without_posts_the_ministers_page_names_no_day(client: Client) -> None:
    page = words_of(client, "/ministers/")
    assert "No posts are on record." in page
    assert "last recorded" not in page


def test_a_members_page_shows_when_posts_and_when_seats_were_last_recorded(client: Client, ann: Member) -> None:
    make_membership(ann, "Labour", seat="Exampleton", started_on=date(2019, 12, 12), ended_on=date(2024, 5, 30))
    make_membership(ann, "Labour", seat="Fictonbury", started_on=date(2024, 7, 4))
    make_post(ann, "Minister for Lamps", started_on=TOMORROW)
    page = words_of(client, ann.get_absolute_url())
    assert "Labour, Fictonbury since 4 July 2024, as last recorded on 4 July 2024" in page
    assert "Labour, Exampleton 12 December 2019 to 30 May 2024" in page
    assert "Minister for Buses, Transport since 7 February 2023, as last recorded on 9 July 2024" in page
    assert f"Minister for Lamps from {TOMORROW:%-d %B %Y}" in page
    assert "today" not in page


def test_a_questions_page_shows_the_latest_post_as_last_recorded(client: Client, ann: Member) -> None:
    question = make_answered(answered_by=ann, answered_on=date(2022, 1, 10), tabled_on=date(2022, 1, 3))
    said = "post on that day not recorded Latest post: Minister for Buses, as last recorded on 9 July 2024"
    assert said in words_of(client, question.get_absolute_url())


def test_an_edited_end_of_a_post_can_become_the_newest_change(
    client: Client, admin_client: Client, ann: Member
) -> None:
    edit(admin_client, ann.posts.get(), ended_on="2025-09-05")
    assert "Ministers as last recorded on 5 September 2025" in words_of(client, "/ministers/")


def test_departments_are_shown_as_open_when_last_recorded(client: Client) -> None:
    old = make_department("Office of Old", started_on=date(1992, 4, 11), ended_on=RESHUFFLE)
    new = make_department("Office of New", started_on=RESHUFFLE)
    link_departments(old, new, day=RESHUFFLE)
    assert "Open Open when last recorded on 9 July 2024." in words_of(client, "/departments/")
    page = words_of(client, new.get_absolute_url())
    assert "that the department was still open when last recorded on 9 July 2024." in page


# Charts


def bars(client: Client, address: str) -> list[tuple[float, float]]:
    """The start and the end of each bar in the chart, without the pieces after it."""
    page = client.get(address).content.decode()
    found = re.findall(r'<rect class="span__bar" x="([\d.]+)" y="\d+" width="([\d.]+)"', page)
    return [(float(x), float(x) + float(width)) for x, width in found]


def test_a_bar_without_an_end_reaches_the_newest_change_and_breaks_up_there(client: Client, ann: Member) -> None:
    make_post(ann, "Whip", started_on=date(2020, 1, 1), ended_on=RESHUFFLE)
    (_, ended), (_, goes_on) = bars(client, ann.get_absolute_url())
    assert ended == pytest.approx(goes_on, abs=0.3)
    page = client.get(ann.get_absolute_url()).content.decode()
    assert page.count('class="span__bar span__bar--open"') == 3
    assert "that the party or post had not ended when last recorded." in words_of(client, ann.get_absolute_url())


def test_a_bar_with_an_end_does_not_break_up(client: Client) -> None:
    former = make_member("Fay Former")
    make_post(former, started_on=date(2020, 1, 1), ended_on=RESHUFFLE)
    page = client.get(former.get_absolute_url()).content.decode()
    assert "span__bar--open" not in page
    assert "breaks up" not in page
