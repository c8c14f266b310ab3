"""What the archive holds and what is incomplete, counted, each figure with its list."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from questions.models import ImportRun
from tests.support.factories import make_answer, make_answered, make_group_link, make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def gaps(client: Client) -> dict[str, int]:
    page = client.get("/coverage/").content.decode()
    return {name: int(number) for name, number in re.findall(r'<tr data-value="([^"]+)" data-count="(\d+)">', page)}


def test_incomplete_records_are_counted_and_listed(client: Client) -> None:
    whole = make_question("Family Hubs", party="Labour", department="Home Office", uin="1")
    make_answer(whole, "<p>Seven.</p>", answered_by="Rupert Placeholder")
    cut = make_question("", text_is_cut=True, uin="2")
    make_answer(cut, "<p>We are</p>", text_is_cut=True)
    make_answered(answer="", uin="3", department="Home Office", party="Labour")
    expected = {
        "cut": ["2"],
        "question-cut": ["2"],
        "answer-cut": ["2"],
        "answer-missing": ["3"],
        "no-heading": ["2"],
        "no-department": ["2"],
        "printed-name": [],
        "no-party": ["2"],
        "no-post": ["1"],
        "reference": [],
    }
    assert gaps(client) == {name: len(uins) for name, uins in expected.items()}
    for name, uins in expected.items():
        assert read(client, f"/questions/?gap={name}").uins == uins
    assert "Text incomplete 1 33.3%" in words_of(client, "/coverage/")


def test_an_unknown_gap_is_refused_with_a_message(client: Client) -> None:
    assert "“holes” is not one of the options." in words_of(client, "/questions/?gap=holes")


def test_each_month_of_each_house_has_a_row(client: Client) -> None:
    make_answered(tabled_on=date(2023, 3, 22), answered_by="Rupert Placeholder")
    make_question(tabled_on=date(2023, 3, 1), text_is_cut=True)
    make_question(tabled_on=date(2023, 4, 1), house="lords", uin="HL1")
    make_question(tabled_on=None, answered_on=date(2009, 10, 26))
    page = words_of(client, "/coverage/")
    head = "Tabled House Questions Full text Text incomplete Answer text not on record Minister’s post not recorded"
    assert f"{head} Cites a question not in the archive April 2023 House of Lords 1 1 0 0 0 0" in page
    assert "March 2023 House of Commons 2 1 1 0 1 0 Not recorded House of Commons 1 1 0 0 0 0" in page
    assert "tabled from 1 March 2023 to 1 April 2023" in page


def test_each_number_in_a_row_links_to_that_many_questions(client: Client) -> None:
    make_question(tabled_on=date(2023, 3, 1), text_is_cut=True)
    make_question(tabled_on=date(2023, 3, 2))
    make_question(tabled_on=None)
    page = client.get("/coverage/").content.decode()
    links = re.findall(r'<td><a href="(/questions/\?house=[^"]+)">(\d+)</a>', page)
    assert [int(number) for _, number in links] == [2, 1, 1]
    for address, number in links:
        assert read(client, address.replace("&amp;", "&")).count == int(number)


def test_drafts_are_not_counted(client: Client) -> None:
    make_question("Draft", text_is_cut=True, published_at=None)
    assert gaps(client)["cut"] == 0
    assert "There are no questions yet." in words_of(client, "/coverage/")


def test_links_to_grouped_questions_that_are_not_in_the_archive_are_counted(client: Client) -> None:
    make_group_link(make_question("Hubs"), None, uin="7")
    said = "There is 1 link between questions that were answered together. 1 of them leads to a question that is not"
    assert said in words_of(client, "/coverage/")


def test_the_last_imports_are_shown_in_plain_words_without_technical_details(client: Client) -> None:
    figures = {"created": 12, "updated": 3, "unchanged": 1040, "refused": 1, "vanished": 2}
    network = {"requests": 1118, "received": 2_411_725, "faults": {"timed out": 3, "429 too many requests": 1}}
    failed = {"outcome": "failed", "errors": "https://secret.example/: timed out"}
    ImportRun.objects.create(kind="sync questions", paths="/srv/secret", **failed, **figures, **network)
    page = words_of(client, "/coverage/")
    today = date_format(timezone.localdate(), "j F Y")
    assert f"{today} Questions and answers, from Parliament’s site (failed) {today} 12 3 2" in page
    for detail in ("secret", "sync", "1,118", "MB", "1,040"):
        assert detail not in page.partition("Latest imports")[2].partition("Contains Parliamentary")[0]


def test_an_import_from_files_says_up_to_which_day_its_records_are(client: Client) -> None:
    ImportRun.objects.create(kind="import_posts", outcome="done", created=7)
    ImportRun.objects.create(kind="import_questions", outcome="done", created=5, as_of=date(2024, 5, 1))
    ImportRun.objects.create(kind="bulk members", outcome="done", updated=2)
    page = words_of(client, "/coverage/")
    assert "Questions and answers, from files 1 May 2024 5 0 0" in page
    assert "Ministers’ posts, from files not recorded 7 0 0" in page
    assert "Members, from a spreadsheet" in page


def test_it_takes_four_queries_however_many_questions_there_are(client: Client, django_assert_num_queries: Any) -> None:
    make_answer(make_question("Family Hubs"))
    make_question(tabled_on=date(2020, 1, 1))
    client.get("/coverage/")
    with django_assert_num_queries(4):  # links, unresolved links, the last runs, sessions
        client.get("/coverage/")
