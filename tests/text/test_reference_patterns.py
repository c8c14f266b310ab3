"""The wordings of citations, one by one: what may stand between "Question" and its number, and what may not follow."""

from __future__ import annotations

from datetime import date

import pytest

from questions.text.references import find_citations

TODAY = date(2024, 3, 20)
ADDRESS = "https://questions-statements.parliament.uk"


def uins(text: str) -> list[str]:
    return [one.uin for one in find_citations(text, TODAY)]


def days(text: str) -> list[str]:
    """The days of the answers, and those of tabling with a T before; '' where neither is said."""
    return [str(one.day or (f"T {one.tabled_on}" if one.tabled_on else "")) for one in find_citations(text, TODAY)]


@pytest.mark.parametrize(
    "said",
    [
        *("Question", "question", "Questions", "Queston", "PQ", "PQs", "WPQ", "WPQs", "UIN", "UINs", "uin"),
        *("Question UIN", "Question UINs", "Question UN", "Question number", "Question numbers", "Question no"),
        *("Question no.", "Question Nos.", "Question PQ", "Question WPQ", "Written Question to MHCLG", "Question, UIN"),
        *(
            "Question: UIN:",
            "Question UIN number",
            "Question (UIN",
            "Question [",
            "Question (",
            "Question:",
            "Question,",
        ),
        *("Question (a)", "Question ((b)", "PQ", "Parliamentary Question UIN no. PQ"),
    ],
)
def test_before_a_number_stands(said: str) -> None:
    assert uins(f"On {said} 7777 it is said more.") == ["7777"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Question about 7777", []),
        ("Requestion 7777", []),
        ("Question  HL7777", ["HL7777"]),
        ("PQ7777", ["7777"]),
        ("Parliamentary WQ 7777", ["7777"]),
        ("PQHL7777", ["HL7777"]),
        ("Question 1234567", []),
        ("Question 123456", ["123456"]),
        ("Question 7777a", []),
        ("Question 7777%", []),
        ("Question 7,777", []),
        ("Question 7777.5", []),
        ("Question 7777:30", []),
        ("Question 7777/88", []),
        ("Question 7777/a", []),
        ("Question 7777... and so on", []),
        ("Question 7777. It says", ["7777"]),
        ("Question 7777, it says", ["7777"]),
        ("Question 7777 million", []),
        ("Question 7777 billion", []),
        ("Question 7777 per cent", []),
        ("Question 7777 millions", ["7777"]),
        ("the answer to Question 17 May", []),
        ("the answer to Question 17th of May", []),
        ("the answer to Question 17 Mayors", ["17"]),
    ],
)
def test_a_number_is_whole_and_counts_nothing(text: str, expected: list[str]) -> None:
    assert uins(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the answer to 7777",
        "the Answer I gave to 7777",
        "the replies that she provided in 7777",
        "his reply made for 7777",
        "the response given on 1 May 2023 to 7777",
        "the response, dated 1 May 2023, to 7777",
        "the answer of 1 May 2023 in 7777",
        "the answers 7777",
        "the answer [7777]",
        "the answer( 7777",
        "I refer the hon. Member to 7777",
        "I refer the right hon. Lady to 7777",
        "I refer my rt. hon. Friend to 7777",
        "I refer the noble Lord to 7777",
        "I refer the Honourable Gentleman to 7777",
        "I refer Members to 7777",
        "pursuant to 7777",
        "Official Report, 7777",
        "the answer about the price of bread [ 7777 ]",
    ],
)
def test_without_the_word_question_a_number_is_cited_by(text: str) -> None:
    assert uins(text) == ["7777"]


@pytest.mark.parametrize(
    "text",
    [
        "the answer about 7777",
        "the answer to 777",
        "the answer to 7777 million",
        "the answer to 1999",
        "I refer the Committee to 7777",
        "according to 7777",
        "Report, 7777",
        f"the answer about {'bread, ' * 15}(7777)",
        "the answer about bread. It is (7777)",
        "the answer about (white) bread (7777)",
    ],
)
def test_a_number_that_only_stands_near_an_answer_is_not_cited(text: str) -> None:
    assert uins(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HL7777 says", ["HL7777"]),
        ("hl77 says", ["HL77"]),
        ("HL7 says", []),
        ("HL777777 says", []),
        ("HL7777/8 and HL77.5", []),
        ("HL7777, which says", ["HL7777"]),
        ("HL7777, published in May", []),
        ("HL7777 published in May", []),
        ("HL7777 was published in May", ["HL7777"]),
    ],
)
def test_a_number_of_the_lords_speaks_for_itself(text: str, expected: list[str]) -> None:
    assert uins(text) == expected


