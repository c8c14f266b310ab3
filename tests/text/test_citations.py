"""Citations at their edges: which numbers go together, whose a day is, and how far away a word still governs."""

from __future__ import annotations

from datetime import date

import pytest

from questions.text.references import Cited, Key, find_citations, find_citations_in_markup

TODAY = date(2024, 3, 20)
NOT_SAID = ("", "")


def found(text: str) -> list[tuple[str, str, str]]:
    """The UINs in the order of the text, each with the day of its answer and that of tabling; '' where not said."""
    return [(one.uin, str(one.day or ""), str(one.tabled_on or "")) for one in find_citations(text, TODAY)]


def uins(text: str) -> list[str]:
    return [one.uin for one in find_citations(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Long numbers speak for themselves, unless they may be years; short ones need a word before or a day after.
        ("Question 1000 on schools", ["1000"]),
        ("question 1000 on schools", ["1000"]),
        ("Question 999 on schools", []),
        ("Question 1899 on schools", ["1899"]),
        ("Question 1999 on schools", []),
        ("Question 2012 on schools", []),
        ("Question 2100 on schools", ["2100"]),
        ("Question 19991 on schools", ["19991"]),
        ("the answer to Question 1999", ["1999"]),
        ("the answer to Question 12", ["12"]),
        ("the answer to question 12", []),
        ("the answer to question 123", ["123"]),
        ("Question 12, answered on 3 May 2023", ["12"]),
        ("question 12, answered on 3 May 2023", []),
        ("question 123, tabled on 3 May 2023", ["123"]),
        ("pursuant to Question 12", ["12"]),
        ("parliamentary question 123", ["123"]),
        # What names Parliament's own needs no more; "WQ" may be another parliament's.
        *[("PQ 12 says", ["12"]), ("PQs 12 says", ["12"]), ("WPQ 12 says", ["12"]), ("uin 12 says", ["12"])],
        *[("UINs 12 and 13 say", ["12", "13"]), ("WQ 93146 says", []), ("the answer to WQ 93146", ["93146"])],
        *[("wq 93146 says", []), ("Question HL 12 says", ["HL12"]), ("question hl12 says", ["HL12"])],
        *[("PQ 12 in answer to the survey", []), ("UIN 1234 in the survey", ["1234"])],
        ("Question HL12 of the survey", ["HL12"]),
        ("Question 123 says that the answer is no", []),
        ("in answer to Question 123 of the Northern Ireland Assembly", []),
    ],
)
def test_a_number_is_a_question_of_parliament(text: str, expected: list[str]) -> None:
    assert uins(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Questions 1111 and 222", ["1111", "222"]),
        ("Questions 1111 and 22", ["1111"]),  # too short to be another of these
        ("the answers to Questions 111 and 22", ["111", "22"]),
        ("Question 1111 and 2222", ["1111", "2222"]),
        ("Question 1111 and 222", ["1111"]),
        ("Question 1111 and 1999", ["1111"]),
        ("Questions 1111 and 1999", ["1111", "1999"]),
        ("Questions 1111, 2222, 3333 & 4444", ["1111", "2222", "3333", "4444"]),
        ("Question 1111 or 2222 / 3333", ["1111", "2222", "3333"]),
        ("Question 1111 and HL22", ["1111", "HL22"]),
        ("Question 1111 and Question 22", ["1111", "22"]),
        ("Question 1111 and to UIN 22", ["1111", "22"]),
        ("Question 1111 and HL2 and hl3", ["1111", "HL2", "HL3"]),
        ("my answers [1111 and 222]", ["1111", "222"]),
        ("Question 1111 (2222)", ["1111"]),  # nothing joins them
        ("Question (1111) 2222", ["1111"]),
        ("Question [1111] 2222", ["1111"]),
        ("Question 1111 2222", ["1111"]),
        ("Questions 1111 on 3 May 2023, 2222 on 4 May 2023 and 3333", ["1111", "2222", "3333"]),
        ("Question 1111 on 45 of and 2222", ["1111"]),
        ("See Question 3333. And Question 1111, and the answer to Question 2222", ["3333", "1111", "2222"]),
        ("the answer 1111, and 1112. The answer to UIN 1111", ["1111", "1112", "1111"]),
        ("the answer (1111) and Question 1111", ["1111", "1111"]),
    ],
)
def test_numbers_go_on_from_one_to_the_next(text: str, expected: list[str]) -> None:
    assert uins(text) == expected


