"""A query in words, as a topic's page describes its rule."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.archive.importing.starting_topics import starting_set
from questions.models import Acronym
from questions.search.language.in_words import Said, describe_query
from questions.search.language.parser import read_query
from tests.support.factories import make_question, make_ruled
from tests.support.indexing import index_dir
from tests.support.pages import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def in_words(query: str) -> str:
    """A query in words, with brackets around a list within a list."""
    tree = read_query(query).tree
    assert tree
    return _flat(describe_query(tree))


def _flat(said: Said) -> str:
    lead = f"{said.lead} " if said.lead else ""
    if not said.parts:
        return f"{lead}{said.words}".strip()
    inner = f" {said.joint} ".join(map(_flat, said.parts))
    return f"{lead}({inner})" if said.lead or not said.is_flat else inner


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("hubs", "hubs"),
        ('"family hub" OR hubs', "family hub or hubs"),
        ('"homes" OR homes', "“homes” or homes"),
        ("dentist* NHS", "dentist… and NHS"),
        ("heading:buses", "in the heading buses"),
        ("(a b) OR c OR heading:d OR e", "(c or e or a and b or in the heading d)"),
        ("heading:(buses OR coaches)", "in the heading (buses or coaches)"),
        ("heading:buses OR heading:coaches", "in the heading (buses or coaches)"),
        ("buses -school", "(buses and not school)"),
        ("buses -(school OR milk)", "(buses and not (school or milk))"),
        ("house:lords", "in the House of Lords"),
        ("dept:education party:labour", "(put to education and asked by a member of labour)"),
        ('asked-by:"jane doe"', "asked by jane doe"),
        ('answered-by:"john doe"', "answered by john doe"),
        ("uin:hl123", "with the UIN hl123"),
        ("tabled:2023-03", "tabled from 1 March 2023 to 31 March 2023"),
        ("answered:2023..", "answered from 1 January 2023"),
    ],
)
def test_a_query_is_described_in_words(query: str, words: str) -> None:
    assert in_words(query) == words


def test_every_starting_rule_can_be_described_in_words() -> None:
    for row in starting_set()["topic"]:
        if row.get("rule"):
            said = in_words(" ".join(row["rule"].split()))
            assert "alternative provision" in said or row["slug"] != "send"
            assert said.count("(") == said.count(")")


def test_a_topics_page_lists_the_parts_of_its_rule(client: Client) -> None:
    make_question("Buses: Fares")
    make_ruled("Buses", 'heading:(buses OR coaches) OR ("bus fares" -trams)')
    page = words_of(client, "/topics/buses/")
    assert "Questions with any of these in the heading: buses or coaches all of these bus fares not trams" in page


def test_a_topics_page_says_what_an_acronym_in_its_rule_means(client: Client) -> None:
    Acronym.objects.create(letters="ZDRT", long_form="demand responsive transport")
    make_question("Buses: ZDRT")
    make_ruled("Buses on demand", "ZDRT")
    assert "ZDRT also means demand responsive transport." in words_of(client, "/topics/buses-on-demand/")
