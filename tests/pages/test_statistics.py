"""The figures on timeliness: what they count, that they agree with the rows, and that each links to its list."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import product
from statistics import median_low
from typing import Any

import pytest
from django.test import Client

from questions.models import Question
from questions.rules.deadlines import DUE, STANDARD, timing
from questions.rules.sessions import Sessions
from questions.search.index import store
from tests.support.factories import make_answer, make_answered, make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of
from tests.support.stylesheets import css

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

DAY = timedelta(days=1)
SESSIONS = Sessions([(date(2022, 5, 10), date(2023, 10, 26), "2022–23"), (date(2023, 11, 7), None, "2023–24")])
Figures = dict[str, int | None]


def figures(page: str) -> dict[str, Figures]:
    """The figures of each row of the tables, by its value, and those of "all"."""
    rows = re.findall(r'<tr data-value="([^"]+)">(.*?)</tr>', page, re.S)
    summary = re.search(r'<section class="summary"(.*?)</section>', page, re.S)
    assert summary
    return {value: _figures(row) for value, row in [("all", summary[1]), *rows]}


def _figures(row: str) -> Figures:
    found = re.findall(r'data-figure="([^"]+)" data-count="(\d*)"', row)
    return {name: int(number) if number else None for name, number in found}


def statistics(client: Client, query: str = "") -> dict[str, Figures]:
    return figures(client.get(f"/statistics/?columns=all&{query.removeprefix('?')}").content.decode())


PUT_DOWN_FOR = date(2023, 3, 23)  # the first of five working days, of which 29 March is the last


def test_each_figure_counts_what_its_name_says(client: Client) -> None:
    asked: dict[str, Any] = {"department": "Home Office", "is_named_day": False, "due_on": PUT_DOWN_FOR}
    make_answered(**asked, answered_on=date(2023, 3, 24))
    make_answered(**asked, answered_on=date(2023, 3, 29))
    make_answered(**asked, answered_on=date(2023, 4, 21))
    make_question(**asked, last_seen_on=date(2023, 3, 31))
    make_question(**asked, last_seen_on=date(2024, 1, 9))
    make_question(**asked, is_withdrawn=True)
    held = make_question(**asked, last_seen_on=date(2023, 4, 3))
    make_answer(held, stage=1)
    later = {**asked, "due_on": date(2023, 3, 24)}  # another cohort, with one question last seen too early
    make_question(**later, last_seen_on=date(2023, 3, 30))
    make_answered(**later, answered_on=date(2023, 3, 24))
    expected = {
        "tabled": 9,
        "answered": 4,
        "on-time": 2,
        "late": 1,
        "overdue": 2,
        "share": 40,
        "median": 2,
        "ninetieth": 30,
        "replied": 0,
        "unanswered": 4,
        "left-out": 2,
        "lapsed": 1,
        "none": 1,
    }
    found = statistics(client)
    assert found["home-office"] == found["2023-03"] == found["ordinary"] == found["all"] == expected


def test_types_are_counted_separately_and_named_day_questions_show_holding_answers_in_time(client: Client) -> None:
    named: dict[str, Any] = {"is_named_day": True, "due_on": date(2023, 3, 27)}
    for day in (27, 28):
        make_answer(make_answered(uin=f"1{day}", **named), stage=1, answered_on=date(2023, 3, day))
    make_answered(uin="900001", **named, answered_on=date(2023, 3, 27))
    make_answered(uin="3", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    found = statistics(client)
    figures = {name: (one["tabled"], one["share"], one["replied"]) for name, one in found.items()}
    assert (figures["named-day"], figures["oral"], figures["ordinary"]) == ((2, 0, 1), (1, 100, 0), (1, 100, 0))
    assert read(client, "/questions/?named_day=1&sort=oldest").uins == ["127", "128"]
    assert read(client, "/questions/?named_day=0").uins == ["3"]
    assert read(client, "/questions/?type=oral").uins == ["900001"]
    assert read(client, "/questions/?replied_in_time=1").uins == ["127"]
    assert read(client, "/questions/?replied_in_time=0").uins == ["128"]


def test_the_filter_by_holding_answer_in_time_leaves_out_questions_without_a_date_for_answer(
    client: Client,
) -> None:
    make_question(is_named_day=True, due_on=None)
    assert [read(client, f"/questions/?replied_in_time={said}").count for said in (0, 1)] == [0, 0]


def make_various_questions() -> None:
    """Make questions to two departments, in both Houses, of all types, answered and last seen on various days."""
    for number, (department, house, named, late) in enumerate(
        product(["Home Office", "Treasury"], ["commons", "lords"], [True, False, None], [None, 1, 6, 40, None])
    ):
        tabled = date(2022, 11, 1) + number * 10 * DAY
        asked: dict[str, Any] = {"department": department, "house": house, "is_named_day": named, "tabled_on": tabled}
        asked |= {"due_on": tabled + 3 * DAY, "last_seen_on": tabled + (number % 12) * DAY}
        if late:
            make_answered(**asked, answered_on=tabled + late * DAY)
        else:
            make_question(**asked)


def cohort(question: Question) -> tuple:
    return question.house, question.tabled_on, question.deadline_on


def counted(questions: list[Question]) -> Figures:
    """The same figures, counted from the rows."""
    judged = [(question, str(timing(question.clock, SESSIONS))) for question in questions]
    waiting = {cohort(question) for question, said in judged if said == "open"}
    timings = Counter(said for _, said in judged)
    in_share = Counter(said for question, said in judged if said in DUE and cohort(question) not in waiting)
    answered = sum(question.answered_on is not None for question in questions)
    unanswered = sum(question.is_open for question in questions)
    taken = sorted((q.answered_on - q.tabled_on).days for q in questions if q.answered_on and q.tabled_on)
    taken = taken if answered >= unanswered else []
    return {
        "tabled": len(questions),
        "answered": answered,
        "unanswered": unanswered,
        **{name: in_share[name] for name in DUE},
        **{name: timings[name] for name in ("lapsed", "none")},
        "left-out": sum(timings[name] for name in (*DUE, "open")) - in_share.total(),
        "replied": sum(
            question.type == "named-day" and said in DUE and cohort(question) not in waiting and said == "on-time"
            for question, said in judged
        ),
        "share": 100 * in_share["on-time"] // in_share.total() if in_share else None,
        "median": median_low(taken) if taken else None,
        "ninetieth": taken[-(-9 * len(taken) // 10) - 1] if taken else None,
    }


@pytest.mark.parametrize("house", ["", "commons", "lords"])
def test_the_figures_equal_those_counted_from_the_rows(client: Client, house: str) -> None:
    make_various_questions()
    questions = list(Question.objects.select_related("department").filter(house__contains=house))
    found = statistics(client, f"?by=year&house={house}")
    for value in ("home-office", "treasury"):
        assert found[value] == counted([q for q in questions if q.department and q.department.slug == value])
    for year in {question.tabled_on.year for question in questions if question.tabled_on}:
        assert found[str(year)] == counted([q for q in questions if q.tabled_on and q.tabled_on.year == year])
    assert found["all"] == counted(questions)


@pytest.mark.parametrize(
    "query",
    [
        "?",
        "?by=year",
        "?house=lords&tabled_after=2022-12-10&tabled_before=2023-08-15",
        "?status=answered&department=home-office&department=treasury",
        "?timing=late&timing=overdue&by=month",
        "?department=treasury&lineage=1",
    ],
)
def test_each_figure_links_to_that_many_questions(client: Client, query: str) -> None:
    make_various_questions()
    page = client.get(f"/statistics/{query}&columns=all").content.decode()
    cells = re.findall(r'data-figure="([^"]+)" data-count="(\d+)".*?<a href="([^"]+)"', page)
    counts = [(number, address) for name, number, address in cells if name not in ("share", "median", "ninetieth")]
    assert len(counts) > 5
    for number, address in counts:
        assert read(client, address.replace("&amp;", "&")).count == int(number) or number == "0", address


@pytest.mark.parametrize(
    "query", ["?timing=late", "?overdue=0", "?status=answered", "?kind=substantive", "?answered_after=2023-03-30"]
)
def test_questions_chosen_by_outcome_have_no_share_on_time(client: Client, query: str) -> None:
    make_answered(is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 30))
    make_question(is_named_day=False, due_on=PUT_DOWN_FOR, last_seen_on=date(2023, 3, 31))
    found = statistics(client, query)["all"]
    assert (found["tabled"], found["share"]) == (1, None)


def test_questions_without_a_date_or_a_department_are_counted_separately(client: Client) -> None:
    make_answered(tabled_on=None, is_named_day=False, uin="5")
    found = statistics(client)
    assert found["none"]["tabled"] == 1
    assert found["all"]["none"] == 1
    assert found["all"]["median"] is None


def test_short_periods_are_shown_by_month_and_long_ones_by_year(client: Client) -> None:
    make_question(tabled_on=date(2023, 3, 1))
    make_question(tabled_on=date(2024, 3, 1))
    assert {"2023-03", "2024-03"} <= statistics(client).keys()
    assert {"2023", "2024"} <= statistics(client, "?by=year").keys()
    make_question(tabled_on=date(2013, 3, 1))
    assert {"2013", "2023", "2024"} <= statistics(client).keys()
    assert {"2013-03", "2023-03"} <= statistics(client, "?by=month").keys()


def test_each_table_can_be_downloaded(client: Client) -> None:
    make_answered(department="Home Office", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    response = client.get("/statistics/by-department.csv")
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("department,Tabled,Answered,On time,Late,Overdue,Share on time,Median days")
    assert lines[1].startswith("Home Office,1,1,1,0,0,100,7,7,")
    assert "March 2023,1" in b"".join(client.get("/statistics/by-month.csv")).decode()
    assert client.get("/statistics/by-year.csv").status_code == 404
    assert client.get("/statistics/by-planet.csv").status_code == 404


def test_a_formula_in_a_departments_name_stays_text_in_the_file(client: Client) -> None:
    make_question(department="=1+1")
    assert "'=1+1,1" in b"".join(client.get("/statistics/by-department.csv")).decode()


@pytest.mark.parametrize("query", ["?house=moon", "?tabled_after=soon", "?by=planet", "?department=nowhere"])
def test_an_invalid_value_shows_an_error_and_nothing_is_counted(client: Client, query: str) -> None:
    make_question()
    page = words_of(client, f"/statistics/{query}")
    assert "There is a problem" in page
    assert "By department" not in page
    assert client.get(f"/statistics/by-department.csv{query}").status_code == 400


def test_the_page_says_if_there_are_no_questions(client: Client) -> None:
    assert "No questions match." in words_of(client, "/statistics/")


def test_drafts_are_not_counted(client: Client) -> None:
    make_question(published_at=None)
    assert statistics(client)["all"]["tabled"] == 0


def test_it_takes_three_queries_however_many_departments_there_are(
    client: Client, django_assert_num_queries: Any
) -> None:
    make_question(department="Home Office")
    client.get("/statistics/")
    for name in ("Treasury", "Wales Office", "Cabinet Office"):
        make_answered(department=name, is_named_day=False)
    with django_assert_num_queries(3):  # departments, topics, sessions
        client.get("/statistics/")


def test_the_page_states_the_rules_and_describes_its_charts(client: Client) -> None:
    make_answered(department="Home Office", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    page = words_of(client, "/statistics/")
    assert "Ordinary question: must be answered within five working days" in page
    assert "Home Office 100%" in page
    assert "March 2023: 1 ■ 1 on time ■ 0 late ■ 0 overdue ■ 0 other" in page
    assert "March 2023: 100% 1 of 1 on time" in page


def test_the_share_on_time_is_drawn_only_for_periods_that_have_one(client: Client) -> None:
    make_answered(is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    make_question(is_named_day=None, tabled_on=date(2023, 4, 3))
    page = words_of(client, "/statistics/?by=month")
    assert "answered on time 85% standard" in page
    assert "March 2023: 100% 1 of 1 on time" in page
    assert "April 2023: 1 ■" in page
    assert "April 2023: 0%" not in page


def test_there_is_no_chart_of_shares_of_questions_chosen_by_their_outcome(client: Client) -> None:
    make_answered(is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    assert "85% standard" not in words_of(client, "/statistics/?timing=on-time")


def test_the_line_of_the_standard_is_drawn_at_its_percentage() -> None:
    line, label = (
        re.search(pattern, css("statistics.css")) for pattern in (r"li::after \{[^}]* (\d+)%;", r"end: (\d+)%")
    )
    assert line
    assert label
    assert (int(line[1]), int(label[1])) == (STANDARD, 100 - STANDARD)


def test_the_page_returns_503_while_search_is_being_rebuilt(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable() -> None:
        raise store.IndexUnavailable("there is no index yet")

    monkeypatch.setattr(store, "snapshot", unavailable)
    assert Client().get("/statistics/").status_code == 503
