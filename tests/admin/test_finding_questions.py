"""The search box of the admin's list of questions."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.admin.question import finding
from questions.models import ExternalId, Question
from questions.search.index.writer import catch_up
from tests.support.desk import QUESTIONS, somebody
from tests.support.factories import make_answer, make_question, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return somebody("Viewer")


def find(desk: Client, words: str, **filters: str) -> list[str]:
    """The UINs that the list shows, the newest first."""
    response = desk.get(QUESTIONS, {"q": words, **filters})
    return [question.uin for question in response.context["cl"].result_list]


@pytest.mark.parametrize("name", ["Iris Demoworth", "demoworth", "Demoworth, Iris", "Ms Demoworth", "iris  DEMOWORTH"])
def test_a_question_is_found_by_its_askers_name_as_people_write_it(desk: Client, name: str) -> None:
    make_question("Parking", uin="1", asked_by="Iris Demoworth")
    make_question("Parking", uin="2", asked_by="Max Sample")
    catch_up()
    assert find(desk, name) == ["1"]


def test_a_question_is_found_by_a_name_that_is_only_printed(desk: Client) -> None:
    printed = ExternalId.objects.create(scheme="twfy", value="9", name="Lord Printworthy", seen_on=date(2020, 1, 1))
    make_question("Parking", uin="1", asked_by_printed=printed)
    make_question("Parking", uin="2")
    catch_up()
    assert find(desk, "printworthy") == ["1"]


def test_a_question_is_found_by_words_of_its_heading_and_of_its_text_in_any_form(desk: Client) -> None:
    make_question("Family Hubs", uin="1", text="To ask what she will do in Leeds.")
    make_question("Parking", uin="2", text="To ask how many family hubs are open in Leeds.")
    make_question("Trains", uin="3", text="To ask when trains leave Leeds.")
    catch_up()
    assert find(desk, "family hub leeds") == ["2", "1"]
    assert find(desk, '"hubs are open"') == ["2"]
    assert find(desk, "ships") == []


def test_words_of_an_answer_alone_find_nothing(desk: Client) -> None:
    question = make_question("Parking", uin="1")
    make_answer(question, text="There are seven zebras.")
    catch_up()
    assert find(desk, "zebras") == []


def test_a_name_and_words_together_find_what_that_member_asked_about_them(desk: Client) -> None:
    make_question("Parking", uin="1", asked_by="Iris Demoworth")
    make_question("Trains", uin="2", asked_by="Iris Demoworth")
    make_question("Parking", uin="3", asked_by="Max Sample")
    catch_up()
    assert find(desk, "Iris Demoworth parking") == ["1"]


@pytest.mark.parametrize("words", ["demoworth", "parking", "how many spaces", "777", "hl777"])
def test_drafts_and_withheld_questions_are_found_too(desk: Client, words: str) -> None:
    hidden = {"heading": "Parking", "text": "To ask how many spaces there are.", "asked_by": "Iris Demoworth"}
    uin = "HL777" if words == "hl777" else "777"
    house = "lords" if words == "hl777" else "commons"
    make_question(uin=uin, house=house, published_at=None, withheld_because="Entered twice", **hidden)
    catch_up()
    assert find(desk, words) == [uin]
    assert find(desk, words, stands="public") == []


def test_deleted_questions_are_found_where_they_are_listed(desk: Client) -> None:
    make_question("Parking", uin="1", deleted_at=timezone.now())
    catch_up()
    assert find(desk, "parking") == []
    assert find(desk, "parking", stands="deleted") == ["1"]


def test_a_search_keeps_the_lists_filters(desk: Client) -> None:
    make_question("Parking", uin="1", house="commons", department="Home Office")
    make_question("Parking", uin="HL2", house="lords")
    catch_up()
    assert find(desk, "parking", house__exact="lords") == ["HL2"]
    department = Question.objects.get(uin="1").department_id
    assert find(desk, "parking", department__id__exact=str(department)) == ["1"]


def test_the_filters_choose_before_the_search_stops_at_the_newest(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_question("Parking", uin="1", tabled_on=date(2020, 1, 1), house="lords", text_is_cut=True)
    make_question("Parking", uin="2", tabled_on=date(2024, 1, 1))
    catch_up()
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    assert find(desk, "parking") == ["2"]
    assert find(desk, "parking", house__exact="lords") == ["1"]
    assert find(desk, "parking", text_is_cut__exact="1") == ["1"]


def test_a_question_that_the_index_does_not_have_yet_is_found(desk: Client) -> None:
    make_question("Trains", uin="1")
    catch_up()
    make_question("Parking", uin="2")
    assert find(desk, "parking") == ["2"]


def test_without_an_index_the_database_finds_the_same(desk: Client, settings: Settings, tmp_path_factory) -> None:
    make_question("Parking", uin="1", asked_by="Iris Demoworth")
    make_question("Trains", uin="2", text="To ask about parking.", published_at=None)
    settings.INDEX_DIR = tmp_path_factory.mktemp("empty")
    assert find(desk, "parking") == ["2", "1"]
    assert find(desk, "demoworth") == ["1"]


def test_a_search_reads_no_public_question_but_those_found(desk: Client) -> None:
    """The table is read by primary keys, and by the conditions of the indexes of drafts and deleted questions."""
    with together():
        for number in range(5):
            make_question("Parking", uin=str(number + 1))
    catch_up()
    with CaptureQueriesContext(connection) as asked:
        find(desk, "parking")
    conditions = [one["sql"].partition(" WHERE ")[2] for one in asked.captured_queries]
    reading_texts = [condition for condition in conditions if re.search(r'"text"(::text\))? LIKE ', condition)]
    assert len(reading_texts) == 2
    assert all('published_at" IS NULL' in one or 'deleted_at" IS NOT NULL' in one for one in reading_texts)


@pytest.mark.parametrize("words", ["zebra " * 2_000, "(parking", '"', "a: b:", "9" * 30, "%", "\N{SNOWMAN}"])
def test_odd_words_find_nothing(desk: Client, words: str) -> None:
    make_question("Trains", uin="1", published_at=None)
    catch_up()
    assert find(desk, words, department__id__exact="9" * 20) == []
    assert find(desk, words) == []


def test_the_page_says_what_it_searches(desk: Client) -> None:
    assert finding.HINT in desk.get(QUESTIONS).content.decode()


def test_a_search_that_finds_nothing_says_how_to_enter_a_question(desk: Client) -> None:
    found = desk.get(QUESTIONS, {"q": "171468"}).content.decode()
    assert 'you can <a href="/admin/questions/question/new/">enter it from its page or pasted text</a>' in found
    assert "you can <a" not in desk.get("/admin/questions/topic/", {"q": "171468"}).content.decode()
