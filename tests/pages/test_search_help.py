"""The help page for searching, /help/search/."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from questions.search.parameters import PARAMETERS

pytestmark = pytest.mark.django_db


ROW = re.compile(r'<div data-parameter="(\w+)">.*?<dd>(.*?)</dd>', re.S)


def test_it_explains_every_parameter_of_a_list(client: Client) -> None:
    html = client.get("/help/search/").content.decode()
    explained = {name: strip_tags(words) for name, words in ROW.findall(html)}
    assert list(explained) == list(PARAMETERS)
    assert explained["house"] == "House. Values: commons, lords. You can repeat it."
    assert explained["overdue"] == "Overdue when last checked. 1 for yes, 0 for no."
    assert explained["per_page"] == "Questions per page. A number from 10 to 100."
    assert [words for words in explained.values() if ". ." in words] == []


def test_it_says_that_other_spellings_are_found_too(client: Client) -> None:
    words = strip_tags(client.get("/help/search/").content.decode())
    assert "Other spellings of the same words are found too: “organization”, “antisocial” and “anti social”." in words
