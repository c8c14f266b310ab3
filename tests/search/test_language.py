"""The search language: the tree of each query, and each tree written as a query again."""

from __future__ import annotations

from datetime import date

import pytest

from questions.search.language.field_names import FIELDS
from questions.search.language.parser import read_query
from questions.search.language.tree import (
    Acronym,
    All,
    Coded,
    Days,
    Either,
    Exact,
    InText,
    Named,
    Node,
    Not,
    Phrase,
    Prefix,
    Reading,
    Trouble,
    Word,
)
from questions.search.language.tree_as_text import write_query

A, B, C = Word("a"), Word("b"), Word("c")


def trouble_of(typed: str) -> Trouble:
    trouble = read_query(typed).trouble
    assert trouble
    return trouble


def tree_of(typed: str) -> Node:
    tree = read_query(typed).tree
    assert tree
    return tree


def every(*nodes: Node) -> All:
    return All(nodes)


def either(*nodes: Node) -> Either:
    return Either(nodes)


OPERATORS: list[tuple[str, Node]] = [
    ("a b", every(A, B)),
    ("a AND b", every(A, B)),
    ("a OR b", either(A, B)),
    ("a b OR c", either(every(A, B), C)),
    ("a AND b OR c AND a", either(every(A, B), every(C, A))),
    ("a (b OR c)", every(A, either(B, C))),
    ("a(b)c", every(A, B, C)),
    ("a -b", every(A, Not(B))),
    ("a NOT b", every(A, Not(B))),
    ("a AND NOT b", every(A, Not(B))),
    ("-(a b) c", every(Not(every(A, B)), C)),
    ("(-a)-b", every(Not(A), Not(B))),
    ('-"a b"', Not(Phrase("a b"))),
    ("-house:lords NOT heading:a", every(Not(Coded("house", "lords")), Not(InText("heading", A)))),
    ("NOT NOT a", A),
    ("NOT NOT NOT a", Not(A)),
    ("NOT --a", Not(Word("--a"))),
    ("-(a OR b)", Not(either(A, B))),
    ("(a OR b) (b OR c)", every(either(A, B), either(B, C))),
    ("a OR -(b c)", either(A, Not(every(B, C)))),
    ("NOT heading: a", every(Not(Word("heading:")), A)),
    ("NOT (NOT (a b)) c", every(A, B, C)),
    ("a or b and not c", every(A, Word("or"), B, Word("and"), Word("not"), C)),
    ("ORANGE NOT-A OR-B", every(Word("ORANGE"), Word("NOT-A"), Word("OR-B"))),
]
WORDS: list[tuple[str, Node]] = [
    ("SEND", Word("SEND")),
    ("XL", Word("XL")),
    ("co-operative C++ don’t", every(Word("co-operative"), Word("C++"), Word("don’t"))),
    ("--a", Word("--a")),
    ("قانون हिन्दी", every(Word("قانون"), Word("हिन्दी"))),
    ("a - – & 😀 * _ b", every(A, B)),
    ("a OR - b", either(A, B)),
    ("Needs: Finance", every(Word("Needs:"), Word("Finance"))),
    ("heading: a", every(Word("heading:"), A)),
    ("a heading: ", every(A, Word("heading:"))),
    ("(a OR heading: ) b", every(either(A, Word("heading:")), B)),
    ("https://x.y/z at 10:30", every(Word("https://x.y/z"), Word("at"), Word("10:30"))),
    ("ſtatus:late", Word("ſtatus:late")),
    ("educat*", Prefix("educat")),
    ("co-op*, x2*", every(Prefix("co-op"), Prefix("x2"))),
    ("a*b *cat ab*c*", every(Word("a*b"), Word("*cat"), Word("ab*c*"))),
    ("ab**", Prefix("ab")),
    ('"family  hubs"', Phrase("family hubs")),
    ('"homes" “SEND” "children’s"', every(Exact("homes"), Exact("SEND"), Exact("children’s"))),
    ('"co-operative" "XL bully"', every(Phrase("co-operative"), Phrase("XL bully"))),
    ('heading:"homes"', InText("heading", Exact("homes"))),
    ("“a b” „b c“ «c a»", every(Phrase("a b"), Phrase("b c"), Phrase("c a"))),
    ('"OR (-b) tabled:x" a', every(Phrase("OR (-b) tabled:x"), A)),
    ('"" "&" a () ( & )', A),
    ("a\x00b\nc", every(A, B, C)),
    ("\ufefffa\u00admi\u200bly", Word("family")),
    ("\ud800a", A),
]
FIELD_VALUES: list[tuple[str, Node]] = [
    ("heading:a", InText("heading", A)),
    ("Question:“a b”", InText("question", Phrase("a b"))),
    ("ANSWER:educat*", InText("answer", Prefix("educat"))),
    ("heading:(a OR -b) c", every(InText("heading", either(A, Not(B))), C)),
    ("heading:OR", InText("heading", Word("OR"))),
    ("heading:-a", InText("heading", Word("-a"))),
    ("heading:answer:a", InText("heading", Word("answer:a"))),
    ("answer:(-a)", InText("answer", Not(A))),
    ("answer:(heading:a)", InText("answer", InText("heading", A))),
    ("answer:(dept:a)", InText("answer", Named("dept", "a"))),
    ("answer:(house:lords)", InText("answer", Coded("house", "lords"))),
    ("answer:(tabled:2023)", InText("answer", Days("tabled", date(2023, 1, 1), date(2023, 12, 31)))),
    ("answer:(a b)", InText("answer", every(A, B))),
    ('dept:"Office (Wales)"', Named("dept", "Office (Wales)")),
    ('dept:"Home"', Named("dept", "Home")),
    ("uin:123456789", Coded("uin", "123456789")),
    ("dept:home-office", Named("dept", "home-office")),
    ('dept:"Home  Office"', Named("dept", "Home Office")),
    ("topic:SEND", Named("topic", "SEND")),
    ("asked-by:jane-doe", Named("asked-by", "jane-doe")),
    ("Answered-By:«Jane Doe»", Named("answered-by", "Jane Doe")),
    ("party:labour", Named("party", "labour")),
    ("house:Lords", Coded("house", "lords")),
    ("uin:HL1234", Coded("uin", "hl1234")),
    ('status:"Withdrawn"', Coded("status", "withdrawn")),
    ("tabled:2024", Days("tabled", date(2024, 1, 1), date(2024, 12, 31))),
    ("tabled:2024-02", Days("tabled", date(2024, 2, 1), date(2024, 2, 29))),
    ("answered:2023-03-22", Days("answered", date(2023, 3, 22), date(2023, 3, 22))),
    ("tabled:2023-03..2023-06", Days("tabled", date(2023, 3, 1), date(2023, 6, 30))),
    ("tabled:2023-12", Days("tabled", date(2023, 12, 1), date(2023, 12, 31))),
    ("tabled:2023-12-31", Days("tabled", date(2023, 12, 31), date(2023, 12, 31))),
    ("tabled:2023-01-01..2023-01-31", Days("tabled", date(2023, 1, 1), date(2023, 1, 31))),
    ("tabled:2023-03-22..2023-03-22", Days("tabled", date(2023, 3, 22), date(2023, 3, 22))),
    ("tabled:2023-03-22..2024", Days("tabled", date(2023, 3, 22), date(2024, 12, 31))),
    ("tabled:2023..", Days("tabled", date(2023, 1, 1), None)),
    ("tabled:31/12/2023", Days("tabled", date(2023, 12, 31), date(2023, 12, 31))),
    ('tabled:"31 December 2023"', Days("tabled", date(2023, 12, 31), date(2023, 12, 31))),
    ('answered:"March 2023..1 May 2023"', Days("answered", date(2023, 3, 1), date(2023, 5, 1))),
    ("answered:..2023-02", Days("answered", None, date(2023, 2, 28))),
]