A, B, C = "2023-05-01", "2023-05-02", "2023-05-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One day after a number is that of its answer, unless it is said to be that of tabling.
        ("Question 1111 of 1 May 2023", [("1111", A, "")]),
        ("Question 1111, replied to on 1 May 2023", [("1111", A, "")]),
        ("Question 1111 which was published 1 May 2023", [("1111", A, "")]),
        *[(f"Question 1111 {how} on 1 May 2023", [("1111", "", A)]) for how in ("tabled", "asked", "SUBMITTED")],
        ("Question 1111 about buses, tabled on 1 May 2023", [("1111", "", A)]),
        ("Question 1111 about buses. It was tabled on 1 May 2023", [("1111", *NOT_SAID)]),
        ("Question 1111 on 31 February 2024", [("1111", *NOT_SAID)]),
        ("Question 1111, answered on 1 May", [("1111", A, "")]),  # the latest one
        ("Questions 1111 and 2222 on 1 May and 2 May", [("1111", A, ""), ("2222", B, "")]),
        # Of one before and one after it, the one before is that of the answer.
        ("the answer of 1 May 2023 to Question 1111", [("1111", A, "")]),
        ("the answer of 2 May 2023 to Question 1111 of 1 May 2023", [("1111", B, A)]),
        ("the answer of 2 May 2023 to Question 1111, tabled on 1 May 2023", [("1111", B, A)]),
        ("the answer of 1 May 2023 to Question 1111, answered on 2 May 2023", [("1111", B, "")]),
        ("the answer of 1 May 2023 to Question 1111, answered on 31 June 2023", [("1111", A, "")]),
        # As many days as numbers are theirs in their order; one is that of all.
        ("Questions 1111 and 2222 of 1 May 2023", [("1111", A, ""), ("2222", A, "")]),
        ("Questions 1111 and 2222 on 1 May 2023 and 2 May 2023", [("1111", A, ""), ("2222", B, "")]),
        ("Question 1111 on 1 May 2023 and 2 May 2023", [("1111", *NOT_SAID)]),
        ("Questions 1111 and 2222 on 1 May 2023, 2 May 2023 and 12 hubs", [("1111", A, ""), ("2222", B, "")]),
        ("Answers of 1, 2 and 3 May 2023 to Questions 1111, 2222 and 3333",
         [("1111", A, ""), ("2222", B, ""), ("3333", C, "")]),
        ("Answers of 1 May 2023 and 2 and 3 May 2023 to Questions 1111, 2222 and 3333",
         [("1111", A, ""), ("2222", B, ""), ("3333", C, "")]),
        ("Answers of 30 and 1 February 2023 to Questions 1111 and 2222",
         [("1111", *NOT_SAID), ("2222", "2023-02-01", "")]),
        ("Answers of 0 and 2 May 2023 to Questions 1111 and 2222", [("1111", *NOT_SAID), ("2222", B, "")]),
        ("Answers of 31 and 1 May 2023 to Questions 1111 and 2222", [("1111", "2023-05-31", ""), ("2222", A, "")]),
        # A day that a number has is no other number's, and the last one said before a number counts.
        ("Question 1111 answered on 1 May 2023 and the answer to Question 2222",
         [("1111", A, ""), ("2222", *NOT_SAID)]),
        ("Question 1111 on buses and Question 2222, tabled on 1 May 2023", [("1111", *NOT_SAID), ("2222", "", A)]),
        ("Question 1111 on buses, Question 2222, tabled on 1 May 2023, and then Question 3333",
         [("1111", *NOT_SAID), ("2222", "", A), ("3333", *NOT_SAID)]),
        ("the reply to 1111 on buses and Question 2222, tabled on 1 May 2023",
         [("1111", *NOT_SAID), ("2222", "", A)]),
        ("The answer of 1 May 2023, the answer of 2 May 2023, Question 1111", [("1111", B, "")]),
        ("The answer of 1 May 2023. Question 1111", [("1111", *NOT_SAID)]),
        # What governs a day last says what it is of.
        ("the letter of 1 May 2023 on Question 1111", [("1111", *NOT_SAID)]),
        ("the letter and the answer of 1 May 2023 to Question 1111", [("1111", A, "")]),
        ("the answer and the letter of 1 May 2023 on Question 1111", [("1111", *NOT_SAID)]),
        ("on 1 May 2023 the answer to Question 1111", [("1111", *NOT_SAID)]),
        # What is said of a number in one place, where it is said first, is known in all.
        ("Question 1111. Question 1111 of 2 May 2023, tabled on 1 May 2023. Question 1111 of 3 May 2023.",
         [("1111", B, ""), ("1111", B, ""), ("1111", C, "")]),
        ("Question 1111. Question 1111, tabled on 1 May 2023. Question 1111, tabled on 2 May 2023. Question 2222",
         [("1111", "", A), ("1111", "", A), ("1111", "", B), ("2222", *NOT_SAID)]),
    ],
)  # fmt: skip
def test_each_number_has_its_days(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(("apart", "is_governed"), [(100, True), (101, False)])
def test_a_word_governs_a_short_number_from_a_hundred_characters_before(apart: int, is_governed: bool) -> None:
    assert bool(uins(f"answer {'x' * (apart - len('answer  '))} Question 12")) is is_governed


@pytest.mark.parametrize(("apart", "is_elsewhere"), [(50, True), (51, False)])
def test_what_is_of_something_else_says_so_within_fifty_characters(apart: int, is_elsewhere: bool) -> None:
    said = "answer to Question 123"
    after = f"{said} {'x' * (apart - len('  survey'))} survey"
    before = f"survey {'x' * (apart - len('survey  answer to '))} {said}"
    assert (uins(after) == []) is is_elsewhere
    assert (uins(before) == []) is is_elsewhere


@pytest.mark.parametrize(("apart", "expected"), [(160, A), (161, "")])
def test_a_day_is_of_a_number_within_160_characters_after_it(apart: int, expected: str) -> None:
    text = f"the answer of 1 May 2023 {'x' * (apart - len('  Question '))} Question 1111"
    assert found(text) == [("1111", expected, "")]


def test_a_citation_says_where_its_number_stands_and_what_tells_it_from_others() -> None:
    text = "Of old. The answer of 2 May 2023 to Question HL 1234, tabled on 1 May 2023, stands."
    (one,) = find_citations(text, TODAY)
    assert one == Cited("HL1234", date(2023, 5, 2), date(2023, 5, 1), text.index("HL 1234"), text.index(", tabled"))
    assert one.key == Key("HL1234", date(2023, 5, 2), date(2023, 5, 1))


def test_citations_come_in_the_order_of_the_text_addresses_too() -> None:
    address = "https://questions-statements.parliament.uk/written-questions/detail/2023-05-01/hl22"
    markup = f'<p>Question 3333, <a href="{address}">this</a> and UIN 1111.</p><p>Question 2222</p>'
    assert [one.uin for one in find_citations_in_markup(markup, TODAY)] == ["3333", "HL22", "1111", "2222"]
    (link,) = [one for one in find_citations_in_markup(markup, TODAY) if one.uin == "HL22"]
    assert (link.day, link.tabled_on, markup[link.start : link.end]) == (None, date(2023, 5, 1), "hl22")


@pytest.mark.parametrize(
    "address", ["written-questions/detail/2023-05-01/hl22", "written-question/Lords/2023-05-01/HL22"]
)
def test_the_day_in_an_address_is_that_of_tabling_in_a_plain_text_too(address: str) -> None:
    keys = {one.key for one in find_citations(f"I refer to the answer at https://x.example/{address}", TODAY)}
    assert keys == {("HL22", None, date(2023, 5, 1))}


def test_an_address_of_a_day_that_is_none_still_names_its_number() -> None:
    assert found("https://x.example/written-questions/detail/2023-02-30/22") == [("22", "", "")]
