"""A search for only a UIN or an address goes straight to the question. Other numbers are searched for."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from questions.text.addresses import Identity
from questions.text.typed_references import identify_question
from tests.support.factories import make_answered, make_question
from tests.support.pages import read

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "3677",
            "UIN 3677",
            "UIN: 3677",
            "UIN:3677",
            "UIN3677",
            "uin no. 3677",
            "PQ 3677",
            "pq3677",
            "PQ-3677",
            "PQ no 3677",
        ),
        *("P.Q. 3677", "W.P.Q. 3677", "WPQ/3677", "UIN_3677", "UIN = 3677"),
        *("WPQ 3677", "WQ 3677", "Question 3677", "question number 3677", "Written question - 3677"),
        *("the written question 3677", "Parliamentary Question 3677", "Question UIN 3677", "#3677", "[3677]", "(3677)"),
        *("3677.", "PQ 3,677", "ＰＱ　３６７７", "UIN\xa03677", "36\u200b77", "03677", "PQ (3677)", "3677?"),
    ],
)
def test_a_uin_is_recognised_however_it_is_typed(typed: str) -> None:
    assert identify_question(typed) == Identity("3677")


@pytest.mark.parametrize(
    "typed",
    [
        *("HL12746", "hl12746", "HL 12746", "HL-12746", "HL–12746", "HL.12746", "HL/12746", "H.L. 12746", "[HL12746]"),
        *(
            "UIN HL12746",
            "PQ HL 12746",
            "Written question: HL-12746",
            "HL 12,746",
            "ｈｌ12746",
            "Lords question HL12746",
            "HL no. 12746",
            "HL_12746",
        ),
    ],
)
def test_a_lords_uin_is_recognised_however_it_is_typed(typed: str) -> None:
    assert identify_question(typed) == Identity("HL12746")


@pytest.mark.parametrize(
    "typed",
    [
        *("3677 of 5 March 2024", "3677, tabled on 2024-03-05", "UIN 3677, tabled on 5th Mar 2024"),
        *("3677 of 5 Mar. 2024", "3677 on March 5, 2024", "3677 of Tuesday the 5th of March 2024", "3677 2024-3-5"),
        *("3677 on the 05/03/2024", "3677 of the 2024-03-05", "3677 on 5 March. 2024", "3677 on the 5.3.2024"),
        *("PQ 3677 (5 March 2024)", "3677 5/3/2024", "Question 3677 on the 5 march 2024", "3677 dated 05.03.2024"),
    ],
)
def test_a_uin_can_be_typed_with_its_day(typed: str) -> None:
    assert identify_question(typed) == Identity("3677", DAY)


@pytest.mark.parametrize(
    "typed",
    [
        *("2024", "1997", "2023/2024", "2023-24", "5/2024", "5,000", "10 million", "3677 homes", "5 March 2024"),
        *("05/03/2024", "2024-03-05", "No 10", "number 10", "Q4", "M25", "-5", "3.5", "£3677", "3677%", "", "?", "HL"),
        *(
            "PQ",
            "UIN",
            "question",
            "3677 of 31 February 2024",
            "3677 of 5 March",
            "3677 on 5/3/24",
            "3677 today",
            "12345678901",
            "pq " * 150,
            "\0",
            "://[",
            "3677 3678",
            "uin:3677",
            "“3677”",
            '"PQ 3677"',
        ),
    ],
)
def test_a_year_or_an_ordinary_number_is_not_a_uin(typed: str) -> None:
    assert identify_question(typed) is None


def test_a_year_with_a_label_or_a_date_is_a_uin() -> None:
    assert identify_question("PQ 2024") == Identity("2024")
    assert identify_question("2024 of 5 March 2024") == Identity("2024", DAY)
    assert identify_question("3677/2024") == Identity("3677", year=2024)


SITE = "https://questions-statements.parliament.uk/written-questions/detail/2024-03-05/3677"
API = "https://questions-statements-api.parliament.uk/api/writtenquestions/questions"
OLD = "www.parliament.uk/business/publications/written-questions-answers-statements/written-question/Commons"
THEY = "https://www.theyworkforyou.com/wrans/"


@pytest.mark.parametrize(
    "typed",
    [
        *(SITE, f"<{SITE}>", f"({SITE}).", f"{SITE}/", f"{SITE}?a=b#c", SITE.replace("https://", "http://www.")),
        *(SITE.removeprefix("https://"), SITE.upper(), f"“{SITE}”", f"{API}/2024-03-05/3677", f"{API}/1741059"),
        *(f"{API}/1741059?expandMember=true", f"https://{OLD}/2024-03-05/3677", f"http://{OLD}/2024-03-05/3677/"),
        *(f"{API}?uin=3677", f"{API}?take=20&uIN=3677", f"{SITE.split('/detail')[0]}?UIN=3677&House=Commons"),
        *(f"{THEY}?id=2024-03-05.3677.h", f"{THEY}?gid=uk.org.publicwhip/wrans/2024-03-05.3677.q0&s=lamps#g3677.r0"),
        *(f"{THEY}?id=2024-03-12a.3677.r0", "uk.org.publicwhip/wrans/2024-03-05.3677.h", "2024-03-05.3677.q0"),
        *("https://archive.example/questions/commons/2024-03-05/3677/?page=2", "/questions/commons/2024-03-05/3677/"),
        *("archive.example/questions/commons/answered-2024-03-12/3677/", "1741059", "UIN 3677", "3677/2024"),
    ],
)
@pytest.mark.django_db
def test_an_address_in_the_search_box_leads_to_its_question(client: Client, typed: str) -> None:
    question = make_answered(
        *("Lamps",), uin="3677", tabled_on=DAY, answered_on=date(2024, 3, 12), parliament_id=1741059
    )
    make_question(f"About {typed}"[:200], uin="9", house="lords")
    make_question(uin="HL3677", house="lords", tabled_on=DAY)
    response = client.get(f"/questions/?q={quote(typed)}")
    assert (response.status_code, response.headers.get("Location")) == (302, question.get_absolute_url())


@pytest.mark.parametrize(
    "typed",
    [
        *("https://parliament.uk.example/x/2024-03-05/3677", f"{THEY}?id=2009-10-26a.101.1", f"{THEY}?id=x", THEY),
        *(f"{API}/99999999999", "https://questions-statements.parliament.uk/written-questions/detail/2024-02-31/3677"),
        *("https://www.theyworkforyou.com.example/?id=2024-03-05.3677.h", "https://www.parliament.uk/", "https://["),
    ],
)
def test_other_addresses_are_not_recognised(typed: str) -> None:
    assert identify_question(typed) is None


@pytest.mark.django_db
def test_a_uin_that_several_questions_have_lists_only_those_questions(client: Client) -> None:
    for day in (date(2023, 3, 5), DAY):
        make_question(uin="3677", tabled_on=day)
    make_question("PQ 3677", uin="9")
    assert read(client, "/questions/?q=PQ+3677").uins == ["3677", "3677"]


@pytest.mark.django_db
def test_a_year_is_searched_for_even_if_a_question_has_it_as_its_uin(client: Client) -> None:
    make_question("Lamps", uin="2024")
    make_question("Lamps in 2024", uin="9")
    page = read(client, "/questions/?q=2024")
    assert (page.status, page.uins) == (200, ["9"])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["PQ 3677", SITE, "3677"])
def test_a_uin_or_address_of_no_question_in_the_archive_is_reported(client: Client, typed: str) -> None:
    make_question("Lamps", uin="9")
    assert "The archive has no question with this UIN or address." in read(client, f"/questions/?q={quote(typed)}").text
    assert "Search for pq 3677" not in read(client, "/questions/?q=PQ+3677").text
    assert "has no question with this UIN" not in read(client, "/questions/?q=candles").text
