"""What stands around a pasted question: who replied, its heading and days, and lines that are no part of it.

All texts here are invented.
"""

from __future__ import annotations

import pytest

from questions.sources.pasted import Pasted, take_apart
from questions.sources.pasted_people import Person

QUESTION = "To ask the Secretary of State for Reading, how many small schools there are in Mockingham."
ANSWER = "The Department does not hold this.\n\nIt will publish more in May."
IRIS = Person("Iris Demoworth", "Conservative", "Mockingham", "commons")


def read_answers(found: Pasted) -> list[tuple[str, str, str]]:
    return [(one.by.name if one.by else "", one.day, one.text) for one in found.answers]


@pytest.mark.parametrize(
    "line",
    [
        "Otto Sampleton, Minister of State, replied on 9 February 2024:",
        "Otto Sampleton, Minister of State, answered on 9 February 2024:",
        "Otto Sampleton MP, Minister of State, Department for Reading, responded on 09/02/2024:",
        "On 9 February 2024, Otto Sampleton (Minister of State) said:",
        "On Friday 9 February 2024 Otto Sampleton wrote:",
        "The Minister of State, Department for Reading, Otto Sampleton, replied on 9 February 2024:",
        "The Minister of State (Otto Sampleton) replied on 9 February 2024:",
        "Replied by Otto Sampleton, Minister of State, on 9 February 2024",
        "Reply from Otto Sampleton, Minister of State (9 February 2024)",
        "9 February 2024, answered by Otto Sampleton, Minister of State:",
        "Answer given by Otto Sampleton on 9 February 2024:",
        "Otto Sampleton, Minister of State\nReplied on 9 February 2024:",
        "Otto Sampleton, Minister of State (Department for Reading), replied on 9 February 2024:",
        "Answered by Otto Sampleton, Minister of State:\nAnswered on 9 February 2024",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_sentence_that_says_who_replied_begins_the_answer(line: str, gap: str) -> None:
    found = take_apart(f"{QUESTION}{gap}{line}{gap}{ANSWER}")
    assert (found.text, found.unread) == (QUESTION, [])
    assert read_answers(found) == [("Otto Sampleton", "2024-02-09", ANSWER)]


@pytest.mark.parametrize("line", ["Otto Sampleton replied:", "Otto Sampleton, Minister of State, responded:"])
def test_a_reply_without_a_day_is_an_answer_without_a_day(line: str) -> None:
    assert read_answers(take_apart(f"{QUESTION}\n{line} {ANSWER}")) == [("Otto Sampleton", "", ANSWER)]


def test_the_ministers_line_with_party_and_constituency_is_not_lost_below_an_askers() -> None:
    people = f"Iris Demoworth, Conservative, Mockingham\n{QUESTION}\nOtto Sampleton, Conservative, Betaford"
    found = take_apart(f"{people}\nReplied on 9 February 2024\n{ANSWER}")
    assert read_answers(found) == [("Otto Sampleton", "2024-02-09", ANSWER)]
    assert (found.asked_by, found.unread) == (IRIS._replace(house=""), [])


def test_the_words_ministers_reply_begin_the_answer() -> None:
    assert read_answers(take_apart(f"{QUESTION}\n\nMinister's reply:\n{ANSWER}")) == [("", "", ANSWER)]


def test_a_post_beside_the_ministers_name_is_no_constituency() -> None:
    found = take_apart(f"{QUESTION}\nOtto Sampleton, Minister of State, replied on 9 February 2024:\n{ANSWER}")
    assert found.answers[0].by == Person("Otto Sampleton")


def test_a_sentence_that_says_who_asked_names_the_asker_and_the_day() -> None:
    found = take_apart(f"Iris Demoworth, Conservative, Mockingham, asked on 5 February 2024:\n{QUESTION}")
    assert found.asked_by == IRIS._replace(house="")
    assert (found.tabled, found.text, found.unread) == ("2024-02-05", QUESTION, [])


def test_who_said_what_inside_an_answer_stays_there() -> None:
    text = "There are four.\n\nUna Placeholder, Minister for Lending, said on 2 February 2024:\n\nThere are five."
    found = take_apart(f"{QUESTION}\nAnswered by: Otto Sampleton\nAnswered on 9 February 2024\n\n{text}")
    assert read_answers(found) == [("Otto Sampleton", "2024-02-09", text)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_paragraphs_below_a_whole_question_are_not_recognised(gap: str) -> None:
    found = take_apart(f"{QUESTION}{gap}{ANSWER}")
    assert (found.text, found.answers, found.unread) == (QUESTION, [], ANSWER.split("\n\n"))
    assert ("The Department does not hold this.", "not used") in found.taken


def test_a_question_without_a_full_stop_ends_with_its_paragraph() -> None:
    found = take_apart(f"{QUESTION[:-1]}\n\nThe Department does not hold this.")
    assert (found.text, found.unread) == (QUESTION[:-1], ["The Department does not hold this."])


@pytest.mark.parametrize(
    "text",
    [
        "To ask the Minister, (a) how many schools there are;\n\n(b) where they are; and\n\n(c) whom they teach.",
        "To ask the Minister, how many schools there are.\n(2) Where they are.\n(3) Whom they teach.",
        "To ask the Prime Minister\n\nWhat he reads.",
        "To ask the Prime Minister, whether he has been to St.\nAlbans in\n\nHertfordshire.",
        "To ask the Prime Minister, whether he reads;\nand if he will make a statement.",
    ],
)
def test_lettered_parts_and_broken_lines_stay_in_the_question(text: str) -> None:
    found = take_apart(text)
    assert (found.text, found.unread) == (" ".join(text.split()), [])


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("Date due for answer: 9 February 2024", False),
        ("Due for answer by 9 February 2024", False),
        ("Answer due by 9 February 2024", False),
        ("Answer due on 9 February 2024", False),
        ("Answer due: 9 February 2024", False),
        ("Due date: 9 February 2024", False),
        ("Due date\n9 February 2024", False),
        ("Date due for answer\n9 February 2024", False),
        ("Named day: 9 February 2024", True),
        ("Named day question for 9 February 2024", True),
        ("Named day for answer: 9 February 2024", True),
        ("Named day\n9 February 2024", True),
    ],
)
def test_the_date_for_answer_below_the_question_is_read(line: str, is_named: bool) -> None:
    found = take_apart(f"{QUESTION}\nSmall Schools: Mockingham\n{line}")
    assert (found.due, found.named_day) == ("2024-02-09", is_named)
    assert (found.text, found.heading, found.unread) == (QUESTION, "Small Schools: Mockingham", [])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_heading_below_the_question_is_the_heading(gap: str) -> None:
    found = take_apart(f"{QUESTION}{gap}Small Schools: Mockingham")
    assert (found.text, found.heading, found.answers) == (QUESTION, "Small Schools: Mockingham", [])


def test_other_lines_below_the_question_are_no_heading() -> None:
    found = take_apart(f"{QUESTION}\nStatus: Answered\nSmall schools")
    assert (found.heading, found.unread) == ("", ["Status: Answered", "Small schools"])


@pytest.mark.parametrize("below", ["Small Schools: Mockingham\nUIN 4711", "UIN 4711\nSmall Schools: Mockingham"])
def test_the_askers_card_at_the_top_is_the_asker(below: str) -> None:
    found = take_apart(f"Iris Demoworth\nConservative\nMockingham\nCommons\n\n{below}\n{QUESTION}")
    assert (found.asked_by, found.house) == (IRIS, "commons")
    assert (found.heading, found.uin, found.unread) == ("Small Schools: Mockingham", "4711", [])


def test_a_card_at_the_top_with_the_day_of_an_answer_is_the_ministers() -> None:
    card = "Otto Sampleton\nConservative\nBetaford\nCommons\nAnswered on 9 February 2024"
    found = take_apart(f"{card}\nThere are four.\nQuestion\n{QUESTION}")
    assert (found.asked_by, read_answers(found)) == (None, [("Otto Sampleton", "2024-02-09", "There are four.")])


@pytest.mark.parametrize("below", ["", "UIN 4711\n", "Small Schools: Mockingham\n", "Question\n"])
@pytest.mark.parametrize("person", ["Iris Demoworth, Conservative, Mockingham", "Iris Demoworth MP (Mockingham)"])
def test_the_asker_in_one_line_is_never_the_heading(person: str, below: str) -> None:
    found = take_apart(f"{person}\n{below}{QUESTION}")
    assert found.asked_by
    assert (found.asked_by.name, found.asked_by.seat) == ("Iris Demoworth", "Mockingham")
    assert found.heading == ("Small Schools: Mockingham" if "Small" in below else "")


def test_a_second_person_is_no_heading_either() -> None:
    found = take_apart(f"Asked by Iris Demoworth\nUna Placeholder, Labour, Betaford\nUIN 4711\n{QUESTION}")
    assert found.heading == ""
