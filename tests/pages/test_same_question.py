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


def test_questions_that_mean_different_things_do_not_ask_the_same() -> None:
    assert not is_same(HUBS, "How many family hubs have opened in Leeds since 2020?", 0.5)
