"""The home page, what every page has, and the page about the archive."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from questions.models import Answer, Question
from tests.support.factories import log, make_answer, make_answered, make_department, make_question, together
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

EVERY_PAGE = [
    *("/", "/questions/", "/departments/", "/topics/", "/members/", "/ministers/"),
    *("/about/", "/accessibility/", "/help/search/"),
]


def test_an_empty_archive_has_a_home_page(client: Client) -> None:
    page = words_of(client, "/")
    assert "0 questions" in page
    assert "No answers yet." in page


@pytest.mark.parametrize(
    ("houses", "said"),
    [
        (["commons"], "from members of the House of Commons, with"),
        (["lords"], "from members of the House of Lords, with"),
        (["commons", "lords"], "from members of both Houses, with"),
        ([], "from members of Parliament, with"),
    ],
)
def test_it_promises_only_the_houses_that_are_on_record(client: Client, houses: list[str], said: str) -> None:
    for house in houses:
        make_question(house=house)
    assert said in words_of(client, "/")


def test_the_page_about_the_archive_says_which_houses_are_on_record(client: Client) -> None:
    assert "This copy has" not in words_of(client, "/about/")
    make_question(house="commons")
    assert "This copy has questions from the House of Commons." in words_of(client, "/about/")
    make_question(house="lords")
    assert "This copy has questions from both Houses." in words_of(client, "/about/")


def test_it_shows_topics_open_departments_and_the_latest_answers(client: Client) -> None:
    make_department("Board of Trade", ended_on=date(1970, 1, 1))
    make_answered("Older", answered_on=date(2023, 4, 1), department="Home Office", topic="Childcare")
    make_answered("Newer", answered_on=date(2023, 5, 1), department="Home Office")
    page = words_of(client, "/")
    assert page.index("Newer") < page.index("Older")
    assert "Home Office 2 questions" in page
    assert "Childcare 1 question" in page
    assert "Board of Trade" not in page


def test_it_shows_the_latest_answers_questions_and_corrections(client: Client) -> None:
    make_question("Tabled last", tabled_on=date(2023, 5, 9))
    corrected = make_answered("Answered, then corrected", answered_on=date(2023, 5, 1))
    make_answer(corrected, stage=Answer.Stage.CORRECTION, answered_on=date(2023, 5, 3))
    make_answered("Answered on the same day", answered_on=date(2023, 5, 3))
    page = words_of(client, "/")
    latest, newest, corrections = (
        page.index(name) for name in ("Latest answers", "Newest questions", "Latest corrected")
    )
    assert "Tabled last" not in page[latest:newest]
    assert page.index("Tabled last") in range(newest, corrections)
    assert "Answered on the same day" not in page[corrections:]
    assert "Answered, then corrected" in page[corrections:]


def test_it_counts_the_answers_given_on_the_latest_day_with_answers(client: Client) -> None:
    for day in (2, 3, 3):
        make_answered(answered_on=date(2023, 5, day))
    assert read(client, read(client, "/").link("2 answers on 3 May 2023")).count == 2


def test_each_number_links_to_a_list_of_that_many_questions(client: Client) -> None:
    make_answered()
    corrected = make_answered()
    make_answer(corrected, stage=Answer.Stage.CORRECTION, answered_on=date(2023, 5, 1))
    make_question()
    make_answered(stage=Answer.Stage.HOLDING)
    make_question(is_withdrawn=True)
    page = read(client, "/")
    for words, count in {"5 questions": 5, "2 answered": 2, "2 unanswered": 2, "1 corrected": 1}.items():
        assert read(client, page.link(words)).count == count


def test_its_search_box_searches_the_list_of_questions(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'action="/questions/"' in page
    assert 'name="q"' in page


def test_it_takes_at_most_twelve_queries(client: Client, django_assert_max_num_queries) -> None:
    with together():
        for number in range(10):
            make_answered(
                department=f"Department {number}", topic=f"Topic {number}", asked_by="Iris", answered_by="Rupert"
            )
    with django_assert_max_num_queries(12):
        words_of(client, "/")


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_names_the_licence(client: Client, address: str) -> None:
    licence = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0"
    assert licence in words_of(client, address)


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_says_that_the_demo_is_fictional_until_it_is_removed(client: Client, address: str) -> None:
    question = make_question(provenance=Question.Provenance.DEMO)
    page = words_of(client, address)
    assert "fictional" in page
    assert "manage.py demo --remove" in page
    log(question)
    question.delete()
    assert "fictional" not in words_of(client, address)


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_no_page_has_inline_styles_inline_scripts_external_resources_or_cookies(client: Client, address: str) -> None:
    make_answered(department="Home Office", asked_by="Iris", party="Labour", answered_by="Rupert", topic="Tax")
    page = client.get(address).content.decode()
    for forbidden in (" style=", "<style", " onclick=", 'src="http', 'src="//', 'rel="stylesheet" href="http'):
        assert forbidden not in page
    assert "set-cookie" not in {name.lower() for name in client.get(address).headers}


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_has_a_title_one_main_heading_and_a_skip_link(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert page.count("<title>") == 1
    assert 'href="#main"' in page
    assert '<main id="main"' in page


def test_the_about_page_names_the_sources_the_licence_and_the_contact_address(
    client: Client, settings: Settings
) -> None:
    settings.CONTACT_EMAIL = "desk@archive.example"
    page = words_of(client, "/about/")
    assert "desk@archive.example" in page
    assert "Ministers Database" in page
    assert "Open Parliament Licence v3.0" in page
