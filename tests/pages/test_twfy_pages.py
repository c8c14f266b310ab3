"""Questions from TheyWorkForYou, with no date tabled and names not matched to members, in pages, lists and files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from questions.models import Answer, Question
from tests.admin.test_admin import question_form
from tests.sources.test_twfy_import import BUSES, twfy
from tests.support.factories import make_answered, make_member, make_membership, make_question
from tests.support.hansard import major, minor, ques, reply, write
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/questions/commons/answered-2009-10-26/294961/"


@pytest.fixture
def printed(tmp_path: Path) -> str:
    """The path of a file with one question on buses, already imported."""
    path = write(tmp_path / "answers2009-10-26f.xml", *BUSES)
    twfy(path)
    return path


def test_a_page_says_what_is_not_recorded_and_shows_names_as_printed(client: Client, printed: str) -> None:
    page = words_of(client, ADDRESS)
    assert "Asked by Ann Asker (name as printed, not matched to a member). The date tabled is not recorded" in page
    assert "Answered by Max Minister name as printed, not matched to a member Answered on 26 October 2009" in page
    assert "Tabled date not recorded" in page
    assert "No verdict: the type of question is not recorded" in page


def test_a_page_credits_the_source(client: Client, printed: str) -> None:
    page = words_of(client, ADDRESS)
    assert "Source TheyWorkForYou: Parliament’s text as printed in Hansard, from a file by mySociety" in page
    assert 'href="http://www.publications.parliament.uk/' in read(client, ADDRESS).text


def test_the_timeline_begins_with_the_tabling_without_a_date(client: Client, printed: str) -> None:
    page = words_of(client, ADDRESS)
    assert "Timeline date not recorded Tabled by Ann Asker source: TheyWorkForYou 26 October 2009 Answered" in page


def test_the_citation_has_the_date_of_the_answer(client: Client, printed: str) -> None:
    page = words_of(client, ADDRESS)
    assert (
        "written question 294961, “Buses”, asked by Ann Asker, answering body: Transport, answered on 26 October 2009 "
        f"by Max Minister. PQ Archive, http://testserver{ADDRESS}"
    ) in page


def test_a_list_puts_it_after_questions_with_a_date_tabled(client: Client, printed: str) -> None:
    make_question("Older", uin="1", tabled_on=date(2001, 1, 1))
    for sort in ("newest", "oldest"):
        assert read(client, f"/questions/?sort={sort}").uins == ["1", "294961"]
    assert "date tabled not recorded" in words_of(client, "/questions/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=none", True),
        ("year=2009", False),
        ("asked_by=none", True),
        ("answered_after=2009-10-26&answered_before=2009-10-26", True),
        ("tabled_after=2000-01-01", False),
        ("gap=printed-name", True),
        ("timing=none", True),
        ("q=buses+seven", True),
        ("department=transport", True),
    ],
)
def test_filters_find_it_by_what_is_recorded(client: Client, printed: str, query: str, found: bool) -> None:
    assert read(client, f"/questions/?{query}").uins == (["294961"] if found else [])


def test_its_uin_leads_to_it(client: Client, printed: str) -> None:
    assert client.get("/questions/?q=294961").headers["Location"] == ADDRESS


def test_the_csv_file_of_a_list_has_the_printed_names(client: Client, printed: str) -> None:
    lines = b"".join(client.get("/questions/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert ",Transport,Ann Asker,,,,,,no,answered,2009-10-26,Max Minister,,There are seven.,no,2009-10-26," in lines


def test_statistics_and_coverage_count_it_without_a_verdict(client: Client, printed: str) -> None:
    assert client.get("/statistics/").status_code == 200
    assert "Not recorded House of Commons 1 1 0 0 0 0" in words_of(client, "/coverage/")


def test_a_table_is_shown_in_the_answer(client: Client, tmp_path: Path) -> None:
    table = '<table><tbody><tr pid="b"><td><i> Year</i></td><td colspan="2">Buses</td></tr></tbody></table>'
    twfy(write(tmp_path / "1.xml", *BUSES[:3], reply("See:", table)))
    assert '<td colspan="2">Buses</td>' in read(client, ADDRESS).text


def test_a_group_is_shown_from_each_of_its_questions(client: Client, tmp_path: Path) -> None:
    group = ques(("1", "(1) how many;"), ("2", "(2) why."), opening="To ask the Secretary of State for Transport")
    twfy(write(tmp_path / "1.xml", major("TRANSPORT"), minor("Buses"), group, reply("Seven.")))
    page = words_of(client, "/questions/commons/answered-2009-10-26/1/")
    assert "Grouped with 1 other question" in page
    assert "2 Why." in page


def test_a_grouped_question_not_in_the_archive_is_shown_with_the_date_of_the_answer(
    client: Client, tmp_path: Path
) -> None:
    group = ques(("1", "(1) how many;"), ("2", "(2) why."), opening="To ask the Secretary of State for Transport")
    twfy(write(tmp_path / "1.xml", group, reply("Seven.")))
    Question.objects.get(uin="2").delete()
    page = words_of(client, "/questions/commons/answered-2009-10-26/1/")
    assert "2 answered on 26 October 2009, not in this archive yet" in page


def test_a_lords_question_says_that_its_department_is_not_recorded(client: Client, tmp_path: Path) -> None:
    peer = make_member("The Lord Berkeley")
    make_membership(peer, "Labour", house="lords")
    asked = ques(("HL5755", "To ask why."), by="Lord Berkeley", who="lord/100042")
    twfy(write(tmp_path / "1.xml", minor("Air"), asked, reply("So.", who="lord/1")))
    page = words_of(client, "/questions/lords/answered-2009-10-26/HL5755/")
    assert "Asked by The Lord Berkeley" in page
    assert "the department is not recorded" in page


def test_the_former_address_redirects_after_an_editor_changes_the_date_of_the_answer(
    client: Client, admin_client: Client, printed: str
) -> None:
    question, answer = Question.objects.get(), Answer.objects.get()
    row = {"id": answer.pk, "question": question.pk, "stage": 2, "answered_on": "2009-10-23", "text": answer.text}
    form = question_form(row, initial=1, uin="294961", tabled_on="", text=question.text, parliament_id="")
    address = reverse("admin:questions_question_change", args=[question.pk])
    assert admin_client.post(address, form).status_code == 302
    moved = "/questions/commons/answered-2009-10-23/294961/"
    assert client.get(ADDRESS).headers["Location"] == moved
    twfy(printed)
    assert Question.objects.get().get_absolute_url() == moved


def test_the_desk_refuses_an_address_that_another_question_has(admin_client: Client, printed: str) -> None:
    make_answered(uin="294961", tabled_on=None, answered_on=date(2009, 10, 28))
    question, answer = Question.objects.get(provenance="twfy"), Answer.objects.get(question__provenance="twfy")
    row = {"id": answer.pk, "question": question.pk, "stage": 2, "answered_on": "2009-10-28", "text": answer.text}
    form = question_form(row, initial=1, uin="294961", tabled_on="", text=question.text, parliament_id="")
    response = admin_client.post(reverse("admin:questions_question_change", args=[question.pk]), form)
    assert "Another question with this UIN already has this date in its address." in response.content.decode()


def test_the_desk_shows_printed_names_that_are_not_matched_to_a_member(admin_client: Client, printed: str) -> None:
    page = admin_client.get(reverse("admin:questions_externalid_changelist") + "?member__isempty=1").content.decode()
    assert "Ann Asker" in page
    question = admin_client.get(reverse("admin:questions_question_change", args=[Question.objects.get().pk]))
    assert "Ann Asker (publicwhip:member/1)" in question.content.decode()
