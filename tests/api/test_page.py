"""The page about addresses for programs."""

import re

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_department, make_member

pytestmark = pytest.mark.django_db


def test_every_example_on_the_page_works(client: Client) -> None:
    asker, body = make_member(parliament_id=172), make_department(parliament_id=60)
    make_answered("Family Hubs", uin="9", asked_by=asker, department=body)
    page = client.get("/api/").content.decode()
    examples = [found.replace("&amp;", "&") for found in re.findall(r'href="(/api/[^"]+)"', page)]
    assert len(examples) == 5
    assert [client.get(example).status_code for example in examples] == [200] * 5


def test_the_page_needs_no_question_for_its_examples(client: Client) -> None:
    page = client.get("/api/")
    assert page.status_code == 200
    assert "expandMember=true&amp;include" not in page.content.decode()


def test_the_address_without_its_slash_leads_to_the_page(client: Client) -> None:
    assert client.get("/api").headers["Location"] == "/api/"
