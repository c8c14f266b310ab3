"""Answer kinds on public pages: beside an answer, in lists, as shares, and on the page about the rules."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.models import Answer, AnswerKindRule
from questions.search.index import store
from tests.support.factories import log, make_answer, make_answered, make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

ADDRESS = "/questions/commons/2023-03-22/171468/"
HELP = "/help/answers/"
NOT_HELD = "<p>This information is <b>not held</b> centrally.</p>"
REFERS = "<p>I refer the hon. Member to the answer of 3 May 2023 to Question 17.</p>"


def make_kinds() -> None:
    """Make two questions with a substantive answer, one with the answer “not held”, and one without an answer."""
    make_answered("Hubs", uin="1", department="Home Office", topic="Hubs", asked_by="Iris", answered_by="Rupert")
    make_answered("Hubs", uin="2", department="Home Office", topic="Hubs", asked_by="Iris", answered_by="Rupert")
    make_answered("Hubs", NOT_HELD, uin="3", department="Home Office", topic="Hubs", asked_by="Iris")
    make_question("Hubs", uin="4", department="Home Office", topic="Hubs", asked_by="Iris")


# Beside an answer


def test_an_answer_shows_its_kind_with_the_words_that_decided_it_and_links_to_the_rules(client: Client) -> None:
    make_answered(answer=NOT_HELD, uin="171468")
    assert "Kind of answer: Information not held, because it says “is not held”" in words_of(client, ADDRESS)
    assert read(client, ADDRESS).link("Information not held") == HELP


def test_an_answer_that_no_rule_matches_is_substantive(client: Client) -> None:
    make_answered(uin="171468")
    page = words_of(client, ADDRESS)
    assert "Kind of answer: Substantive" in page
    assert "because it says" not in page


def test_an_answer_whose_kind_an_editor_set_says_so(client: Client) -> None:
    question = make_answered(answer=NOT_HELD, uin="171468")
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    log(question)
    assert "Kind of answer: Refers to another answer, set by an editor" in words_of(client, ADDRESS)
    assert read(client, "/questions/?kind=refers").uins == ["171468"]


def test_an_answer_without_a_text_has_no_kind_unless_it_is_a_holding_answer(client: Client) -> None:
    question = make_question(uin="171468")
    make_answer(question, "", stage=Answer.Stage.HOLDING)
    make_answer(question, "")
    page = words_of(client, ADDRESS)
    assert page.count("Kind of answer:") == 1
    assert "Kind of answer: Holding answer" in page


def test_a_rule_that_is_not_yet_applied_is_not_given_as_the_reason(client: Client) -> None:
    make_answered(answer=NOT_HELD, uin="171468")
    AnswerKindRule.objects.create(answer_kind="refers", phrases="this information", order=1)
    page = words_of(client, ADDRESS)
    assert "Kind of answer: Information not held" in page
    assert "because it says" not in page


def test_the_words_of_an_answer_are_escaped(client: Client) -> None:
    AnswerKindRule.objects.create(answer_kind="refers", phrases="alert … done", order=1)
    make_answered(answer="<p>alert &lt;script&gt; done</p>", uin="171468")
    page = client.get(ADDRESS).content.decode()
    assert "“alert &lt;script&gt; done”" in page


def test_a_questions_page_takes_one_more_query_if_a_rule_decided_the_kind(
    client: Client, django_assert_max_num_queries
):
    make_answered(answer=NOT_HELD, uin="171468", asked_by="Iris", party="Labour", answered_by="Rupert")
    words_of(client, ADDRESS)
    with django_assert_max_num_queries(11):
        words_of(client, ADDRESS)


# In lists


def test_lists_are_filtered_by_kind_and_count_the_kinds(client: Client) -> None:
    make_kinds()
    assert read(client, "/questions/?kind=not-held").uins == ["3"]
    assert sorted(read(client, "/questions/?kind=not-held&kind=substantive").uins) == ["1", "2", "3"]
    assert read(client, "/questions/").facet("kind") == {"substantive": 2, "not-held": 1}
    assert read(client, "/questions/?kind=not-held").facet("kind") == {"substantive": 2, "not-held": 1}
    assert "Information not held" in words_of(client, "/questions/?kind=not-held")


def test_an_unknown_kind_is_refused_with_a_message(client: Client) -> None:
    make_kinds()
    page = read(client, "/questions/?kind=evasive")
    assert (page.status, page.errors, page.count) == (200, ["kind"], 0)
    assert "“evasive” is not one of the options." in page.text


def test_a_question_has_the_kind_of_its_newest_answer(client: Client) -> None:
    question = make_answered(answer=NOT_HELD, uin="1")
    make_answer(question, "<p>There are eleven.</p>", stage=Answer.Stage.CORRECTION)
    assert read(client, "/questions/").facet("kind") == {"substantive": 1}


def test_a_result_shows_the_kind_of_an_answer_unless_it_is_substantive(client: Client) -> None:
    make_kinds()
    assert read(client, "/questions/").text.count('<span class="badge">Information not held</span>') == 1
    assert '<span class="badge">Substantive' not in read(client, "/questions/").text


# Shares


@pytest.mark.parametrize("address", ["/departments/home-office/", "/topics/hubs/", "/members/iris-5001/"])
def test_a_department_a_topic_and_a_member_show_the_share_of_each_kind(client: Client, address: str) -> None:
    make_kinds()
    if "members" in address:
        address = read(client, "/questions/").link("Iris")
    page = words_of(client, address)
    assert "Substantive 2 questions 66.7% Information not held 1 question 33.3%" in page
    assert "Based on the latest answer to 3 questions. 1 more question has no answer" in page
    listed = read(client, read(client, address).link("Information not held"))
    assert (listed.count, listed.uins) == (1, ["3"])


def test_a_filtered_list_shows_no_shares(client: Client) -> None:
    make_kinds()
    assert 'id="kinds"' not in read(client, "/departments/home-office/?q=hubs").text


def test_a_list_without_answers_shows_no_shares(client: Client) -> None:
    make_question(department="Home Office")
    assert 'id="kinds"' not in read(client, "/departments/home-office/").text


# The page about the rules


def test_the_page_lists_the_kinds_with_their_numbers_and_the_rules_in_order(client: Client) -> None:
    make_kinds()
    AnswerKindRule.objects.all().delete()
    AnswerKindRule.objects.create(answer_kind="refers", phrases="I refer\nsee … answer", place="beginning", order=2)
    AnswerKindRule.objects.create(answer_kind="not-held", phrases="not held", longest=1500, order=1)
    page = words_of(client, HELP)
    assert "Information not held 1 begins by" in page
    assert (
        "Information not held One of these phrases anywhere in the answer, if the answer has at most 1,500 characters:"
        in page
    )
    assert "Refers to another answer One of these phrases at the beginning of the answer: I refer see … answer" in page
    assert "“Early” means within the first 50" in page
    assert "“[does|do] not [*ly]? hold” matches both “does not currently hold”" in page
    assert page.index("not held One of these") < page.index("another answer One of these")
    assert read(client, HELP).link("2") == "/questions/?kind=substantive"


def test_the_page_says_that_changed_rules_are_being_applied(client: Client) -> None:
    assert "being applied" not in words_of(client, HELP)
    AnswerKindRule.objects.create(answer_kind="refers", phrases="see there")
    assert "The rules have changed and are being applied" in words_of(client, HELP)


def test_the_page_says_if_there_is_no_index_and_if_there_are_no_rules(monkeypatch) -> None:
    def unavailable() -> None:
        raise store.IndexUnavailable("there is no index yet")

    monkeypatch.setattr(store, "snapshot", unavailable)
    AnswerKindRule.objects.all().delete()
    page = words_of(Client(), HELP)
    assert "is not available, because the search index is being rebuilt" in page
    assert "There are no rules." in page


def test_the_page_about_the_rules_takes_at_most_four_queries(client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        words_of(client, HELP)
