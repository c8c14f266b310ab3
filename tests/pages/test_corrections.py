"""Corrections: what each one changed, on its question's page and in the list of corrections."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.models import Answer, Question
from tests.support.factories import ANSWERED, make_answer, make_answered, make_question, together
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/questions/commons/2023-03-22/171468/"
CORRECTED = date(2023, 4, 20)


def make_corrected(
    before: str = "<p>It was 5.</p>", after: str = "<p>It was 6.</p>", *, day: date = CORRECTED, **fields: Any
) -> Question:
    question = make_answered(answer=before, **fields)
    make_answer(question, after, stage=Answer.Stage.CORRECTION, answered_on=day, answered_by="Claire Exampleton")
    return question


def marked(client: Client, address: str) -> list[tuple[str, str]]:
    """The changes that a page shows, in order: the label for screen readers and the deleted or inserted text."""
    page = client.get(address).content.decode()
    return re.findall(r'<(?:ins|del)><span class="visually-hidden">(inserted|deleted): </span>(.*?)<', page)


def test_the_correction_comes_first_then_what_it_changed_then_the_original(client: Client) -> None:
    make_corrected(uin="171468")
    page = words_of(client, ADDRESS)
    in_order = ["Corrected answer", "It was 6.", "What the correction changed", "Original answer, 30 March 2023"]
    places = [page.index(words) for words in in_order]
    assert places == sorted(places)
    assert marked(client, ADDRESS) == [("deleted", "5."), ("inserted", "6.")]
    assert '<details class="difference" open>' in client.get(ADDRESS).content.decode()


def test_the_list_shows_the_closest_matches_if_no_correction_has_all_words(client: Client) -> None:
    make_corrected(uin="171468", heading="Hospices")
    make_corrected(uin="171469", heading="Trains")
    page = client.get("/corrections/", {"q": "hospices bridges"}).content.decode()
    assert re.findall(r'data-closest="([^"]+)"', page) == ["171468"]


def test_hostile_text_is_escaped(client: Client) -> None:
    make_corrected("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<p>&lt;script&gt;alert(2)&lt;/script&gt;</p>")
    question = Question.objects.get()
    for address in (question.get_absolute_url(), "/corrections/"):
        page = client.get(address).content
        assert b"&lt;script&gt;alert(2)" in page
        assert b"<script>alert" not in page


@pytest.mark.parametrize(
    ("before", "after", "cut", "why"),
    [
        ("", "<p>It was 6.</p>", {}, "the text of the original answer is not on record"),
        ("<p>It was 5.</p>", "", {}, "the text of the correction is not on record"),
        ("<p>It w</p>", "<p>It was 6.</p>", {"stage": 2}, "only the beginning of the original answer"),
        ("<p>It was 5.</p>", "<p>It w</p>", {"stage": 3}, "only the beginning of the correction is on record"),
    ],
)
def test_no_difference_is_shown_if_a_text_is_missing_or_incomplete(
    client: Client, before: str, after: str, cut: dict[str, int], why: str
) -> None:
    make_corrected(before, after, uin="171468")
    Answer.objects.filter(**cut).update(text_is_cut=bool(cut))
    assert f"The change cannot be shown: {why}" in words_of(client, ADDRESS)
    assert f"The change cannot be shown: {why}" in words_of(client, "/corrections/")
    assert marked(client, ADDRESS) == []


def test_a_correction_without_an_earlier_answer_says_that_the_original_is_not_on_record(client: Client) -> None:
    question = make_question(uin="171468")
    make_answer(question, "<p>Later.</p>", stage=Answer.Stage.HOLDING)
    make_answer(question, "<p>It was 6.</p>", stage=Answer.Stage.CORRECTION, answered_on=CORRECTED)
    assert "the text of the original answer is not on record" in words_of(client, ADDRESS)


def test_a_correction_with_the_same_wording_says_so(client: Client) -> None:
    make_corrected("<p>It was 5.</p>", "<p>It was <b>5.</b></p>", uin="171468")
    assert "The correction has the same wording as the original answer." in words_of(client, ADDRESS)
    assert "The correction has the same wording as the original answer." in words_of(client, "/corrections/")


def test_a_second_correction_is_compared_with_the_first(client: Client) -> None:
    question = make_corrected(uin="171468")
    make_answer(question, "<p>It was 7.</p>", stage=Answer.Stage.CORRECTION, answered_on=date(2023, 5, 1))
    assert marked(client, ADDRESS) == [("deleted", "6."), ("inserted", "7."), ("deleted", "5."), ("inserted", "6.")]
    assert "Corrected on 1 May 2023, 32 days after the answer" in words_of(client, "/corrections/")


def test_corrections_are_listed_latest_first_with_what_they_changed(client: Client) -> None:
    make_corrected(uin="1", day=date(2023, 4, 1), tabled_on=date(2023, 3, 22))
    make_corrected(uin="2", day=date(2023, 6, 1), tabled_on=date(2023, 3, 1))
    make_corrected(uin="3", day=ANSWERED, tabled_on=date(2023, 3, 2))
    make_answered(uin="4")
    page = read(client, "/corrections/")
    assert (page.count, page.uins) == (3, ["2", "1", "3"])
    words = words_of(client, "/corrections/")
    assert "Corrected on 1 April 2023 by Claire Exampleton, 2 days after the answer" in words
    assert "Corrected on 30 March 2023 by Claire Exampleton, on the same day as the answer" in words
    assert marked(client, "/corrections/")[:2] == [("deleted", "5."), ("inserted", "6.")]


def test_corrections_are_counted_by_department(client: Client) -> None:
    make_corrected(uin="1", department="Home Office")
    make_corrected(uin="2", department="Treasury")
    make_corrected(uin="3", department="Treasury")
    make_answered(uin="4", department="Treasury")
    page = read(client, "/corrections/")
    assert page.facet("department") == {"treasury": 2, "home-office": 1}
    assert "By department Treasury 2 corrections Home Office 1 correction" in words_of(client, "/corrections/")
    treasury = read(client, page.link("Treasury"))
    assert sorted(treasury.uins) == ["2", "3"]
    assert treasury.chips == ["department"]


def test_the_list_accepts_the_parameters_of_every_list(client: Client) -> None:
    make_corrected("<p>No.</p>", "<p>Yes.</p>", uin="1", heading="Buses", tabled_on=date(2023, 1, 1))
    make_corrected(uin="2", heading="Trains", tabled_on=date(2023, 2, 1))
    make_answered(uin="3", heading="Buses")
    assert read(client, "/corrections/?q=buses").uins == ["1"]
    assert read(client, "/corrections/?sort=newest").uins == ["2", "1"]
    assert read(client, "/corrections/?status=answered").uins == read(client, "/corrections/").uins
    assert read(client, "/corrections/?year=x").errors == ["year"]
    assert read(client, "/corrections/?q=zebra").count == 0
    assert client.get("/corrections/?page=2").status_code == 404
    assert "status=corrected" in read(client, "/corrections/").link("Download as CSV")


def test_the_list_is_paged(client: Client) -> None:
    with together():
        for number in range(25):
            make_corrected(uin=str(number), day=date(2023, 4, 1 + number))
    first = read(client, "/corrections/")
    assert first.uins == [str(number) for number in range(24, 4, -1)]
    assert read(client, first.link("Next")).uins == ["4", "3", "2", "1", "0"]


def test_a_department_links_to_its_corrections(client: Client) -> None:
    make_corrected(uin="1", department="Home Office")
    make_corrected(uin="2", department="Treasury")
    page = read(client, "/departments/home-office/?status=unanswered")
    assert read(client, page.link("1 correction")).uins == ["1"]


def test_the_list_is_empty_and_departments_do_not_mention_it_if_there_are_no_corrections(client: Client) -> None:
    make_answered(department="Home Office")
    assert read(client, "/corrections/").count == 0
    assert "correction" not in read(client, "/departments/home-office/").text.split("<footer")[0].split("<header")[-1]


def test_the_list_takes_at_most_eight_queries(client: Client, django_assert_max_num_queries) -> None:
    with together():
        for _ in range(25):
            make_corrected(department="Home Office", asked_by="Iris", party="Labour", answered_by="Rupert", topic="Tax")
    read(client, "/corrections/")  # the names of parties are cached
    with django_assert_max_num_queries(8):
        assert len(read(client, "/corrections/?department=home-office&q=family").uins) == 20
