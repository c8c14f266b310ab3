"""Any text can be typed into the search box without an error."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questions.search.index.writer import catch_up
from tests.support.factories import make_answered

pytestmark = pytest.mark.django_db(transaction=False)

SPELT = ["£300 ", "million", "50%", "per cent ", "A ", "&", "and ", "anti ", "social", "children ", "organisation "]
ALPHABET = st.sampled_from(
    [*SPELT, *list('ab ()"*-:“”’\x00\u202e🙂éש'), "OR", "NOT", "heading:", "tabled:", "2023", "..", "SEND", "hubs "]
)
QUERIES = st.one_of(st.text(max_size=200), st.lists(ALPHABET, max_size=40).map("".join))


@pytest.fixture
def indexed_client(db: None) -> Client:
    make_answered("Family Hubs", text="To ask about SEND.")
    catch_up()
    return Client()


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=QUERIES)
@example("(" * 5000 + "a" + ")" * 5000)
@example('"' * 10_001)
@example("a " * 5000)
@example("é" * 10_000)
@example("a.b" * 3000)
@example(" OR ".join(f"w{number}*" for number in range(900)))
@example("-" * 10_000)
@example("heading:" * 1200)
@example("\0" * 10_000)
@example("NOT " * 2500 + "a")
@example("\ud800 lone surrogate")
@example("aa*")
@example("tabled:9999-12-31.. answered:..0001")
def test_no_query_makes_a_page_fail(indexed_client: Client, query: str) -> None:
    for address in ("/questions/", "/questions/by/month/", "/search/suggest"):
        response = indexed_client.get(address, {"q": query.encode("utf-8", "replace").decode()})
        assert response.status_code == 200
