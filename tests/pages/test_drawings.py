"""Drawings over the years: a member's parties and posts, a department's predecessors and successors."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from questions.models import Department, Membership, Post
from questions.pages.drawings.careers import career
from questions.pages.drawings.departments import genealogy
from questions.pages.drawings.spans import Drawing, Named, Period, drawing
from tests.support.factories import (
    link_departments,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
)
from tests.support.pages import read, words_of

TODAY = date(2025, 1, 1)


def drawn(*periods: tuple[date | None, date | None], name: str = "Something") -> Drawing:
    return drawing([Named(name, [Period(*period) for period in periods], None)], TODAY)


def edges(found: Drawing) -> list[tuple[int, int]]:
    """Where each bar of the first line begins and ends, in tenths of a year from the left."""
    tenths = found.scale / 10
    return [(round(bar.x / tenths), round((bar.x + bar.width) / tenths)) for bar in found.spans[0].bars]


def test_a_bar_goes_from_the_first_day_to_the_last() -> None:
    found = drawn((date(2015, 1, 1), date(2016, 7, 1)), (date(2020, 1, 1), None))
    assert edges(found) == [(0, 15), (50, 100)]


def test_a_period_without_a_first_day_begins_at_the_left_edge() -> None:
    assert edges(drawn((None, date(2000, 1, 1)))) == [(0, 30)]


def test_a_period_that_ends_in_the_future_or_lasts_one_day_is_drawn() -> None:
    assert edges(drawn((date(2024, 1, 1), date(2030, 1, 1)))) == [(0, 60)]
    day = drawn((date(2015, 1, 1), date(2015, 1, 1))).spans[0].bars[0]
    assert day.width == 2


def test_a_label_that_does_not_fit_is_cut_but_the_name_stays_whole() -> None:
    span = drawn((date(2024, 6, 1), None), name="Parliamentary Under-Secretary of State " * 4).spans[0]
    assert span.is_right or span.label_x == 0
    assert span.label.endswith("…")
    assert span.name.startswith(span.label[:-1])


@pytest.mark.parametrize("first", [1, 1700, 1990, 2024, 2025])
def test_the_drawing_has_a_readable_width_and_years_that_do_not_overlap(first: int) -> None:
    found = drawn((date(first, 1, 1), None))
    assert 480 <= found.width <= 1001
    places = [year.x for year in found.years]
    assert all(later - earlier >= 44 for earlier, later in pairwise(places))


def test_a_drawing_without_lines_is_empty() -> None:
    assert drawing([], TODAY).spans == []


def test_a_career_has_parties_first_and_one_line_for_a_party_held_twice() -> None:
    terms = ((date(2010, 5, 6), date(2015, 3, 30)), (date(2015, 5, 7), date(2017, 5, 3)))
    labour = [Membership(house="commons", party="Labour", started_on=a, ended_on=b) for a, b in terms]
    peer = Membership(house="lords", party="Labour", started_on=date(2020, 1, 1))
    posts = [Post(title="Whip", started_on=date(2012, 1, 1), ended_on=date(2013, 1, 1))]
    found = career([peer, *labour], posts, TODAY)
    assert [span.name for span in found.spans] == ["Commons: Labour", "Lords: Labour", "Whip"]
    assert len(found.spans[0].bars) == 2


def lines(found: Drawing) -> list[str]:
    return [span.name for span in found.spans]


@pytest.fixture
def education() -> Department:
    """A department with two predecessors, and with functions transferred from and to a third department."""
    science = make_department("Education and Science", ended_on=date(1992, 4, 11))
    skills = make_department("Education and Skills", started_on=date(1992, 4, 11), ended_on=date(2010, 5, 12))
    education = make_department("Education", started_on=date(2010, 5, 12))
    culture = make_department("Culture", started_on=date(1997, 5, 3))
    link_departments(science, skills, "Demerger", date(1992, 4, 11))
    link_departments(skills, education, "Name change", date(2010, 5, 12))
    link_departments(culture, education, "Transfer of functions: equalities", date(2015, 9, 1))
    link_departments(education, culture, "Transfer of functions", date(2020, 9, 1))
    link_departments(culture, make_department("Sport"), "Name change", date(2024, 1, 1))
    return education


@pytest.mark.django_db
def test_predecessors_and_departments_that_only_transferred_functions_are_drawn(education: Department) -> None:
    found = genealogy(education, TODAY)
    assert lines(found.drawing) == [
        "Education and Science, until 1992",
        "Education and Skills, 1992–2010",
        "Culture, since 1997",
        "Education, since 2010",
    ]
    assert [(p.link.kind, p.is_followed, p.words) for p in found.passages] == [
        ("Demerger", True, ""),
        ("Name change", True, ""),
        ("Transfer of functions: equalities", False, "equalities"),
        ("Transfer of functions", False, "functions"),
    ]
    assert [passage.direction for passage in found.passages] == [1, 1, 1, -1]
    assert found.has_lineage


@pytest.mark.django_db
def test_a_circular_lineage_ends() -> None:
    one, other = make_department("One", started_on=date(2000, 1, 1)), make_department("Other")
    link_departments(one, other, day=date(2001, 1, 1))
    link_departments(other, one, day=date(2002, 1, 1))
    link_departments(one, one, day=date(2003, 1, 1))
    found = genealogy(one, TODAY)
    assert lines(found.drawing) == ["Other", "One, since 2000"]
    assert len(found.passages) == 2


@pytest.mark.django_db
def test_a_department_page_shows_its_lineage_as_a_drawing_and_as_a_table(client: Client, education: Department) -> None:
    page = words_of(client, education.get_absolute_url())
    assert "Education and Science, until 1992" in page
    assert "12 May 2010 Education and Skills (1992–2010) Education Name change" in page
    assert "1 September 2015 Culture Education Transfer of functions: equalities" in page
    markup = client.get(education.get_absolute_url()).content.decode()
    assert markup.count('class="passage passage--function"') == 2
    assert markup.count('class="span span--own"') == 1


@pytest.mark.django_db
def test_a_link_adds_the_questions_to_its_predecessors(client: Client, education: Department) -> None:
    make_question(uin="1", department="Education and Science")
    make_question(uin="2", department=education)
    make_question(uin="3", department="Culture")
    page = read(client, education.get_absolute_url())
    assert page.uins == ["2"]
    wider = read(client, page.link("Include questions to predecessors").partition("#")[0])
    assert sorted(wider.uins) == ["1", "2"]


@pytest.mark.django_db
def test_a_department_without_links_has_no_drawing(client: Client) -> None:
    office = make_department("Home Office")
    page = words_of(client, office.get_absolute_url())
    assert "Predecessors and successors" not in page.partition("Search this")[0]


@pytest.mark.django_db
def test_each_of_many_departments_has_a_line(client: Client, django_assert_max_num_queries) -> None:
    last = make_department("Office", started_on=date(1900, 1, 1))
    for year in range(1901, 1961):
        new = make_department("Office", started_on=date(year, 1, 1))
        link_departments(last, new, day=date(year, 1, 1))
        last = new
    with django_assert_max_num_queries(8):
        page = client.get(last.get_absolute_url()).content.decode()
    assert page.count('class="span span--') == 61


@pytest.mark.django_db
def test_a_member_page_draws_parties_and_posts_with_links_and_titles(client: Client) -> None:
    member = make_member("Claire Exampleton")
    make_membership(member, "Labour", seat="Exampleton", started_on=date(2015, 5, 7))
    make_post(member, "Minister for Buses", department="Transport", started_on=date(2016, 1, 1))
    make_post(member, "Whip", started_on=date(2017, 1, 1), ended_on=date(2018, 1, 1))
    page = client.get(member.get_absolute_url()).content.decode()
    figure = page[page.index("<figure") : page.index("</figure>")]
    assert re.findall(r"<title>(.*?)</title>", figure) == ["Commons: Labour", "Minister for Buses, Transport", "Whip"]
    assert '<a href="/departments/transport/" tabindex="-1">' in figure
    assert 'data-party="labour"' in figure
    assert 'role="region"' in figure
    assert page.index("</figure>") < page.index("Party and constituency") < page.index("Posts held")


@pytest.mark.django_db
def test_a_member_without_memberships_or_posts_has_no_drawing(client: Client) -> None:
    assert b"<figure" not in client.get(make_member("Iris Demoworth").get_absolute_url()).content


@pytest.mark.django_db
def test_hostile_names_in_drawings_are_escaped(client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    member, office = make_member(hostile), make_department(hostile, ended_on=date(2000, 1, 1))
    make_membership(member, hostile)
    make_post(member, hostile, department=office)
    link_departments(office, make_department("Office"), f"Transfer: {hostile}")
    for address in (member.get_absolute_url(), office.get_absolute_url()):
        assert b"<script>alert" not in client.get(address).content
