"""The search language: what each sign means, what is said of what makes no sense, and that any text is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.search.language import DEEPEST, FIELDS, MOST_PARTS, MOST_READ, in_words, read
from questions.search.tree import (
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

A, B, C = Word("a"), Word("b"), Word("c")
HOW_A_DATE = "write 2023, 2023-03, 2023-03-22 or 2023-03..2023-06."


def trouble_of(typed: str) -> Trouble:
    trouble = read(typed).trouble
    assert trouble
    return trouble


def tree_of(typed: str) -> Node:
    tree = read(typed).tree
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
    ("NOT (NOT (a b)) c", every(A, B, C)),
    ("a or b and not c", every(A, Word("or"), B, Word("and"), Word("not"), C)),
    ("ORANGE NOT-A OR-B", every(Word("ORANGE"), Word("NOT-A"), Word("OR-B"))),
]
WORDS: list[tuple[str, Node]] = [
    ("SEND", Word("SEND")),
    ("co-operative C++ don’t", every(Word("co-operative"), Word("C++"), Word("don’t"))),
    ("--a", Word("--a")),
    ("قانون हिन्दी", every(Word("قانون"), Word("हिन्दी"))),
    ("a - – & 😀 * _ b", every(A, B)),
    ("a OR - b", either(A, B)),
    ("Needs: Finance", every(Word("Needs:"), Word("Finance"))),
    ("heading: a", every(Word("heading:"), A)),
    ("https://x.y/z foo:bar", every(Word("https://x.y/z"), Word("foo:bar"))),
    ("ſtatus:late", Word("ſtatus:late")),
    ("educat*", Prefix("educat")),
    ("co-op*, x2*", every(Prefix("co-op"), Prefix("x2"))),
    ("a*b *cat", every(Word("a*b"), Word("*cat"))),
    ('"family  hubs"', Phrase("family hubs")),
    ('"homes" “SEND” "children’s"', every(Exact("homes"), Exact("SEND"), Exact("children’s"))),
    ('"co-operative"', Phrase("co-operative")),
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
    ("tabled:2023-03-22..2024", Days("tabled", date(2023, 3, 22), date(2024, 12, 31))),
    ("tabled:2023..", Days("tabled", date(2023, 1, 1), None)),
    ("answered:..2023-02", Days("answered", None, date(2023, 2, 28))),
]


@pytest.mark.parametrize(("typed", "tree"), [*OPERATORS, *WORDS, *FIELD_VALUES])
def test_what_is_typed_has_its_meaning_and_comes_back_from_its_words(typed, tree):
    # NamedTuples of different classes may be equal: their representation tells them apart.
    assert repr(read(typed)) == repr(Reading(tree))
    assert repr(read(in_words(tree))) == repr(Reading(tree))


def test_every_field_is_one_of_the_grammar():
    assert all(trouble_of(f"{field}:").message.startswith("There is no ") for field in FIELDS)


@pytest.mark.parametrize("typed", ["", "  ", "\x00\u200b", "- & ()", '""', "NOT (-)"])
def test_of_nothing_nothing_is_searched_for(typed):
    assert read(typed) == Reading(None)


def test_words_count_once_in_what_requires_them_all_unless_they_differ():
    assert read("a b a (a b)").tree == every(A, B)
    assert read("a OR a").tree == A
    assert read("a b OR a c").tree == either(every(A, B), every(A, C))
    assert repr(read('aa aa* "aa" AA -aa -aa*').tree) == repr(
        every(Word("aa"), Prefix("aa"), Exact("aa"), Word("AA"), Not(Word("aa")), Not(Prefix("aa")))
    )


def test_what_stands_beside_others_of_its_kind_is_not_nested():
    assert read("a (b (c AND (a)))").tree == every(A, B, C)
    assert read("a OR (b OR (c OR a))").tree == either(A, B, C)


@pytest.mark.parametrize(
    ("typed", "at", "message", "instead"),
    [
        ("a (b OR c", "(", "This bracket is not closed.", "a b c"),
        ("((a) OR", "(", "This bracket is not closed.", "a"),
        ("a) b", ")", "This bracket was never opened.", "a b"),
        ("a ”b c", "”", "This quotation mark is not closed.", "a b c"),
        ('heading:"a', '"', "This quotation mark is not closed.", "a"),
        ("OR a", "OR", "There is nothing before OR.", "a"),
        ("a (AND b)", "AND", "There is nothing before AND.", "a b"),
        ("a OR", "OR", "There is nothing after OR.", "a"),
        ("a AND OR b", "AND", "There is nothing after AND.", "a b"),
        ("(a OR) b", "OR", "There is nothing after OR.", "a b"),
        ("a NOT", "NOT", "There is nothing after NOT.", "a"),
        ("a -OR b", "-", "There is nothing after -.", "a b"),
        ("\u200ba\u00adb\x00x -y, tabled:2023 “c d” ef* (", "(", "This bracket is not closed.", "ab x y 2023 c d ef"),
    ],
)
def test_what_does_not_parse_is_searched_for_as_plain_words(typed, at, message, instead):
    trouble = trouble_of(typed)
    assert typed[trouble.start : trouble.end] == at
    assert trouble[2:] == (message, instead)
    assert repr(read(typed).tree) == repr(read(instead).tree)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("tabled:yesterday", f"“yesterday” is no date: {HOW_A_DATE}"),
        ("tabled:2023-02-30", f"“2023-02-30” is no date: {HOW_A_DATE}"),
        ("tabled:2023-00", f"“2023-00” is no date: {HOW_A_DATE}"),
        ("tabled:0000", f"“0000” is no date: {HOW_A_DATE}"),
        ("tabled:٢٠٢٣", f"“٢٠٢٣” is no date: {HOW_A_DATE}"),
        ("answered:2023..soon", f"“2023..soon” is no date: {HOW_A_DATE}"),
        ("answered:..", f"There is no date right after “answered:”: {HOW_A_DATE}"),
        ("tabled:2024..2023", "“2024..2023” ends before it starts: write the earlier date first."),
        ("House:Senate", "“Senate” is no house: write commons or lords."),
        ("status:late", "“late” is no status: write unanswered, holding, answered, corrected or withdrawn."),
        ("uin:12-34", "“12-34” is no UIN: write it as 171468 or HL1234."),
        ('dept:"&"', 'There is no name right after “dept:”: write one word or "a few words".'),
        ("heading:()", 'There is no word right after “heading:”: write a word, a "phrase" or (words in brackets).'),
        ("e*", "“e*” is too short: write two letters or digits, or more, before the asterisk."),
        ("heading:e-*", "“e-*” is too short: write two letters or digits, or more, before the asterisk."),
        ("uin:" + "9" * 50, f"“{'9' * 40}” is no UIN: write it as 171468 or HL1234."),
    ],
)
def test_a_part_that_cannot_be_understood_is_named_and_left_out(typed, message):
    typed, part = f"\u200ba ({typed} OR b) tabled:never", typed
    trouble = trouble_of(typed)
    assert typed[trouble.start : trouble.end] == part
    assert trouble[2:] == (message, "a b")
    assert read(typed).tree == every(A, B)


def test_a_field_without_anything_after_it_is_left_out_at_an_end_and_in_brackets():
    assert trouble_of("a heading:")[:2] == (2, 10)
    assert read("a (heading:) b").tree == every(A, B)


def test_a_name_in_brackets_is_left_out():
    message = '“dept:” takes no brackets: write one word or "a few words".'
    assert trouble_of("dept:(a OR b) c") == (0, 5, message, "c")


def numbered(count: int, between: str = " ") -> str:
    return between.join(f"w{number:03}" for number in range(count))


@pytest.mark.parametrize("between", [" ", " OR ", " -", " heading:"])
def test_no_more_than_the_first_parts_are_searched_for(between):
    assert read(numbered(MOST_PARTS, between)).trouble is None
    typed = numbered(MOST_PARTS + 30, between)
    trouble = trouble_of(typed)
    assert in_words(tree_of(typed)) == trouble.instead == numbered(MOST_PARTS, between)
    assert trouble.message == "Only the first 50 words, phrases and fields are searched for."
    assert trouble.end == len(typed)
    assert typed[: trouble.start].rstrip("-OR ").removesuffix(" heading:") == trouble.instead


def test_the_first_parts_are_counted_within_brackets_and_repeated_ones_once():
    assert read("a " * 900) == Reading(A)
    typed = f"{numbered(MOST_PARTS - 2)} w001 (tabled:2023 OR -(a b)) c"
    assert trouble_of(typed).instead.endswith(" w047 (tabled:2023 OR -a)")
    assert typed[trouble_of(typed).start :] == "b)) c"


def test_the_first_trouble_is_the_one_that_is_told():
    assert trouble_of(f"tabled:x {numbered(99)}").message.startswith("“x” is no date")
    assert trouble_of(f"{numbered(99)} tabled:x").message.startswith("Only the first 50")


def test_a_text_with_brackets_that_stand_too_deep_is_read_as_words():
    assert read(DEEPEST * "(" + "a" + DEEPEST * ")") == Reading(A)
    typed = "a (b) OR " + 5000 * "(" + "c" + 5000 * ")"
    assert trouble_of(typed) == (29, 30, "Brackets may stand within one another 20 deep at most.", "a b c")


def test_a_text_of_more_than_anybody_means_is_read_as_words():
    typed = "a OR b OR " * MOST_READ
    assert trouble_of(typed) == (2_500, 10_000, "This is too long: only 50 words are searched for.", "a b")


def test_what_nobody_can_type_has_no_words():
    with pytest.raises(TypeError):
        in_words(Acronym("SEND"))


PIECES = [
    *("a", "b", "OR", "AND", "NOT", "-", "--x", "(", ")", "((", '"', "“a b”", "*", "ab*", "e*", "’", "é", "\u0301"),
    *(f"{field}:" for field in FIELDS),
    *("2023", "2024-02", "..", "2023-03..", "lords", "holding", "HL12", ":", "\x00", "\u200b", "\u00ad", "&", "_", "²"),
]
QUERIES = st.lists(st.sampled_from([*PIECES, *(" ",) * 20]), max_size=60).map("".join)
NESTED = st.recursive(
    st.sampled_from(["a", "b", "c*d", "ab*", '"a b"', "heading: ", "dept:x", "tabled:2023..", "--x", "NOT b", "-c"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda some: f"({' '.join(some)})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda some: f"({' OR '.join(some)})"),
        inner.map(lambda one: f"-({one})"),
        inner.map(lambda one: f"heading:({one} )"),
    ),
)


def holds(typed: str) -> None:
    """What is true of any text."""
    tree, trouble = read(typed)
    instead = in_words(tree) if tree else ""
    assert repr(read(instead)) == repr(Reading(tree))
    if trouble:
        assert 0 <= trouble.start < trouble.end <= len(typed)
        assert trouble.instead == instead
        assert trouble.message.endswith(".")


@settings(derandomize=True, max_examples=1000, deadline=None)
@given(st.one_of(st.text(), QUERIES, NESTED))
def test_any_text_is_read_and_what_was_searched_for_comes_back_from_its_words(typed):
    holds(typed)


@pytest.mark.parametrize(
    "piece", [*PIECES, "()", '""', '"a" ', "a ", "(a)", "a OR ", "NOT ", "-(", "(a (", "heading:("]
)
def test_10_000_characters_of_anything_are_read(piece):
    holds((piece * 10_000)[:10_000])
    holds((f"{piece} " * 10_000)[:10_000])
