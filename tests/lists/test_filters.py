"""The filters of lists: each matches, excludes, refuses invalid values, and can be removed."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from questions.models import Answer
from tests.support.factories import (
    link_departments,
    make_answer,
    make_answered,
    make_attachment,
    make_department,
    make_member,
    make_membership,
    make_question,
)
from tests.support.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_questions(client: Client) -> None:
    """Two questions that differ in everything that can be filtered by."""
    first = make_question(
        "Family Hubs",
        uin="101",
        house="commons",
        department="Department for Education",
        topic="Childcare",
        asked_by="Iris Demoworth",
        party="Labour",
        tabled_on=date(2023, 3, 22),
        is_named_day=True,
        has_interest=True,
    )
    answer = make_answer(first, "<p>We fund hubs.</p>", answered_by="Rupert Fixtureley", answered_on=date(2023, 3, 30))
    make_attachment(answer)
    asker = make_member("Tobias Placeholme")
    make_membership(asker, "Conservative", house="lords")
    make_question(
        "Border Force",
        uin="HL202",
        house="lords",
        department="Home Office",
        topic="Immigration",
        asked_by=asker,
        tabled_on=date(2024, 11, 5),
        is_named_day=False,
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("department=department-for-education", ["101"]),
        ("department=home-office&department=department-for-education", ["HL202", "101"]),
        ("department=none", []),
        ("topic=childcare", ["101"]),
        ("topic=childcare&topic=immigration", ["HL202", "101"]),
        ("topic=none", []),
        ("house=commons", ["101"]),
        ("house=lords", ["HL202"]),
        ("status=answered", ["101"]),
        ("status=unanswered", ["HL202"]),
        ("status=unanswered&status=answered", ["HL202", "101"]),
        ("status=corrected", []),
        ("party=labour", ["101"]),
        ("party=conservative&party=labour", ["HL202", "101"]),
        ("party=none", []),
        ("seat=none", ["HL202", "101"]),
        ("year=2023", ["101"]),
        ("year=2023&year=2024", ["HL202", "101"]),
        ("year=1999", []),
        ("parliament=58", ["101"]),
        ("parliament=59", ["HL202"]),
        ("overdue=1", []),
        ("overdue=0", ["HL202", "101"]),
        ("tabled_after=2024", ["HL202"]),
        ("tabled_before=2023", ["101"]),
        ("tabled_after=2023-03&tabled_before=2023-03", ["101"]),
        ("tabled_after=2023-03-22&tabled_before=2023-03-22", ["101"]),
        ("tabled_after=2023-03-23&tabled_before=2024-11-04", []),
        ("answered_after=2023-03-30&answered_before=2023-03-30", ["101"]),
        ("answered_after=2023-03-31", []),
        ("named_day=1", ["101"]),
        ("named_day=0", ["HL202"]),
        ("attachments=1", ["101"]),
        ("attachments=0", ["HL202"]),
        ("interest=1", ["101"]),
        ("interest=0", ["HL202"]),
        ("asked_by=none", []),
        ("answered_by=none", []),
        ("q=hubs", ["101"]),
        ("q=Force border", ["HL202"]),
        ("q=fund", ["101"]),
        ("q=hubs border", []),
        ("house=commons&status=answered&year=2023&q=family", ["101"]),
        ("house=commons&year=2024", []),
        ("status=&q=&tabled_after=&named_day=&department=&sort=&page=&per_page=", ["HL202", "101"]),
        ("nobody=knows&utm_source=x", ["HL202", "101"]),
    ],
)
def test_a_parameter_lists_matching_questions_and_leaves_out_the_rest(
    client: Client, two_questions: None, query: str, found: list[str]
) -> None:
    page = read(client, f"/questions/?{query}")
    assert (page.status, page.errors) == (200, [])
    assert page.uins == found
    assert page.count == len(found)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("department", "ministry-of-magic"),
        ("topic", "unheard-of"),
        ("house", "senate"),
        ("status", "late"),
        ("asked_by", "nobody-999999"),
        ("asked_by", "nobody"),
        ("answered_by", "a99999999999999999999"),
        ("party", "whigs"),
        ("seat", "old-sarum"),
        ("seat", "Old Sarum;"),
        ("year", "23"),
        ("year", "２０２３"),
        ("parliament", "3"),
        ("kind", "rumour"),
        ("tabled_after", "sometime"),
        ("tabled_before", "2023-02-30"),
        ("answered_after", "2023-13"),
        ("answered_before", "20230101"),
        ("named_day", "maybe"),
        ("attachments", "2"),
        ("interest", "true"),
        ("lineage", "full"),
        ("sort", "random"),
        ("page", "0"),
        ("page", "first"),
        ("per_page", "9"),
        ("per_page", "101"),
    ],
)
def test_an_invalid_value_shows_an_error_beside_its_field_and_lists_nothing(
    client: Client, two_questions: None, parameter: str, value: str
) -> None:
    response = client.get("/questions/", {parameter: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("data-error=") == page.count(f'data-error="{parameter}"') == 1
    assert 'data-count="0"' in page
    assert "<article" not in page


@pytest.mark.parametrize("path", ["/questions/", "/statistics/", "/questions/by/month/"])
def test_what_is_wrong_with_a_date_is_said_once(client: Client, two_questions: None, path: str) -> None:
    page = read(client, f"{path}?tabled_after=sometime")
    assert page.text.count("“sometime”") == 1
    assert page.errors == ["tabled_after"]
    assert "There is a problem" in page.text


def test_an_invalid_value_without_a_field_is_explained_in_the_summary(client: Client, two_questions: None) -> None:
    for query in ("by=planet", "columns=few"):
        assert read(client, f"/statistics/?{query}").errors == [query.partition("=")[0]]


def test_the_calendar_offers_the_days_on_record(client: Client) -> None:
    make_question(uin="1", tabled_on=date(2023, 3, 22), last_seen_on=date(2023, 6, 1))
    make_question(uin="2", tabled_on=date(2023, 5, 9))
    calendars = re.findall(r'<input class="date__day" type="date" (.*?) tabindex', read(client, "/questions/").text)
    tabled, answered = ('min="2023-03-22" max="2023-05-09"', 'min="2023-03-22" max="2023-06-01"')
    assert calendars == [tabled, tabled, answered, answered]


def test_members_are_found_by_the_id_at_the_end_of_their_slug(client: Client) -> None:
    iris, tobias = make_member("Iris Demoworth", parliament_id=4806), make_member("Tobias", parliament_id=None)
    make_question(uin="1", asked_by=iris, tabled_on=date(2023, 1, 2))
    make_answered(uin="2", asked_by=tobias, answered_by=iris, tabled_on=date(2023, 1, 1))
    assert read(client, "/questions/?asked_by=iris-demoworth-4806").uins == ["1"]
    assert read(client, "/questions/?asked_by=misspelt-4806").uins == ["1"]
    assert read(client, f"/questions/?asked_by=tobias-a{tobias.pk}").uins == ["2"]
    assert read(client, f"/questions/?asked_by=iris-demoworth-4806&asked_by=tobias-a{tobias.pk}").uins == ["1", "2"]
    assert read(client, "/questions/?answered_by=iris-demoworth-4806").uins == ["2"]


def test_the_value_none_finds_questions_with_nothing_recorded(client: Client) -> None:
    make_question(uin="1", department="Home Office", asked_by="Iris", party="Labour", topic="Childcare")
    make_answered(uin="2")
    for parameter in ("department", "topic", "asked_by", "answered_by", "party"):
        assert read(client, f"/questions/?{parameter}=none").uins == ["2"]
    assert read(client, "/questions/?department=none&department=home-office").count == 2


def test_party_and_seat_are_those_of_the_day_of_tabling(client: Client) -> None:
    asker = make_member()
    make_membership(asker, "Labour", seat="Exampleton", started_on=date(2019, 12, 12), ended_on=date(2024, 5, 30))
    make_membership(asker, "Independent", seat="Fictonbury", started_on=date(2024, 7, 4))
    make_question(uin="1", asked_by=asker, tabled_on=date(2023, 1, 1))
    make_question(uin="2", asked_by=asker, tabled_on=date(2025, 1, 1))
    make_question(uin="3", asked_by=asker, tabled_on=date(2024, 6, 15))
    assert read(client, "/questions/?party=labour").uins == ["1"]
    assert read(client, "/questions/?party=independent").uins == ["2"]
    assert read(client, "/questions/?seat=exampleton&seat=fictonbury").uins == ["2", "1"]
    assert read(client, "/questions/?seat=none").uins == ["3"]


def test_filters_by_the_date_of_the_answer_ignore_holding_answers(client: Client) -> None:
    question = make_question(uin="1")
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 27))
    assert read(client, "/questions/?answered_after=2000").uins == []
    assert read(client, "/questions/?status=holding").uins == ["1"]
    make_answer(question, answered_on=date(2023, 4, 3))
    assert read(client, "/questions/?answered_after=2023-04-03&answered_before=2023-04").uins == ["1"]
    assert read(client, "/questions/?answered_before=2023-04-02").uins == []


def test_lineage_adds_predecessors_and_successors_but_not_transfers_of_functions(client: Client) -> None:
    beis, energy, business = (make_department(name) for name in ("BEIS", "Net Zero", "Business and Trade"))
    equalities, bis = make_department("Equalities Office"), make_department("BIS")
    link_departments(bis, beis, "Merger")
    link_departments(beis, energy, "Demerger")
    link_departments(beis, business, "demerger")
    link_departments(beis, equalities, "Transfer of functions: equalities")
    for department in (beis, energy, business, equalities, bis):
        make_question(uin=department.slug, department=department)
    assert read(client, "/questions/?department=net-zero").uins == ["net-zero"]
    assert sorted(read(client, "/questions/?department=net-zero&lineage=1").uins) == ["beis", "bis", "net-zero"]
    both_ways = ["beis", "bis", "business-and-trade", "net-zero"]
    assert sorted(read(client, "/questions/?department=beis&lineage=1").uins) == both_ways
    assert read(client, "/questions/?department=beis&lineage=0").uins == ["beis"]


def test_a_circular_lineage_ends(client: Client) -> None:
    one, other = make_department("One"), make_department("Other")
    link_departments(one, other, "Name change")
    link_departments(other, one, "Name change")
    make_question(uin="1", department=one)
    make_question(uin="2", department=other)
    assert read(client, "/questions/?department=one&lineage=1").count == 2


def test_drafts_and_deleted_questions_are_not_listed_or_counted(client: Client) -> None:
    make_question("Draft", published_at=None)
    make_question("Deleted", deleted_at="2024-01-01T00:00Z")
    page = read(client, "/questions/")
    assert (page.count, page.uins, page.facet("house")) == (0, [], {})


def test_each_chosen_value_can_be_removed_separately(client: Client, two_questions: None) -> None:
    page = read(client, "/questions/?house=commons&house=lords&q=hubs&tabled_after=2023&page=1")
    assert page.chips == ["q", "house", "house", "tabled_after"]
    left = parse_qs(urlsplit(page.link("Remove House: House of Lords")).query)
    assert left == {"house": ["commons"], "q": ["hubs"], "tabled_after": ["2023"]}
    assert page.link("Clear all") == "/questions/"
    last = read(client, "/questions/?house=lords")
    assert last.link("Remove House") == "/questions/"


def test_the_search_form_keeps_parameters_that_it_has_no_field_for(client: Client) -> None:
    make_question(asked_by=make_member("Iris Demoworth", parliament_id=4806))
    page = read(client, "/questions/?asked_by=iris-demoworth-4806&sort=oldest")
    assert '<input type="hidden" name="asked_by" value="iris-demoworth-4806">' in page.text
    assert '<input type="hidden" name="sort" value="oldest">' in page.text


def test_days_can_be_written_as_people_write_them_and_from_today(client: Client) -> None:
    today = timezone.localdate()
    make_question(uin="1", tabled_on=date(2023, 3, 22))
    make_question(uin="2", tabled_on=today)
    for written in ("22/3/2023", "22 March 2023", "Mar 2023", "3/2023"):
        assert read(client, f"/questions/?tabled_after={written}&tabled_before={written}").uins == ["1"], written
    for written in ("today", "this year", "last 30 days"):
        assert read(client, f"/questions/?tabled_after={written}&tabled_before={written}").uins == ["2"], written
    assert read(client, '/questions/?q=tabled:"last 2 weeks"').uins == ["2"]
