"""Drafts are told apart as people paste them."""

from __future__ import annotations

import pytest

from questions.text.drafts import MOST_DRAFTS, split_drafts

ONE, TWO = "To ask how many hubs have opened.", "To ask what they have cost."


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n\n{TWO}",
        f"{ONE}\n{TWO}",
        f"1. {ONE}\n2. {TWO}",
        f"(1) {ONE}\n\n\n • {TWO}\n",
        f"{ONE}\r\n\r\n{TWO}\r\n{ONE}",
    ],
)
def test_empty_lines_and_to_ask_begin_another_draft(text: str) -> None:
    assert split_drafts(text) == [ONE, TWO]


def test_a_draft_may_have_several_lines() -> None:
    assert split_drafts("how many hubs\nhave opened\n\nwhat they\nhave cost") == [
        "how many hubs have opened",
        "what they have cost",
    ]


@pytest.mark.parametrize("text", ["", "?", "\n\n", "12.", "To ask"])
def test_too_few_words_are_no_draft(text: str) -> None:
    assert split_drafts(text) == []


def test_only_so_many_drafts_are_read() -> None:
    assert len(split_drafts("\n\n".join(f"how many hubs in {n}" for n in range(50)))) == MOST_DRAFTS
