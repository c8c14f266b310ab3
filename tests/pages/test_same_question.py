"""Which questions count as asking the same as a draft."""

from __future__ import annotations

import pytest

from questions.pages.same_question import is_same

HUBS = "To ask the Secretary of State for Education, how many family hubs have opened in Leeds since 2020."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HUBS, "How many family hubs have opened in Leeds since 2020?"),
        (HUBS, "To ask the Minister for Women, how many Family Hubs opened in Leeds since 2020"),
        ("what steps he is taking to cut waiting times", "What plans her Department has made to cut waiting times."),
        (
            "whether Leeds Council has opened family hubs in schools",
            "Whether Leeds Council opened family hubs in a school",
        ),
        (
            "with reference to the report on hubs, published on 2 May, how many hubs closed in Leeds",
            "How many hubs closed in Leeds?",
        ),
        ("how many hubs in Leeds opened in schools", "in Leeds, how many hubs opened in schools"),
        (
            "with reference to the Statement on hubs in Leeds, what assessment he has made",
            "With reference to the Statement on hubs in Leeds, what assessment her Department has made",
        ),
    ],
)
def test_questions_with_nearly_the_same_words_ask_the_same(one: str, other: str) -> None:
    assert is_same(one, other, None)
    assert is_same(one, other, 0.95)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HUBS, "how many family hubs have opened in Bath since 2020"),
        (HUBS, "how many family hubs have opened in Leeds since 2021"),
        (HUBS, "how many family hubs have opened in Leeds and Hull since 2020"),
        (HUBS, "how much money for hubs in Leeds was spent since 2020 on repairs"),
        (HUBS, "how many family hubs have closed in Leeds since 2020"),
        (HUBS, "how many family hubs have not opened in Leeds since 2020"),
        ("how many people were deported to France by ferry", "how many people were deported from France by ferry"),
        (
            "on how many days he met Shell staff, when that was",
            "on how many days he left Harrogate early, when that was",
        ),
        (
            "pursuant to the Answer of 2 May to Question 7 on Family Hubs in the North, who will lead the review",
            "pursuant to the Answer of 2 May to Question 7 on Family Hubs in the North, what it will cost to run",
        ),
        (
            "pursuant to the Answer of 2 May 2024 to Question 10765, when the review will end",
            "pursuant to the Answer of 2 May 2024 to Question 10766, when the review will end",
        ),
        (
            "by how much private hubs in Leeds cost more than public hubs",
            "by how much public hubs in Leeds cost more than private hubs",
        ),
    ],
)
def test_another_name_number_or_matter_makes_another_question(one: str, other: str) -> None:
    assert not is_same(one, other, None)
    assert not is_same(one, other, 0.99)


def test_with_a_word_more_the_meaning_decides() -> None:
    longer = "How many new family hubs have opened in Leeds since 2020?"
    assert is_same(HUBS, longer, 0.95)
    assert not is_same(HUBS, longer, 0.5)


def test_he_or_she_makes_no_other_question_though_it_changes_the_vector() -> None:
    assert is_same("what steps he is taking on bus fares", "what steps her Department is taking on bus fares", 0.78)


def test_of_a_question_that_is_cut_on_record_the_beginning_is_compared() -> None:
    draft = "what recent assessment he has made of bus fares in Leeds and of their effect on people who travel to work"
    assert is_same(
        draft, "what recent assessment he has made of bus fares in Leeds and of their eff", None, is_cut=True
    )
    assert not is_same(draft, "what recent assessment he has made of bus fares in Hull and of th", None, is_cut=True)


def test_without_words_that_tell_something_nothing_is_the_same() -> None:
    assert not is_same("what plans he has made", "what steps she is taking", None)