@pytest.mark.parametrize(
    ("joint", "is_joint"),
    [
        *((", ", True), (" and ", True), (", and ", True), (" or ", True), (" & ", True), ("/ ", True), ("; ", True)),
        *((" and to ", True), (") and (", True), ("], [", True), (" and Question ", True), (" and PQ no. ", True)),
        *((" answered on 1 May 2023, ", True), (", tabled on 1 May 2023 and ", True), (" of 1 May 2023 and ", True)),
        *((" published on 1 May 2023, and ", True), (" on 41 May 2023 and ", False), (" with ", False), (" ", False)),
    ],
)
def test_between_two_numbers_stands(joint: str, is_joint: bool) -> None:
    assert uins(f"Questions 6666{joint}7777 say") == ["6666", *["7777"] * is_joint]


@pytest.mark.parametrize(
    "place",
    [
        *("consultation", "survey", "census", "questionnaire", "petition", "referendum", "evidence", "exam", "paper"),
        *("Senedd", "Welsh Parliament", "Scottish Parliament", "Northern Ireland Assembly"),
    ],
)
def test_short_numbers_are_questions_of_other_things_too(place: str) -> None:
    assert uins(f"in response to Question 123 of the {place}") == []
    assert uins(f"in response to Question 123 of the Un{place}") == ["123"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((f"the {what} of 1 May 2023 to Question 7777", "2023-05-01") for what in ("answer", "Answers", "reply")),
        *((f"the {what} of 1 May 2023 to Question 7777", "2023-05-01") for what in ("replies", "response", "PQ")),
        ("as I answered on 1 May 2023 to Question 7777", "2023-05-01"),
        ("as she replied on 1 May 2023 to Question 7777", "2023-05-01"),
        ("as he responded on 1 May 2023 to Question 7777", "2023-05-01"),
        ("the answer in the Official Report of 1 May 2023 to Question 7777", "2023-05-01"),
        *(
            (f"the answer and the {what} of 1 May 2023, Question 7777", "")
            for what in ("statement", "letters", "report")
        ),
        *((f"the answer and the {what} of 1 May 2023, Question 7777", "") for what in ("debate", "speech", "release")),
        *((f"the answer and the {what} of 1 May 2023, Question 7777", "") for what in ("announcement", "Committee")),
        *((f"the answer and the {what} of 1 May 2023, Question 7777", "") for what in ("column", "meeting", "Budget")),
        *((f"the answer and the {what} of 1 May 2023, Question 7777", "") for what in ("contribution", "Act")),
        (f"the answer, {ADDRESS}/a/2023-05-01 to Question 7777", ""),
    ],
)
def test_a_day_is_that_of_an_answer_where_this_is_said_last_before_it(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (", answered on 1 May 2023", "2023-05-01"),
        (" that was given on 1 May 2023", "2023-05-01"),
        (" which was provided 1 May 2023", "2023-05-01"),
        (" you were given, on 1 May 2023", "2023-05-01"),
        (" (replied to on 1 May 2023)", "2023-05-01"),
        (") [dated [1 May 2023", "2023-05-01"),
        (" from 1 May 2023", "2023-05-01"),
        (" she tabled on 1 May 2023", "T 2023-05-01"),
        (" on bread, which was answered on 1 May 2023", "2023-05-01"),
        (" on bread, which was given on 1 May 2023", ""),
        (f" on {'x' * 118} tabled on 1 May 2023", ""),
        (f" on {'x' * 115} tabled on 1 May 2023", "T 2023-05-01"),
        (", baked on 1 May 2023", ""),
    ],
)
def test_a_day_after_a_number_is_its_own(after: str, expected: str) -> None:
    assert days(f"Question 7777{after}") == [expected]


@pytest.mark.parametrize(
    ("end", "is_end"),
    [
        *((". ", True), ("? ", True), ("! ", True), ("\n", False), (".\n", True)),
        *((" Mr. ", False), (" Mrs. ", False), (" Ms. ", False), (" Dr. ", False), (" hon. ", False), (" Rt. ", False)),
        *((" Hon. ", False), (" rt. ", False), (" No. ", False), (" no. ", False)),
    ],
)
def test_what_is_said_in_one_sentence_says_nothing_of_the_next(end: str, is_end: bool) -> None:
    assert days(f"The answer of 1 May 2023{end}Smith had to Question 7777") == ["" if is_end else "2023-05-01"]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/written-questions/detail/2023-05-01/HL22", ("HL22", "2023-05-01")),
        ("/written-question/Commons/2023-05-01/123456/", ("123456", "2023-05-01")),
        ("/written-questions%2Fdetail%2F2023-05-01%2f22&x", ("22", "2023-05-01")),
        ("/written-questions/detail/2023-05-01/22..", None),  # cut
        ("/written-questions/detail/2023-05-01/1234567", None),
        ("/written-questions/detail/2023-5-1/22", None),
        ("/written-statements/detail/2023-05-01/22", None),
    ],
)
def test_an_address_names_a_number_and_its_day(address: str, key: tuple[str, str] | None) -> None:
    found = {(one.uin, str(one.tabled_on)) for one in find_citations(ADDRESS + address, TODAY)}
    assert found == ({key} if key else set())
