"""The search language: the message for a query that is invalid or too long, and what is searched for instead."""

from __future__ import annotations

import pytest

from questions.search.language.parser import DEEPEST, MOST_PARTS, MOST_READ, read_query
from questions.search.language.tree import Reading
from questions.search.language.tree_as_text import write_query

from .test_language import A, B, every, tree_of, trouble_of

DATE_FORMATS = '2023, 2023-03, 2023-03-22, 2023-03..2023-06 or, in quotation marks, "22 March 2023" or "last month".'


@pytest.mark.parametrize(
    ("typed", "at", "message", "instead"),
    [
        ("a (b OR c", "(", "This bracket is not closed.", "a b c"),
        ("((a) OR", "(", "This bracket is not closed.", "a"),
        ("a) b", ")", "This bracket has no opening bracket.", "a b"),
        ('"a b', '"', "This quotation mark is not closed.", "a b"),
        ("(XL, “X-ray”", "(", "This bracket is not closed.", "XL X-ray"),
        ("a ”b c", "”", "This quotation mark is not closed.", "a b c"),
        ('heading:"a', '"', "This quotation mark is not closed.", "a"),
        ("OR a", "OR", "There are no words before OR.", "a"),
        ("a (AND b)", "AND", "There are no words before AND.", "a b"),
        ("a OR", "OR", "There are no words after OR.", "a"),
        ("a AND OR b", "AND", "There are no words after AND.", "a b"),
        ("(a OR) b", "OR", "There are no words after OR.", "a b"),
        ("a NOT", "NOT", "There are no words after NOT.", "a"),
        ("a -OR b", "-", "There are no words after -.", "a b"),
        ("\u200ba\u00adb\x00x -y, tabled:2023 “c d” ef* (", "(", "This bracket is not closed.", "ab x y 2023 c d ef"),
    ],
)
def test_a_query_that_cannot_be_parsed_is_searched_for_as_plain_words(typed, at, message, instead):
    trouble = trouble_of(typed)
    assert typed[trouble.start : trouble.end] == at
    assert trouble[2:] == (message, instead)
    assert repr(read_query(typed).tree) == repr(read_query(instead).tree)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("tabled:sometime", f"“sometime” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:2023-02-30", f"“2023-02-30” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:2023-13", f"“2023-13” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:2023-02-32", f"“2023-02-32” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:23-02", f"“23-02” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:2023-00", f"“2023-00” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:0000", f"“0000” is not a valid date. Enter {DATE_FORMATS}"),
        ("tabled:٢٠٢٣", f"“٢٠٢٣” is not a valid date. Enter {DATE_FORMATS}"),
        ("answered:2023..soon", f"“2023..soon” is not a valid date. Enter {DATE_FORMATS}"),
        ("answered:..", f"Enter {DATE_FORMATS[:-1]} after “answered:”, without a space."),
        ("tabled:2024..2023", "“2024..2023” ends before it starts. Enter the earlier date first."),
        (
            "tabled:2023-03-22..2023-03-21",
            "“2023-03-22..2023-03-21” ends before it starts. Enter the earlier date first.",
        ),
        ("tabled:2023.2024", f"“2023.2024” is not a valid date. Enter {DATE_FORMATS}"),
        ("uin:1234567890", "“1234567890” is not a valid UIN. Enter a number such as 171468 or HL1234."),
        ("House:Senate", "“Senate” is not a valid house. Enter commons or lords."),
        ("status:late", "“late” is not a valid status. Enter unanswered, holding, answered, corrected or withdrawn."),
        ("uin:12-34", "“12-34” is not a valid UIN. Enter a number such as 171468 or HL1234."),
        ('dept:"&"', 'Enter one word or "a few words" after “dept:”, without a space.'),
        ("heading:()", 'Enter a word, a "phrase" or (words in brackets) after “heading:”, without a space.'),
        ("e*", "“e*” is too short. Enter at least two letters or digits before the asterisk."),
        ("heading:e-*", "“e-*” is too short. Enter at least two letters or digits before the asterisk."),
        ("uin:" + "9" * 50, f"“{'9' * 40}” is not a valid UIN. Enter a number such as 171468 or HL1234."),
    ],
)
def test_an_invalid_part_is_marked_and_left_out(typed, message):
    typed, part = f"\u200ba ({typed} OR b) tabled:never", typed
    trouble = trouble_of(typed)
    assert typed[trouble.start : trouble.end] == part
    assert trouble[2:] == (message, "a b")
    assert read_query(typed).tree == every(A, B)


