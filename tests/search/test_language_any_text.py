"""The search language: any text can be read, and its tree can be written and read again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.search.language.field_names import FIELDS
from questions.search.language.parser import read_query
from questions.search.language.tree import Reading
from questions.search.language.tree_as_text import write_query

PIECES = [
    *("a", "b", "OR", "AND", "NOT", "-", "--x", "(", ")", "((", '"', "“a b”", "*", "ab*", "e*", "’", "é", "\u0301"),
    *(f"{field}:" for field in FIELDS),
    *("seat:", "foo:b", "10:30", "https://a"),
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


def check_reading(typed: str) -> None:
    """Check what is true of any text."""
    tree, trouble = read_query(typed)
    instead = write_query(tree) if tree else ""
    assert repr(read_query(instead)) == repr(Reading(tree))
    if trouble:
        assert 0 <= trouble.start < trouble.end <= len(typed)
        assert trouble.instead == instead
        assert trouble.message.endswith(".")


@settings(derandomize=True, max_examples=1000, deadline=None)
@given(st.one_of(st.text(), QUERIES, NESTED))
def test_any_text_is_read_as_a_tree_that_can_be_written_and_read_again(typed):
    check_reading(typed)


@pytest.mark.parametrize(
    "piece", [*PIECES, "()", '""', '"a" ', "a ", "(a)", "a OR ", "NOT ", "-(", "(a (", "heading:("]
)
def test_10_000_characters_of_any_text_are_read(piece):
    check_reading((piece * 10_000)[:10_000])
    check_reading((f"{piece} " * 10_000)[:10_000])