@pytest.mark.parametrize(("typed", "tree"), [*OPERATORS, *WORDS, *FIELD_VALUES])
def test_a_query_is_read_as_its_tree_which_can_be_written_and_read_again(typed, tree):
    # NamedTuples of different classes can be equal, but their representations differ.
    assert repr(read_query(typed)) == repr(Reading(tree))
    assert repr(read_query(write_query(tree))) == repr(Reading(tree))


def test_every_field_is_in_the_grammar():
    assert all(trouble_of(f"{field}:").message.startswith("Enter ") for field in FIELDS)


@pytest.mark.parametrize("typed", ["", "  ", "\x00\u200b", "- & ()", '""', "NOT (-)"])
def test_a_query_without_words_searches_for_nothing(typed):
    assert read_query(typed) == Reading(None)


def test_repeated_parts_count_once_unless_they_differ():
    assert read_query("a b a (a b)").tree == every(A, B)
    assert read_query("a OR a").tree == A
    assert read_query("a b OR a c").tree == either(every(A, B), every(A, C))
    assert repr(read_query('aa aa* "aa" AA -aa -aa*').tree) == repr(
        every(Word("aa"), Prefix("aa"), Exact("aa"), Word("AA"), Not(Word("aa")), Not(Prefix("aa")))
    )


def test_nested_parts_of_the_same_kind_are_flattened():
    assert read_query("a (b (c AND (a)))").tree == every(A, B, C)
    assert read_query("a OR (b OR (c OR a))").tree == either(A, B, C)


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (Named("dept", "home-office"), "dept:home-office"),
        (Named("dept", "Home Office"), 'dept:"Home Office"'),
        (every(Word("heading:"), A), "heading: a"),
        (Not(either(A, B)), "-(a OR b)"),
        (Days("tabled", date(2023, 1, 1), date(2023, 12, 31)), "tabled:2023"),
        (Days("tabled", date(2023, 1, 1), None), "tabled:2023-01-01.."),
    ],
)
def test_a_tree_is_written_with_as_few_signs_as_possible(tree, words):
    assert write_query(tree) == words


def test_a_node_that_nobody_can_type_cannot_be_written():
    with pytest.raises(TypeError, match="no words for Acronym"):
        write_query(Acronym("SEND"))


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ('tabled:"last month"', True),
        ("tabled:yesterday..", True),
        ("tabled:2023..today", True),
        ('tabled:"March 2023"', False),
        ("tabled:2023..", False),
    ],
)
def test_days_know_whether_they_were_typed_as_a_period_that_changes(typed: str, changes: bool) -> None:
    days = tree_of(typed)
    assert isinstance(days, Days)
    assert days.is_relative == changes
