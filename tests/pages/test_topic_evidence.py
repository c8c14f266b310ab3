"""Why a question has its topics, as its page explains it."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.models import Acronym, Topic
from tests.support.factories import assign_topic, make_answer, make_answered, make_question, make_ruled, make_topic
from tests.support.indexing import index_dir
from tests.support.pages import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

ADDRESS = "/questions/commons/2023-03-22/171468/"


def markup(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_question_shows_which_of_its_words_a_rule_matches_and_where(client: Client) -> None:
    make_ruled("Family hubs", '"family hub" OR "best start"')
    question = make_question("Leeds", uin="171468", text="To ask about the Best Start fund.")
    make_answer(question, "<p>There are seven <b>family hubs</b>.</p>")
    page = words_of(client, ADDRESS)
    assert "Family hubs matches “Best Start” in the question and “family hubs” in the answer" in page


def test_each_wording_is_shown_once_where_it_comes_first(client: Client) -> None:
    make_ruled("Railways", "train OR coach")
    make_question("Trains", uin="171468", text="Whether trains, a train and a coach run.")
    assert "matches “Trains” in the heading and “train”, “coach” in the question" in words_of(client, ADDRESS)


def test_a_word_in_quotation_marks_matches_in_that_form_only(client: Client) -> None:
    make_ruled("Housing", '"homes"')
    make_question("Home Office", uin="171468", text="Whether homes are built at home.")
    make_question("Home Education", uin="171469", text="Whether children learn at home.")
    assert "Housing matches “homes” in the question" in words_of(client, ADDRESS)
    assert "Housing" not in words_of(client, ADDRESS.replace("468", "469"))


def test_words_of_a_part_of_the_rule_that_does_not_match_are_not_shown(client: Client) -> None:
    make_ruled("Railways", "(rural station) OR train")
    make_question("Trains", uin="171468", text="Whether rural ones run.")
    page = words_of(client, ADDRESS)
    assert "Railways matches “Trains” in the heading" in page
    assert "“rural”" not in page


def test_words_that_a_rule_looks_for_in_one_text_are_not_shown_from_another(client: Client) -> None:
    make_ruled("Schools", "heading:schools OR answer:pupils")
    question = make_question("Schools", uin="171468", text="How many pupils?")
    make_answer(question, "<p>Many.</p>")
    page = words_of(client, ADDRESS)
    assert "Schools matches “Schools” in the heading" in page
    assert "“pupils”" not in page


def test_an_acronym_and_its_long_form_are_both_shown(client: Client) -> None:
    Acronym.objects.get_or_create(letters="SEND", long_form="special educational needs and disabilities")
    make_ruled("Special needs", "SEND")
    make_question("SEND", uin="171468", text="On special educational needs and disabilities; whether to send it.")
    page = words_of(client, ADDRESS)
    assert "matches “SEND” in the heading and “special educational needs and disabilities” in the question" in page


def test_a_topic_that_an_editor_added_says_so(client: Client) -> None:
    make_ruled("Family hubs", '"family hub"')
    assign_topic(make_question("Libraries", uin="171468"), "Family hubs")
    assert "Family hubs added by an editor" in words_of(client, ADDRESS)


def test_a_rule_that_does_not_look_for_words_shows_only_that_it_matches(client: Client) -> None:
    make_question(uin="171468", department="Home Office")
    make_ruled("Home affairs", 'dept:"home office"')
    assert "Home affairs matches the topic’s rule" in words_of(client, ADDRESS)


def test_a_wider_topic_is_not_listed_with_its_narrower_topic(client: Client) -> None:
    make_topic("SEND", parent=make_topic("Education"))
    make_question(uin="171468", topic="SEND")
    page = markup(client, ADDRESS)
    assert 'href="/topics/send/"' in page
    assert 'href="/topics/education/"' not in page


def test_the_words_that_a_rule_matched_are_escaped(client: Client) -> None:
    make_ruled("Scripts", "script")
    make_question("<script>alert(1)</script>", uin="171468")
    page = markup(client, ADDRESS)
    assert "“script”" in page
    assert "<script>alert" not in page


def test_a_rule_that_will_be_applied_again_shows_no_words(client: Client) -> None:
    make_ruled("Railways", "train")
    make_question("Trains", uin="171468")
    Topic.objects.update(fingerprint="")
    assert "Railways matches the topic’s rule" in words_of(client, ADDRESS)


def test_topics_take_no_more_queries_once_their_rules_are_parsed(client: Client, django_assert_max_num_queries) -> None:
    for name in ("hubs", "family", "steps"):
        make_ruled(name, name)
    make_answered("Family hubs", uin="171468", asked_by="Iris", party="Labour", answered_by="Rupert")
    words_of(client, ADDRESS)
    with django_assert_max_num_queries(10):
        assert "matches “steps” in the question" in words_of(client, ADDRESS)
