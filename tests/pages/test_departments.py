"""The list of departments, and a department's page."""

from datetime import date

import pytest
from django.test import Client

from tests.support.factories import link_departments, make_answered, make_department, make_question, together
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db


def test_departments_are_listed_with_numbers_of_questions_and_closed_ones_come_last(client: Client) -> None:
    closed = make_department("Board of Trade", started_on=date(1900, 1, 1), ended_on=date(1970, 10, 20))
    make_question(department=closed)
    make_question(department="Home Office")
    make_question(department="Home Office")
    make_question(department="Home Office", published_at=None)
    page = words_of(client, "/departments/")
    assert page.index("Home Office 2 questions") < page.index("Closed")
    assert page.index("Closed") < page.index("Board of Trade 1 January 1900 to 20 October 1970 1 question")


def test_a_department_shows_its_dates_its_predecessors_and_its_successors(client: Client) -> None:
    before = make_department("Energy and Climate Change")
    beis = make_department("Business", short_name="BEIS", started_on=date(2016, 7, 14), ended_on=date(2023, 2, 7))
    after = make_department("Business and Trade")
    link_departments(before, beis, "Merger", date(2016, 7, 14))
    link_departments(beis, after, "Demerger", date(2023, 2, 7))
    page = words_of(client, "/departments/business/")
    assert "BEIS, 14 July 2016 to 7 February 2023" in page
    assert "Took over from Energy and Climate Change Merger, 14 July 2016" in page
    assert "Handed over to Business and Trade Demerger, 7 February 2023" in page
    assert b'href="/departments/business-and-trade/"' in client.get("/departments/business/").content


def test_its_list_has_only_its_own_questions_and_accepts_the_usual_filters(client: Client) -> None:
    make_answered(uin="1", department="Home Office", tabled_on=date(2023, 1, 1))
    make_question(uin="2", department="Home Office", tabled_on=date(2024, 1, 1))
    make_question(uin="3", department="Treasury")
    page = read(client, "/departments/home-office/")
    assert page.uins == ["2", "1"]
    assert page.facet("year") == {"2024": 1, "2023": 1}
    assert page.facet("department") == {}
    assert page.chips == []
    filtered = read(client, "/departments/home-office/?status=answered&department=treasury")
    assert (filtered.uins, filtered.chips) == (["1"], ["status"])
    assert filtered.link("Remove Status").startswith("/departments/home-office/")
    assert read(client, "/departments/home-office/?year=x").errors == ["year"]
    assert client.get("/departments/home-office/?page=9").status_code == 404


def test_its_list_can_include_its_lineage(client: Client) -> None:
    old, new = make_department("Old Office"), make_department("New Office")
    link_departments(old, new)
    make_question(uin="1", department=old)
    make_question(uin="2", department=new)
    assert read(client, "/departments/new-office/").uins == ["2"]
    assert sorted(read(client, "/departments/new-office/?lineage=1").uins) == ["1", "2"]


def test_an_unknown_department_is_not_found(client: Client) -> None:
    assert client.get("/departments/ministry-of-magic/").status_code == 404


def test_it_takes_at_most_eight_queries(client: Client, django_assert_max_num_queries) -> None:
    office = make_department("Home Office")
    link_departments(make_department("Old Office"), office)
    with together():
        for _ in range(25):
            make_answered(department=office, asked_by="Iris", party="Labour", answered_by="Rupert", topic="Tax")
    read(client, "/departments/home-office/")  # the names of parties are cached
    with django_assert_max_num_queries(8):
        assert len(read(client, "/departments/home-office/?status=answered&q=family").uins) == 20
    with django_assert_max_num_queries(3):
        words_of(client, "/departments/")
