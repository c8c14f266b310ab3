"""Posts, departments and constituencies as people type them."""

from __future__ import annotations

import pytest

from questions.text.typed_names import words_typed
from questions.text.typed_titles import (
    body_words,
    could_be_a_post,
    is_body,
    is_seat,
    says_where,
    seat_words,
    title_words,
    titles_meant,
)

TITLES = [
    "Secretary of State for the Home Department",
    "Secretary of State for Education",
    "Secretary of State for Education and Skills",
    "Secretary of State for Wales",
    "Secretary of State for Foreign, Commonwealth and Development Affairs",
    "Deputy Foreign Secretary",
    "Chancellor of the Exchequer",
    "Chancellor of the Duchy of Lancaster",
    "Prime Minister",
    "Deputy Prime Minister",
    "Minister for School Standards",
    "Secretary of State for Justice and Lord Chancellor",
    "Lord Chancellor",
    "Minister of State, Department for Education",
    "Parliamentary Under-Secretary of State, Department for Education",
    "Parliamentary Secretary, Cabinet Office",
    "Chief Whip and Parliamentary Secretary to the Treasury",
]


def meant(typed: str) -> list[str]:
    words = title_words(typed)
    return titles_meant(words, {title: title_words(title) for title in TITLES}) if could_be_a_post(words) else []


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Home Secretary", ["Secretary of State for the Home Department"]),
        ("home secretary", ["Secretary of State for the Home Department"]),
        ("the Home Secretary's", ["Secretary of State for the Home Department"]),
        ("Secretary of State for Education", [TITLES[1], TITLES[2]]),
        ("education secretary", [TITLES[1], TITLES[2]]),
        ("Welsh Secretary", ["Secretary of State for Wales"]),
        ("Foreign Secretary", ["Secretary of State for Foreign, Commonwealth and Development Affairs"]),
        ("deputy foreign secretary", ["Deputy Foreign Secretary"]),
        ("Chancellor of the Exchequer", ["Chancellor of the Exchequer"]),
        ("chancellor", ["Chancellor of the Exchequer"]),
        ("Chancellor of the Duchy of Lancaster", ["Chancellor of the Duchy of Lancaster"]),
        ("Prime Minister", ["Prime Minister"]),
        ("PM", ["Prime Minister"]),
        ("Lord Chancellor", ["Secretary of State for Justice and Lord Chancellor", "Lord Chancellor"]),
        ("justice secretary", ["Secretary of State for Justice and Lord Chancellor"]),
        ("education minister", ["Minister of State, Department for Education"]),
        ("under secretary of state for education", [TITLES[-3]]),
        ("cabinet secretary", []),
        ("chief whip", ["Chief Whip and Parliamentary Secretary to the Treasury"]),
        ("schools minister", ["Minister for School Standards"]),
        ("minister for school standards", ["Minister for School Standards"]),
    ],
)
def test_a_post_is_named_as_people_say_it(typed: str, titles: list[str]) -> None:
    assert meant(typed) == titles


@pytest.mark.parametrize(
    "typed", ["secretary", "minister", "under secretary", "home", "education", "school standards", ""]
)
def test_words_that_fit_many_posts_or_no_post_name_none(typed: str) -> None:
    assert meant(typed) == []


@pytest.mark.parametrize("typed", ["general", "in general", "leaders", "president", "advocate", "government ministers"])
def test_an_ordinary_word_that_is_in_titles_is_no_post(typed: str) -> None:
    assert not could_be_a_post(title_words(typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Education", "Department for Education"),
        ("department for education", "Department for Education"),
        ("Department of Education", "Department for Education"),
        ("Education Department", "Department for Education"),
        ("Health", "Department of Health and Social Care"),
        ("defence", "Ministry of Defence"),
        ("Treasury", "HM Treasury"),
        ("Foreign Office", "Foreign, Commonwealth and Development Office"),
        ("Home Office", "Home Office"),
    ],
)
def test_a_department_is_named_by_its_name_or_the_beginning_of_it(typed: str, name: str) -> None:
    assert is_body(body_words(typed), body_words(name))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Skills", "Department for Education and Skills"), ("department", "Home Office"), ("Office", "Home Office")],
)
def test_other_words_of_a_department_do_not_name_it(typed: str, name: str) -> None:
    assert not is_body(body_words(typed), body_words(name))


@pytest.mark.parametrize(
    ("typed", "seat"),
    [
        ("Strangford", "Strangford"),
        ("north east somerset", "North East Somerset"),
        ("North East Somerset", "North East Somerset and Hanham"),
        ("Somerset North East", "North East Somerset"),
        ("Somerset", "North Somerset"),
        ("Hackney", "Hackney South and Shoreditch"),
        ("Stoke on Trent", "Stoke-on-Trent Central"),
        ("Ynys Mon", "Ynys Môn"),
        ("Wrekin", "The Wrekin"),
        ("the Wrekin", "The Wrekin"),
    ],
)
def test_a_constituency_is_named_by_its_name_or_the_beginning_of_it(typed: str, seat: str) -> None:
    assert is_seat(seat_words(typed), seat_words(seat))


def test_a_direction_or_another_part_of_the_name_is_no_constituency() -> None:
    assert not says_where(words_typed("North East"))
    assert not is_seat(seat_words("Shoreditch"), seat_words("Hackney South and Shoreditch"))
    assert not is_seat(seat_words("North Somerset"), seat_words("North East Somerset"))
