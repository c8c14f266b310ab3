"""References find the questions that they cite, whichever arrives first, and pages show them."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.archive.derived.references import log_citing
from questions.models import Answer, Change, FormerAddress, Question, Reference
from tests.support.factories import log, make_answer, make_answered, make_question, together
from tests.support.indexing import index_dir, is_complete
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

CITING = "<p>I refer the hon. Member to the answer I gave on 30 March 2023 to Question 16734.</p>"
ADDRESS = "/questions/commons/2023-03-22/171468/"


def make_citing(answer: str = CITING, **fields: Any) -> Question:
    fields = {"uin": "171468", "answered_on": date(2023, 4, 20), **fields}
    return make_answered("Citing", answer, **fields)


def target(question: Question) -> Question | None:
    return question.references.get().target


def markup(client: Client, address: str = ADDRESS) -> str:
    return client.get(address).content.decode()


def test_a_reference_finds_a_question_that_is_already_there() -> None:
    cited = make_answered(uin="16734")
    assert target(make_citing()) == cited


def test_a_reference_finds_a_question_that_arrives_later() -> None:
    citing = make_citing()
    assert target(citing) is None
    cited = make_question(uin="16734")
    assert target(citing) == cited


def test_a_questions_own_text_can_cite_too() -> None:
    cited = make_answered(uin="16734")
    citing = make_question(text="To ask, pursuant to the Answer of 30 March 2023 to Question 16734 on X, why.")
    citing.tabled_on = date(2023, 4, 1)
    citing.save()
    log(citing)
    assert target(citing) == cited
    assert citing.references.get().answer is None


def test_the_day_of_the_answer_decides_between_questions_with_the_same_uin() -> None:
    meant = make_answered(uin="16734", tabled_on=date(2023, 3, 1))
    make_answered(uin="16734", tabled_on=date(2023, 4, 3), answered_on=date(2023, 4, 6))
    assert target(make_citing()) == meant


def test_the_day_of_tabling_in_a_link_counts_before_the_day_of_the_answer() -> None:
    make_answered(uin="16734", tabled_on=date(2023, 3, 20))
    meant = make_answered(uin="16734", tabled_on=date(2023, 3, 6), answered_on=date(2023, 3, 9))
    address = "https://questions-statements.parliament.uk/written-questions/detail/2023-03-06/16734"
    citing = make_citing(f'<p>I gave an answer on 30 March 2023 to Question <a href="{address}">16734</a>.</p>')
    assert target(citing) == meant


def test_a_former_day_of_tabling_counts() -> None:
    meant = make_question(uin="16734", tabled_on=date(2023, 3, 7))
    FormerAddress.objects.create(question=meant, uin="16734", tabled_on=date(2023, 3, 6))
    make_question(uin="16734", tabled_on=date(2023, 3, 20))
    assert target(make_citing("<p>See Question 16734, tabled on 6 March 2023.</p>")) == meant


def test_a_reference_without_a_day_means_the_newest_question_before_the_answer() -> None:
    make_question(uin="16734", tabled_on=date(2022, 3, 1))
    meant = make_question(uin="16734", tabled_on=date(2023, 3, 1))
    make_question(uin="16734", tabled_on=date(2023, 5, 1))
    assert target(make_citing("<p>I refer to the answer to Question 16734.</p>")) == meant


def test_a_reference_does_not_find_a_question_of_another_parliament() -> None:
    make_answered(uin="16734", tabled_on=date(2018, 3, 1), answered_on=date(2018, 3, 9))
    assert target(make_citing()) is None


def test_a_uin_with_hl_means_a_lords_question_and_one_without_means_a_commons_question() -> None:
    make_question(uin="16734", house="lords")
    lords = make_question(uin="HL123", house="lords", tabled_on=date(2023, 3, 1))
    assert target(make_citing("<p>I refer to the answer to Question hl123.</p>")) == lords
    assert target(make_citing("<p>I refer to the answer to Question 16734.</p>", uin="171469")) is None


def test_a_uin_without_hl_in_a_lords_text_is_a_lords_question_unless_the_day_fits_a_commons_one() -> None:
    lords = make_question(uin="HL16734", house="lords")
    bare = "<p>I refer to the answer to Question 16734.</p>"
    assert target(make_citing(bare, house="lords", uin="HL9001")) == lords
    commons = make_answered(uin="16734")
    assert target(make_citing(CITING, house="lords", uin="HL9002")) == commons


def test_a_question_never_cites_itself() -> None:
    make_answered(uin="16734", tabled_on=date(2022, 3, 1))
    citing = make_citing("<p>I answer Questions 16734 and 16735 together.</p>", uin="16734")
    assert [reference.uin for reference in citing.references.all()] == ["16735"]


def test_a_number_at_the_end_of_an_incomplete_text_is_not_a_reference() -> None:
    make_question(uin="9", text="pursuant to the Answer of 3 March 2023 to Question 185", text_is_cut=True)
    make_citing("<p>I refer to the answer to Question 185</p>", uin="10")
    Answer.objects.update(text_is_cut=True)
    log(*Question.objects.all())
    assert not Reference.objects.exists()


def test_a_reference_is_deleted_if_the_text_no_longer_has_it_and_others_keep_their_rows() -> None:
    citing = make_citing("<p>The answers to Questions 1111 and 2222.</p>")
    before = set(citing.references.filter(uin="1111").values_list("pk", flat=True))
    answer = citing.answers.get()
    answer.text = "<p>The answer to Question 1111.</p>"
    answer.save()
    log(citing)
    assert set(citing.references.values_list("pk", flat=True)) == before


def make_all(order: list[int]) -> None:
    """Make questions that cite one another and share UINs, in this order; then answer some of them."""
    answered = []
    for number in order:
        house, prefix = ("lords", "HL") if number % 3 == 0 else ("commons", "")
        question = make_question(
            str(number),
            uin=f"{prefix}{100 + number % 4}",
            house=house,
            tabled_on=date(2023, 1 + number % 5, 1 + number % 7 + number // 7),
            text=f"Pursuant to the answer to Questions {100 + (number + 1) % 4} and HL{100 + number % 2}.",
        )
        if number % 2:
            answered.append(question)
    for question in answered:
        day = date(2023, 6, 1 + int(question.heading))
        cites = f"<p>the answer of {1 + len(question.uin)} June 2023 to Question {question.uin[-3:-1]}3</p>"
        make_answer(question, cites, answered_on=day)


def test_the_order_in_which_questions_arrive_makes_no_difference() -> None:
    outcomes = []
    for seed in range(6):
        Question.objects.all().delete()
        make_all(random.Random(seed).sample(range(16), 16))
        rows = Reference.objects.values_list("question__heading", "uin", "day", "target__heading")
        outcomes.append(sorted(map(repr, rows)))
    assert any("None)" not in row for row in outcomes[0])
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_the_number_of_queries_does_not_grow_with_the_number_of_questions(django_assert_max_num_queries) -> None:
    questions = [make_answered(str(n), CITING, uin=str(1000 + n)) for n in range(12)]
    make_question(uin="16734")
    with django_assert_max_num_queries(30):
        log(*questions)


def test_cited_numbers_are_links_to_their_questions(client: Client) -> None:
    make_answered(uin="16734", tabled_on=date(2023, 3, 6))
    make_citing(text="To ask, pursuant to the answer to Question 16734, why R&D < 3.")
    page = markup(client)
    assert page.count('<a href="/questions/commons/2023-03-06/16734/">16734</a>') == 2
    assert "why R&amp;D &lt; 3." in page


@pytest.mark.parametrize("fields", [{"published_at": None}, {"deleted_at": "2024-01-01T00:00Z"}])
def test_a_question_that_is_not_public_is_neither_linked_nor_named(client: Client, fields: dict[str, Any]) -> None:
    make_answered("Undisclosed", uin="16734", tabled_on=date(2023, 3, 6), **fields)
    make_citing()
    page = markup(client)
    assert "Undisclosed" not in page
    assert "/16734/" not in page
    assert "Question 16734, not in this archive" in words_of(client, ADDRESS)


def test_a_number_inside_a_link_keeps_that_link(client: Client) -> None:
    make_question(uin="16734")
    make_citing('<p>See the answer to <a href="https://example.org/">Question <b>16734</b></a>.</p>')
    assert "Question <b>16734</b></a>" in markup(client)


def test_a_number_split_by_tags_is_not_linked(client: Client) -> None:
    make_question(uin="16734")
    make_citing("<p>See the answer to Question 167<b>34</b>.</p>")
    page = markup(client)
    assert "Question 167<b>34</b>." in page
    assert "Refers to" in page


@pytest.mark.parametrize(
    "hostile",
    [
        '<p>answer to Question 16734<script>alert(1)</script></p>',
        '<p title="answer to Question 16734">answer to Question <a href="javascript:alert(1)">16734</a></p>',
        '<p>answer to Question 16734"><script>alert(1)</script>',
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; answer to Question 16734</p>",
        '<a href="http://x/?answer to Question 16734">answer to Question <i>16734</a> 16734</i>',
    ],
)  # fmt: skip
def test_hostile_texts_are_made_harmless(client: Client, hostile: str) -> None:
    make_question(uin="16734")
    make_citing(hostile, text=hostile)
    page = markup(client)
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert '<a href="/questions/commons/2023-03-22/<' not in page


def test_a_questions_page_lists_what_it_refers_to_and_what_cites_it(client: Client) -> None:
    make_answered("Diesel Vehicles", uin="16734", tabled_on=date(2023, 3, 6), asked_by="Iris Demoworth")
    address = "https://questions-statements.parliament.uk/written-questions/detail/2023-03-01/999"
    make_citing(f"{CITING}<p>The answer to Question 888 and <a href='{address}'>this</a>.</p>", asked_by="Rupert")
    page = words_of(client, ADDRESS)
    assert "Refers to Diesel Vehicles UIN 16734, Iris Demoworth, 6 March 2023" in page
    assert "Question 888, not in this archive" in page
    assert f'<a href="{address}">Question 999</a>' in markup(client)
    cited = words_of(client, "/questions/commons/2023-03-06/16734/")
    assert "Cited by Citing UIN 171468, Rupert, 22 March 2023" in cited
    assert "Refers to" not in cited


def test_a_questions_page_lists_the_newest_20_citing_questions_in_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries
) -> None:
    make_answered(uin="16734", tabled_on=date(2023, 3, 6))
    with together():
        for number in range(23):
            make_citing(uin=str(5000 + number), tabled_on=date(2023, 4, 1 + number), answered_on=date(2023, 6, 1))
    make_citing(uin="6000", published_at=None)
    with django_assert_max_num_queries(12):
        page = words_of(client, "/questions/commons/2023-03-06/16734/")
    assert page.count("Citing UIN 50") == 20
    assert page.index("UIN 5022") < page.index("UIN 5003")
    assert "and 3 more" in page


def test_a_reference_to_a_missing_question_is_a_gap_until_it_arrives_and_after_it_is_deleted(client: Client) -> None:
    make_citing("<p>The answers to Questions 1111 and 2222.</p>", uin="3")
    first = make_question(uin="1111")
    assert read(client, "/questions/?gap=reference").uins == ["3"]
    make_question(uin="2222")
    assert read(client, "/questions/?gap=reference").uins == []
    log_citing([first.pk])
    Change.log([first.pk], "deleted")
    first.delete()
    assert read(client, "/questions/?gap=reference").uins == ["3"]
    assert is_complete()