def test_a_field_without_a_value_is_left_out_at_the_end_and_in_brackets():
    assert trouble_of("a heading:")[:2] == (2, 10)
    assert read_query("a (heading:) b").tree == every(A, B)


def test_a_field_for_names_is_left_out_before_brackets():
    message = 'Do not use brackets after “dept:”. Enter one word or "a few words".'
    assert trouble_of("dept:(a OR b) c") == (0, 5, message, "c")


def numbered(count: int, between: str = " ") -> str:
    return between.join(f"w{number:03}" for number in range(count))


@pytest.mark.parametrize("between", [" ", " OR ", " -", " heading:"])
def test_only_the_first_parts_of_a_long_query_are_searched_for(between):
    assert read_query(numbered(MOST_PARTS, between)).trouble is None
    typed = numbered(MOST_PARTS + 30, between)
    trouble = trouble_of(typed)
    assert write_query(tree_of(typed)) == trouble.instead == numbered(MOST_PARTS, between)
    assert trouble.message == "A search can have up to 50 words, phrases and fields."
    assert trouble.end == len(typed)
    assert typed[: trouble.start].rstrip("-OR ").removesuffix(" heading:") == trouble.instead


def test_parts_in_brackets_are_counted_and_repeated_parts_count_once():
    assert read_query("a " * 900) == Reading(A)
    typed = f"{numbered(MOST_PARTS - 2)} w001 (tabled:2023 OR -(a b)) c"
    assert trouble_of(typed).instead.endswith(" w047 (tabled:2023 OR -a)")
    assert typed[trouble_of(typed).start :] == "b)) c"


@pytest.mark.parametrize("typed", ["(", "NOT", "dept:()", "tabled:never", 'heading:"&"'])
def test_a_query_without_a_valid_part_searches_for_nothing(typed):
    assert trouble_of(typed).instead == ""
    assert read_query(typed).tree is None


def test_the_part_that_exceeds_the_limit_is_marked_from_its_field():
    typed = f'{numbered(MOST_PARTS)} heading:"a b" c'
    assert typed[trouble_of(typed).start :] == 'heading:"a b" c'


def test_a_query_that_cannot_be_parsed_searches_for_each_of_its_first_words_once():
    assert trouble_of(f"w000 ({numbered(MOST_PARTS)}").instead == numbered(MOST_PARTS)
    assert trouble_of(f"({numbered(MOST_PARTS + 1)}").instead == numbered(MOST_PARTS)


def test_only_the_first_trouble_is_reported():
    assert trouble_of(f"tabled:x {numbered(99)}").message.startswith("“x” is not a valid date")
    assert trouble_of(f"{numbered(99)} tabled:x").message.startswith("A search can have up to 50")


def test_a_query_with_too_many_nested_brackets_is_read_as_words():
    assert read_query(DEEPEST * "(" + "a" + DEEPEST * ")") == Reading(A)
    typed = "a (b) OR " + 5000 * "(" + "c" + 5000 * ")"
    assert trouble_of(typed) == (29, 30, "You can put brackets inside brackets only 20 levels deep.", "a b c")


def test_a_query_that_is_much_too_long_is_read_as_words():
    typed = "a OR b OR " * MOST_READ
    assert trouble_of(typed) == (2_500, 10_000, "This search is too long. It can have up to 50 words.", "a b")
