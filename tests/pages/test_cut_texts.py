"""Lists mark texts of which the sources have only the beginning, and do not take them for texts that lists shorten."""

import pytest
from django.test import Client

from questions.models import Answer
from tests.support.factories import make_answered, make_question, make_topic
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db

MARK = "[only the beginning is on record]"
CUT = "To ask the Prime Minister, what bridges there are and how man"


def test_a_list_marks_a_question_and_an_answer_of_which_only_the_beginning_is_on_record(client: Client) -> None:
    make_answered("Bridges", "<p>There are ma</p>", text=CUT, text_is_cut=True)
    Answer.objects.update(text_is_cut=True)
    page = words_of(client, "/questions/")
    assert f"What bridges there are and how man {MARK}" in page
    assert f"There are ma {MARK}" in page


def test_a_long_text_that_the_list_shortens_is_not_marked(client: Client) -> None:
    make_answered("Bridges", f"<p>{'There are many. ' * 40}</p>", text=f"To ask the Prime Minister, {'whether ' * 60}")
    page = words_of(client, "/questions/")
    assert page.count("…") == 2
    assert MARK not in page


def test_a_question_whose_cut_text_is_its_title_is_marked_too(client: Client) -> None:
    make_question("", text=CUT, text_is_cut=True)
    page = words_of(client, "/questions/")
    assert "What bridges there are and how man…" in page
    assert page.count("how man") == 1
    assert MARK in page


def test_other_lists_mark_them_too(client: Client) -> None:
    topic = make_topic("Bridges")
    make_answered("Bridges", "<p>There are ma</p>", topic="Bridges", text=CUT, text_is_cut=True)
    Answer.objects.update(text_is_cut=True)
    question = make_question("Bridges", text=CUT, text_is_cut=False, uin="2")
    assert f"There are ma {MARK}" in words_of(client, topic.get_absolute_url())
    assert f"how man {MARK}" in words_of(client, question.get_absolute_url())  # among related questions
    assert f"how man {MARK}" in words_of(client, "/")
