"""The admin's lists and tables: cells with their columns' names, filters, and words in place of Django's."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questions.admin.topic_headings import leave_out_formulae
from questions.models import Acronym, Reference
from tests.support.desk import somebody, text
from tests.support.factories import make_department, make_member, make_question, make_topic

pytestmark = pytest.mark.django_db

WORDS = Path("questions/locale/en_GB/LC_MESSAGES")


def rows(page: str) -> str:
    return page.split('<table id="result_list">', 1)[1].split("</table>", 1)[0]


def test_each_cell_has_its_columns_name_for_phones() -> None:
    make_topic("Childcare", slug="childcare")
    page = rows(text(somebody("Editor").get("/admin/questions/topic/")))
    assert '<td data-label="Slug" class="field-slug">childcare</td>' in page
    assert '<td data-empty class="field-parent nowrap">-</td>' in page


def test_yes_and_no_are_words(admin_client: Client, admin_user: User) -> None:
    page = rows(text(admin_client.get("/admin/auth/user/")))
    assert re.search(r'<td data-label="Active" class="field-is_active">Yes</td>', page)
    assert "<img" not in page


def test_the_filters_are_folded_above_the_rows_and_those_in_use_are_named() -> None:
    make_question()
    page = text(somebody("Editor").get("/admin/questions/question/?status__exact=unanswered"))
    assert page.index('<details class="desk-filters">') < page.index('<table id="result_list">')
    chosen = " ".join(re.sub("<[^>]+>", " ", page.split('class="desk-chosen"')[1].split("</ul>")[0]).split())
    assert "Status: Unanswered Remove the filter Status Remove all filters" in chosen


def test_a_list_without_a_filter_in_use_names_none() -> None:
    make_question()
    assert "desk-chosen" not in text(somebody("Editor").get("/admin/questions/question/"))


def test_the_action_is_chosen_and_run_in_plain_words() -> None:
    make_question()
    page = text(somebody("Publisher").get("/admin/questions/question/"))
    for words in ("With the ticked questions", "Choose what to do", "Continue</button>", "0 of 1 ticked"):
        assert words in page
    assert "-----" not in page.split('name="action"')[1].split("</select>")[0]


def test_a_chosen_record_has_words_for_what_one_can_do_with_it() -> None:
    page = text(somebody("Publisher").get(f"/admin/questions/member/{make_member('Max Sample').pk}/change/"))
    assert "icon-addlink" not in page
    assert "New department</a>" in page
    assert '<td class="field-party" data-label="Party">' in page


def test_references_say_what_cites_what_and_what_to_do() -> None:
    question = make_question("Family Hubs", uin="171468")
    Reference.objects.create(question=question, uin="777777")
    Reference.objects.create(question=question, uin="888888", target=make_question("Parking", uin="888888"))
    page = text(somebody("Editor").get("/admin/questions/reference/"))
    assert "Each row is a question that the text of another one cites." in page
    for found in ("Family Hubs (171468)</a>", "UIN 777777", ">No<", "Parking (888888)</a>"):
        assert found in rows(page)
    assert rows(page).count("Fetch this question") == 1


@pytest.mark.parametrize(
    "slug",
    ["department-for-education", "dfe", "defra", "question", "engagements", "12-june-2024", "june-2024", "2024"],
)
def test_departments_dates_and_words_of_procedure_are_no_subjects(slug: str) -> None:
    make_department("Department for Education", short_name="DfE")
    make_department("Department for Environment, Food and Rural Affairs")
    Acronym.objects.get_or_create(letters="DEFRA", long_form="Department for Environment, Food and Rural Affairs")
    assert leave_out_formulae({slug: 9, "pharmacy": 3}) == [("pharmacy", 3)]


@pytest.mark.any_engine
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_wording_is_that_of_its_source(domain: str) -> None:
    source = (WORDS / f"{domain}.po").read_text(encoding="utf-8")
    written = {line.partition('"')[2][:-1].replace('\\"', '"') for line in source.splitlines() if line[:6] == "msgstr"}
    with (WORDS / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    assert {words for key, words in compiled.items() if key} == written - {""}
