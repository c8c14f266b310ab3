"""What is known only in part, counted."""

import pytest
from django.test import Client

from questions.text import plain

from .factories import make_answer, make_question

pytestmark = pytest.mark.django_db


def rows(client: Client) -> str:
    return " ".join(plain(client.get("/coverage/").content.decode()).split())


def test_cut_texts_missing_posts_and_parties_are_counted(client):
    whole = make_question("Family Hubs", party="Labour", department="Home Office")
    cut = make_question("", text_is_cut=True)
    make_answer(whole, "<p>Seven.</p>", answered_by="Rupert Placeholder")
    make_answer(cut, "<p>We are</p>", text_is_cut=True)
    page = rows(client)
    assert "Questions of whose text only the beginning is known 1 2 50.0%" in page
    assert "Questions without a heading 1 2" in page
    assert "Questions whose asker’s party on the day is not recorded 1 2" in page
    assert "Answers of whose text only the beginning is known 1 2" in page
    assert "Answers whose minister’s post on the day is not recorded 1 2" in page


def test_what_is_not_public_is_not_counted(client):
    make_question("Draft", text_is_cut=True, published_at=None)
    assert "Questions of whose text only the beginning is known 0 0 0.0%" in rows(client)


def test_it_takes_few_queries(client, django_assert_max_num_queries):
    make_answer(make_question("Family Hubs"))
    with django_assert_max_num_queries(6):
        client.get("/coverage/")
