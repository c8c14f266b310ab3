"""Subjects: the first parts of headings, for browsing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from questions.text.subjects import subject_of
from tests.support.factories import make_answered, make_question, together
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


@pytest.mark.parametrize(
    ("heading", "slug", "label"),
    [
        ("Special Educational Needs: Finance", "special-educational-needs", "Special Educational Needs"),
        ("VAT: Schools: Fees", "vat", "VAT"),
        ("Family Hubs", "family-hubs", "Family Hubs"),
        ("Citroën : Recall", "citroen", "Citroën"),
        ("", "", ""),
        ("???", "", "???"),
    ],
)
def test_a_subject_is_the_part_of_a_heading_before_the_first_colon(heading: str, slug: str, label: str) -> None:
    assert subject_of(heading) == (slug, label)


def test_the_slug_of_a_long_subject_is_short_enough_for_a_filter() -> None:
    assert len(subject_of("word " * 99).slug) <= 100


def test_subjects_are_listed_most_frequent_first(client: Client) -> None:
    for heading in ("Zoos", "Schools: Finance", "Schools: Transport", "Schools", "Academies"):
        make_question(heading)
    make_question("Schools: Drafts", published_at=None)
    page = words_of(client, "/subjects/")
    assert "3 subjects, most frequent first Schools 3 questions Academies 1 question Zoos 1 question" in page


def test_the_subjects_of_a_letter_are_in_alphabetical_order(client: Client) -> None:
    for heading in ("Sewage", "Sewage: Rivers", "Schools", "Academies"):
        make_question(heading)
    page = words_of(client, "/subjects/?letter=S")
    assert "2 subjects Schools 1 question Sewage 2 questions" in page
    assert "Academies" not in page
    assert "No subjects begin with this letter." in words_of(client, "/subjects/?letter=X")


def test_subjects_that_begin_with_a_number_can_be_listed(client: Client) -> None:
    make_question("5G: Coverage")
    assert "1 subject 5G 1 question" in words_of(client, "/subjects/?letter=0-9")


def test_an_invalid_letter_is_refused(client: Client) -> None:
    make_question("Schools")
    page = read(client, "/subjects/?letter=%C3%9F")
    assert (page.status, page.errors, page.count) == (200, ["letter"], 0)


def test_without_questions_there_are_no_subjects(client: Client) -> None:
    assert "0 subjects" in words_of(client, "/subjects/")


def test_the_list_is_paged_and_takes_one_query(client: Client, django_assert_num_queries) -> None:
    with together():
        for number in range(101):
            make_question(f"Heading {number:03}")
    with django_assert_num_queries(1):
        page = words_of(client, "/subjects/")
    assert "Heading 099" in page
    assert "Heading 100" not in page
    assert "Heading 100 1 question" in words_of(client, "/subjects/?page=2")
    assert client.get("/subjects/?page=3").status_code == 404


def test_a_subject_lists_its_questions_and_accepts_the_usual_filters(client: Client) -> None:
    make_answered("Schools: Finance", uin="1", tabled_on=date(2023, 1, 1))
    make_question("SCHOOLS: transport", uin="2", tabled_on=date(2024, 1, 1), house="lords")
    make_question("Schools Forum", uin="3")
    page = read(client, "/subjects/schools/")
    assert page.uins == ["2", "1"]
    assert page.facet("house") == {"commons": 1, "lords": 1}
    assert page.chips == []
    filtered = read(client, "/subjects/schools/?house=lords&subject=schools-forum")
    assert (filtered.uins, filtered.chips) == (["2"], ["house"])
    assert "subject=schools" in page.link("Download as CSV")


def test_a_subject_without_public_questions_is_not_found(client: Client) -> None:
    make_question("Schools", deleted_at="2024-01-01T00:00Z")
    assert client.get("/subjects/schools/").status_code == 404


def test_any_list_can_be_narrowed_to_subjects(client: Client) -> None:
    make_question("Schools: Finance", uin="1")
    make_question("Zoos", uin="2")
    make_question("", uin="3")
    make_question("Hospices", uin="4")
    page = read(client, "/questions/?subject=schools&subject=zoos")
    assert (sorted(page.uins), page.chips) == (["1", "2"], ["subject", "subject"])
    assert "Subject: Schools" in words_of(client, "/questions/?subject=schools")
    assert read(client, "/questions/?subject=none").uins == ["3"]
    assert 'name="subject" value="zoos"' in page.text


def test_a_list_refuses_an_unknown_subject(client: Client) -> None:
    assert read(client, "/questions/?subject=unheard-of").errors == ["subject"]


def test_a_question_links_to_its_subject(client: Client) -> None:
    make_question("Schools: Finance", uin="171468")
    page = read(client, "/questions/commons/2023-03-22/171468/")
    assert page.link("Schools") == "/subjects/schools/"


def test_a_question_without_a_heading_links_to_no_subject(client: Client) -> None:
    make_question("", uin="171468")
    assert "/subjects/" not in read(client, "/questions/commons/2023-03-22/171468/").text


def test_topics_and_subjects_link_to_each_other(client: Client) -> None:
    assert read(client, "/topics/").link("subjects") == "/subjects/"
    assert read(client, "/subjects/").link("Topics") == "/topics/"


def test_a_subjects_page_takes_at_most_eight_queries(client: Client, django_assert_max_num_queries) -> None:
    with together():
        for _ in range(25):
            make_answered(
                "Schools: Finance", department="Home Office", asked_by="Iris", answered_by="Rupert", topic="Tax"
            )
    with django_assert_max_num_queries(8):
        assert len(read(client, "/subjects/schools/").uins) == 20
