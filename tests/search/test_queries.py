"""Criteria and trees as queries of a small index in memory: what each one finds, and what scores."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tantivy import Query

from questions.search import queries
from questions.search.criteria import Criteria
from questions.search.index.schema import WORDS, in_memory
from questions.search.language.tree import (
    Acronym,
    All,
    Coded,
    Days,
    Either,
    Exact,
    InText,
    Keys,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
)
from questions.search.queries import of_tree
from tests.support.small_index import found, scores

EVERY = [1, 2, 3, 4, 5]
FAMILY, HUBS, SCHOOLS = Word("family"), Word("hubs"), Word("schools")


@pytest.mark.parametrize(
    ("node", "pks"),
    [
        (FAMILY, [1, 2, 3]),
        (Word("FAMILIES"), [1, 2, 3]),  # by their stems
        (Word("co-operative"), [3]),  # two words, side by side
        (Word("trains-ran"), [3]),
        (Word("ran-trains"), []),
        (Word("&"), []),
        (Phrase("family hub"), [1, 2]),
        (Phrase("hub family"), []),
        (Phrase("!"), []),
        (Phrase("each " + "family " * 3), []),
        (Exact("families"), [1]),  # only in this form
        (Exact("Family"), [1, 2, 3]),
        (Exact("hub"), [2]),
        (Exact("hubs"), [1]),
        (Exact("nothing"), []),
        (InText("question", Exact("family")), [2]),
        (Prefix("famil"), [1, 2, 3]),
        (Prefix("families"), [1]),  # not by its stem
        (Prefix("co-operat"), [3]),
        (Prefix("ran-operat"), [3]),  # its whole words may be anywhere
        (Prefix("leeds-operat"), []),
        (Prefix("hu.s"), []),
        (Prefix("-"), []),
        (Acronym("SEND"), [4]),
        (Acronym("LEEDS"), []),
        (Word("send"), [3, 4]),
        (InText("heading", FAMILY), [1]),
        (InText("question", Phrase("family hub")), [2]),
        (InText("answer", Either((FAMILY, Word("leeds")))), [1, 3]),
        (InText("answer", Acronym("SEND")), []),
        (InText("question", Prefix("pup")), [4, 5]),
        (InText("heading", Prefix("pup")), []),
        (InText("answer", All((Word("trains"), Not(FAMILY)))), []),
        (InText("answer", Not(FAMILY)), [1, 2, 4, 5]),
        (InText("heading", All((FAMILY, HUBS))), [1]),
        (InText("question", All((HUBS, Not(Word("leeds"))))), [1, 2]),
        (Coded("house", "lords"), [3, 4]),
        (Coded("uin", "hl2"), [2]),
        (Coded("status", "withdrawn"), [5]),
        (Days("tabled", date(2023, 3, 22), date(2023, 3, 23)), [1, 2]),
        (Days("tabled", date(2023, 3, 23), None), [2, 3, 4, 5]),
        (Days("tabled", None, date(2023, 3, 22)), [1]),
        (Days("answered", None, date(2024, 5, 13)), [1, 3]),
        (Days("answered", None, None), [1, 3, 4]),
        (Keys("dept", (7, 8)), [1, 2]),
        (Keys("dept", (7,)), [1]),
        (Keys("dept", ()), []),
        (Keys("topic", (2, 3)), [1, 2, 3]),
        (Keys("asked-by", (12,)), [2]),
        (Keys("answered-by", (13,)), [1, 4]),
        (Keys("party", ("labour",)), [4, 5]),
        (Not(FAMILY), [4, 5]),
        (Not(Not(FAMILY)), [1, 2, 3]),
        (Not(Keys("dept", ())), EVERY),
        (All((FAMILY, HUBS)), [1, 2]),
        (All((FAMILY, Not(Word("leeds")))), [2, 3]),
        (All((Not(FAMILY), Not(Word("letters")))), [5]),
        (All((Not(FAMILY), Coded("house", "lords"))), [4]),
        (Either((Word("rail"), SCHOOLS)), [3, 4, 5]),
        (Either((Word("rail"), Not(FAMILY))), [3, 4, 5]),
        (Either((Word("nothing"), Word("none"))), []),
    ],
    ids=str,
)
def test_a_tree_finds_its_questions(node: Node, pks: list[int]) -> None:
    assert found(of_tree(node)) == pks


def test_only_the_first_fifty_words_of_a_long_phrase_are_compared() -> None:
    index = in_memory()
    writer = index.writer(15_000_000, 1)
    writer.add_json(json.dumps({"question": "train " * 49 + "hub ship"}))
    writer.commit()
    index.reload()
    for ending, number in {"hub": 1, "hub boat": 1, "ship": 0}.items():
        query = of_tree(Phrase("train " * 49 + ending))
        assert len(index.searcher().search(query, 1).hits) == number


def test_a_word_scores_most_in_the_heading_and_least_in_the_answer() -> None:
    assert queries.WEIGHTS == {"heading": 4.0, "question": 1.5, "answer": 1.0}
    for node in (FAMILY, Phrase("family"), Exact("family"), Prefix("fam")):
        parts = {name: scores(of_tree(node, (name,))) for name in queries.WEIGHTS}
        whole = scores(of_tree(node))
        assert whole[2] == pytest.approx(parts["question"][2])
        assert whole[1] == pytest.approx(parts["heading"][1] + parts["question"].get(1, 0))


@pytest.mark.parametrize(
    ("node", "weights"),
    [(Prefix("fam"), {1: 5.5, 2: 1.5, 3: 1.0}), (Prefix("seven"), {1: 1.0}), (Prefix("rail"), {3: 4.0})],
)
def test_a_prefix_scores_only_by_the_text_that_has_it(node: Prefix, weights: dict[int, float]) -> None:
    assert scores(of_tree(node)) == weights


def test_a_word_that_occurs_more_often_scores_more() -> None:
    trains = scores(of_tree(Word("trains"), ("answer",)))
    once = scores(of_tree(Word("ran"), ("answer",)))
    assert trains[3] > once[3]


@pytest.mark.parametrize(
    "node",
    [Coded("house", "commons"), Days("tabled", None, None), Keys("topic", (1, 2)), Keys("dept", (7, 8)), Not(SCHOOLS)],
    ids=str,
)
def test_filters_do_not_score(node: Node) -> None:
    assert set(scores(of_tree(node)).values()) == {0.0}
    alone, filtered = scores(of_tree(FAMILY)), scores(of_tree(All((FAMILY, node))))
    assert filtered == pytest.approx({pk: alone[pk] for pk in filtered})
    assert filtered


CRITERIA: list[tuple[dict[str, Any], list[int]]] = [
    ({}, EVERY),
    ({"named": (1, 5, 9)}, [1, 5]),
    ({"named": ()}, EVERY),
    ({"topic": (1, 3)}, [1, 3]),
    ({"topic": (None,)}, [4, 5]),
    ({"topic": (None, 3)}, [3, 4, 5]),
    ({"department": (7,)}, [1]),
    ({"department": (8, None)}, [2, 3, 4, 5]),
    ({"house": ("lords",)}, [3, 4]),
    ({"house": ("lords", "commons")}, EVERY),
    ({"status": ("withdrawn", "corrected")}, [3, 5]),
    ({"asked_by": (11, 12)}, [1, 2]),
    ({"answered_by": (13,)}, [1, 4]),
    ({"party": ("labour",)}, [4, 5]),
    ({"party": ("labour-co-operative", None)}, [1, 2, 3, 4]),
    ({"seat": ("leeds",)}, [5]),
    ({"seat": (None,)}, [1, 2, 3, 4]),
    ({"subject": ("schools",)}, [5]),
    ({"subject": (None,)}, [1, 2, 3, 4]),
    ({"year": (2023,)}, [1, 2]),
    ({"parliament": ("58",)}, [1, 2, 3, 4]),
    ({"parliament": ("59",)}, [5]),
    ({"parliament": ("57", "59")}, [5]),
    ({"kind": ("refers",)}, [3]),
    ({"kind": (None,)}, [1, 2, 5]),
    ({"timing": ("late",)}, [3]),
    ({"type": ("lords",)}, [3, 4]),
    ({"session": ((date(2023, 3, 23), date(2024, 5, 6)),)}, [2, 3]),
    ({"session": ((date(2023, 1, 1), date(2023, 3, 22)), (date(2024, 7, 9), None))}, [1, 5]),
    ({"document": (6,)}, [3, 4]),
    ({"gap": ("no-party",)}, [3]),
    ({"tabled_after": date(2024, 5, 6)}, [3, 4, 5]),
    ({"tabled_before": date(2024, 5, 6)}, [1, 2, 3]),
    ({"answered_after": date(2024, 5, 13)}, [3, 4]),
    ({"answered_before": date(2024, 5, 13)}, [1, 3]),
    ({"named_day": True}, [1]),
    ({"named_day": False}, [2]),
    ({"attachments": True}, [1]),
    ({"attachments": False}, [2, 3, 4, 5]),
    ({"interest": True}, [2]),
    ({"interest": False}, [1, 3, 4, 5]),
    ({"overdue": True}, [2]),
    ({"overdue": False}, [1, 3, 4, 5]),
    ({"replied_in_time": True}, [1]),
    ({"replied_in_time": False}, [2]),
    ({"query": FAMILY}, [1, 2, 3]),
    ({"query": FAMILY, "house": ("commons",), "topic": (2,)}, [1, 2]),
    ({"query": FAMILY, "house": ("commons",), "status": ("withdrawn",)}, []),
]


@pytest.mark.parametrize(("asked", "pks"), CRITERIA, ids=lambda given: str(given))
def test_criteria_find_their_questions(asked: dict[str, Any], pks: list[int]) -> None:
    assert found(Criteria(**asked).as_query()) == pks


@pytest.mark.parametrize("asked", [asked for asked, pks in CRITERIA if pks and "query" not in asked], ids=str)
def test_criteria_do_not_score_but_search_words_do(asked: dict[str, Any]) -> None:
    assert set(scores(Criteria(**asked).as_query()).values()) == {0.0}
    alone, both = scores(of_tree(FAMILY)), scores(Criteria(query=FAMILY, **asked).as_query())
    assert both == pytest.approx({pk: alone[pk] for pk in both})


LORDS, COMMONS = queries.term("house", "lords"), queries.term("house", "commons")
IN_2023 = queries.term("year", 2023)


@pytest.mark.parametrize(
    ("query", "pks"),
    [
        (queries.questions(), EVERY),
        (queries.both(of_tree(FAMILY), LORDS), [3]),
        (queries.excluding(COMMONS, IN_2023), [5]),
        (queries.any_of("status", ["answered", "corrected"]), [1, 3, 4]),
        (queries.any_of("pk", iter([1, 2])), [1, 2]),
        (queries.but(COMMONS, [1, 3]), [2, 5]),
        (queries.at_least("department", 8), [2]),
        (queries.at_least("department", 7), [1, 2]),
        (queries.at_least("tabled", date(2024, 7, 9).toordinal()), [5]),
        (queries.beginning_with(WORDS["question"], "pup"), [4, 5]),
        (queries.beginning_with(WORDS["question"], "p.p"), []),
        (queries.beginning_with(WORDS["question"], "upils"), []),
        (queries.every([COMMONS, IN_2023]), [1, 2]),
        (queries.every([LORDS]), [3, 4]),
        (queries.between("tabled", date(2024, 7, 8), date(2024, 7, 8)), [4]),
    ],
)
def test_combined_queries_find_their_questions(query: Query, pks: list[int]) -> None:
    assert found(query) == pks


def test_only_the_first_of_two_combined_queries_scores() -> None:
    family = of_tree(FAMILY)
    alone = scores(family)
    assert scores(queries.both(family, of_tree(HUBS))) == pytest.approx({1: alone[1], 2: alone[2]})
    assert scores(queries.excluding(family, LORDS)) == pytest.approx({1: alone[1], 2: alone[2]})
    assert set(scores(queries.every([family])).values()) == {0.0}


# Each part of a phrase has alternative shapes: for each distance from the start, the words that may be there.
PUPILS, SENT = [((0, {"pupil"}),)], [((0, {"send", "post"}),)]
THE_HUB = [((0, {"family", "village"}), (1, {"hub"}))]
SPENT_ON = [((0, {"spent"}), (2, {"each", "every"}))]


@pytest.mark.parametrize(
    ("phrases", "pks"),
    [
        ([[PUPILS]], [4, 5]),  # by their stems
        ([[SENT]], [3, 4]),
        ([[THE_HUB]], [2]),
        ([[[((0, {"hub"}), (1, {"family"}))]]], []),  # not in this order
        ([[SPENT_ON]], [2]),  # with any word between
        ([[[((0, {"spent"}), (1, {"each"}))]]], []),
        ([[SENT, PUPILS]], [4]),  # both parts of the phrase
        ([[SENT], [PUPILS]], [3, 4, 5]),  # either phrase
        ([[SENT + PUPILS]], [3, 4, 5]),  # a part in either shape
        ([[PUPILS, THE_HUB]], []),
    ],
)
def test_phrases_find_the_texts_that_may_contain_them(phrases: list[list[list[Any]]], pks: list[int]) -> None:
    query = queries.with_one_of("question", phrases)
    assert found(query) == pks
    assert set(scores(query).values()) <= {0.0}
