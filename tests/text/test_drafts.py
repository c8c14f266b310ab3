"""Drafts are told apart as people paste them."""

from __future__ import annotations

import pytest

from questions.text.drafts import split_drafts

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


@pytest.mark.parametrize(
    ("pasted", "draft"),
    [
        (f"Q1. {ONE}", ONE),
        (f"“{ONE}”", ONE),
        (f"907210 Ann Demo (Leeds): {ONE}", ONE),
        (f"Dear Table Office, please table this: {ONE}", ONE),
        (f"Family hubs: Leeds\n{ONE}", ONE),
        (
            "to ask the secretary of state for education, how many hubs have opened",
            "To ask the Secretary of State for Education, how many hubs have opened",
        ),
        (
            "whether hubs open in 2019. How many – in total – now",
            "whether hubs open in 2019. How many – in total – now",
        ),
        ("how many hubs there are\nto ask the agency about", "how many hubs there are to ask the agency about"),
    ],
)
def test_only_the_question_is_kept_of_what_is_pasted(pasted: str, draft: str) -> None:
    assert split_drafts(pasted) == [draft]


def test_a_list_of_lines_is_a_list_of_drafts() -> None:
    assert split_drafts("1. how many hubs\n2. what they cost\n- where they are") == [
        "how many hubs",
        "what they cost",
        "where they are",
    ]


@pytest.mark.parametrize("text", ["", "?", "\n\n", "12.", "To ask"])
def test_too_few_words_are_no_draft(text: str) -> None:
    assert split_drafts(text) == []
