"""One question, as pages, e-mails and spreadsheets lay it out: every order of lines gives the same fields.

All texts here are invented.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from questions.sources.pasted import NotRead, Pasted, take_apart

QUESTION = "To ask the Secretary of State for Reading, how many libraries there are in Mockingham."
ANSWER = "There are four libraries in Mockingham.\n\nEach of them is open on Sundays."
IN_LINES = "There are four libraries in Mockingham.\nEach of them is open on Sundays."

LAYOUTS = {
    "labels first, texts below": f"""\
Asked by: Iris Demoworth (Mockingham South)
UIN: 4711
Date tabled: 5 February 2024
Answering body: Department for Reading
Answered by: Otto Sampleton
Date answered: 12 February 2024
Heading: Libraries: Mockingham
Question: {QUESTION}
Answer: There are four libraries in Mockingham.

Each of them is open on Sundays.
""",
    "the answer before the question, people last": f"""\
Answer
{ANSWER}
Question
{QUESTION}
Title: Libraries: Mockingham
Minister: Otto Sampleton
Answered on 12/02/2024
Member: Iris Demoworth
Constituency: Mockingham South
Department: Department for Reading
UIN 4711
Tabled: 2024-02-05
""",
    "people and days in one line": f"""\
Libraries: Mockingham
Asked by Iris Demoworth (Mockingham South) on 5 February 2024
UIN 4711 | Answering body: Department for Reading
{QUESTION}
Answered by Otto Sampleton on 12 February 2024
{ANSWER}
""",
    "days before people": f"""\
Tabled on 5 February 2024 by Iris Demoworth MP (Mockingham South)
Question 4711
Libraries: Mockingham
Department for Reading
{QUESTION}
Answered on 12 February 2024 by Otto Sampleton
{ANSWER}
""",
    "an e-mail of a department": f"""\
From: Parliamentary Branch <pq@reading.example>
Sent: 12 February 2024 10:14
Subject: RE: PQ 4711 - Libraries: Mockingham

Dear colleague,

Please find the answer below.

PQ number: 4711
Tabled on: 5 February 2024
MP: Iris Demoworth, Mockingham South
Department: Department for Reading

{QUESTION}

Response from: Otto Sampleton
Answered: 12 February 2024

{ANSWER}

Kind regards,
Jo Testcase
Parliamentary Branch
""",
    "Hansard": f"""\
Department for Reading
Libraries: Mockingham
Tabled on 5 February 2024
Iris Demoworth (Mockingham South): {QUESTION} [4711]
Otto Sampleton: There are four libraries in Mockingham.

Each of them is open on Sundays.
Answered on 12 February 2024
""",
    "Hansard with the minister's post": f"""\
Department for Reading
Libraries: Mockingham
Tabled on 5 February 2024; answered on 12 February 2024
4711. Iris Demoworth (Mockingham South) (Lab): {QUESTION}
The Minister for Lending (Otto Sampleton): There are four libraries in Mockingham.

Each of them is open on Sundays.
""",
    "names without parties around the texts": f"""\
Libraries: Mockingham
Question for Department for Reading
UIN 4711, tabled on 5 February 2024
Question
Iris Demoworth
Mockingham South
{QUESTION}
Answer
Otto Sampleton
Minister for Lending
{ANSWER}
Answered on 12 February 2024
""",
    "signed by the minister": f"""\
Libraries: Mockingham
UIN 4711, tabled on 5 February 2024 by Iris Demoworth (Mockingham South)
Question to: Department for Reading
{QUESTION}
Answered on 12 February 2024

{ANSWER}

Otto Sampleton
Minister for Lending
""",
    "the columns of a spreadsheet": (
        "uin\ttabled\theading\tquestion\tdepartment\tasked_by\tconstituency\tanswered\tanswered_by\tanswer\n"
        f"4711\t05/02/2024\tLibraries: Mockingham\t{QUESTION}\tDepartment for Reading\tIris Demoworth\t"
        f'Mockingham South\t12/02/2024\tOtto Sampleton\t"{ANSWER}"\n'
    ),
    "a spreadsheet turned on its side": (
        f'Answer text\t"{IN_LINES}"\nMinister\tOtto Sampleton\nDate of answer\t12 Feb 2024\n'
        f"Question text\t{QUESTION}\nAsking member\tIris Demoworth\nSeat\tMockingham South\n"
        "Answering department\tDepartment for Reading\nTabled on\t5 Feb 2024\n"
        "Subject\tLibraries: Mockingham\nUIN\t4711\n"
    ),
    "each label above its value": f"""\
Heading
Libraries: Mockingham
Answering body
Department for Reading
Asked by
Iris Demoworth
Constituency
Mockingham South
Date tabled
5 February 2024
UIN
4711
Question text
{QUESTION}
Answered by
Otto Sampleton
Date of answer
12 February 2024
Answer text
{ANSWER}
""",
    "a table with columns of strokes": f"""\
| UIN | 4711 |
| Asked by | Iris Demoworth (Mockingham South) |
| Tabled | 5 February 2024 |
| Heading | Libraries: Mockingham |
| Answering body | Department for Reading |
| Question | {QUESTION} |
| Answered by | Otto Sampleton |
| Answered | 12 February 2024 |
| Answer | There are four libraries in Mockingham.

Each of them is open on Sundays. |
""",
}
BLOCKS = (
    "Asked by Iris Demoworth (Mockingham South)\nTabled on 5 February 2024\n",
    "Answering body: Department for Reading\nUIN 4711\n",
    f"Heading: Libraries: Mockingham\nQuestion\n{QUESTION}\n",
    f"Answered by: Otto Sampleton\nAnswered on 12 February 2024\n{ANSWER}\n",
)


def fields(found: Pasted) -> dict[str, object]:
    (answer,) = found.answers
    return {
        "heading": found.heading,
        "question": found.text,
        "asker": (found.asked_by.name, found.asked_by.seat) if found.asked_by else "",
        "uin": found.uin,
        "tabled": found.tabled,
        "department": found.department,
        "minister": answer.by.name if answer.by else "",
        "answered": answer.day,
        "answer": answer.text,
    }


RIGHT = {
    "heading": "Libraries: Mockingham",
    "question": QUESTION,
    "asker": ("Iris Demoworth", "Mockingham South"),
    "uin": "4711",
    "tabled": "2024-02-05",
    "department": "Department for Reading",
    "minister": "Otto Sampleton",
    "answered": "2024-02-12",
    "answer": ANSWER,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_fields(layout):
    assert fields(take_apart(LAYOUTS[layout])) == RIGHT


@pytest.mark.parametrize("order", list(permutations(range(len(BLOCKS)))))
def test_the_blocks_of_a_page_may_come_in_any_order(order):
    assert fields(take_apart("".join(BLOCKS[place] for place in order))) == RIGHT


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_word_that_was_pasted_is_listed_with_what_it_was_taken_as(layout):
    listed = " ".join(f"{line} {what}" for line, what in take_apart(LAYOUTS[layout]).taken).casefold()
    words = LAYOUTS[layout].casefold().translate(str.maketrans('|"[]:;,_()', " " * 10)).split()
    readable = listed.translate(str.maketrans('|"[]:;,_()', " " * 10)).split()
    assert {word.rstrip(".") for word in words} - {word.rstrip(".") for word in readable} <= LITTLE_WORDS | LABELS


LITTLE_WORDS = {"on", "by", "of", "from", "number", "date", "pq", "re", "text", "mp", "-"}
LABELS = {
    *("department", "body", "minister", "answered", "asked", "asking", "tabled", "member", "answering"),
    *("constituency", "title", "response", "seat", "heading", "question", "answer", "uin", "subject", "lab"),
}


def test_lines_are_listed_with_what_they_were_taken_as():
    taken = take_apart(LAYOUTS["names without parties around the texts"]).taken
    assert ("Libraries: Mockingham", "heading") in taken
    assert ("Iris Demoworth", "asked by") in taken
    assert ("Otto Sampleton", "answered by") in taken
    assert ("Minister for Lending", "not used") in taken


def test_greetings_and_signatures_of_an_e_mail_are_not_recognised_and_not_lost():
    unread = take_apart(LAYOUTS["an e-mail of a department"]).unread
    for line in ("Dear colleague,", "Please find the answer below.", "Kind regards,", "Jo Testcase"):
        assert line in unread


def test_a_hansard_question_of_the_lords_is_read():
    found = take_apart(
        "Libraries\nAsked by Lord Specimen\nTo ask His Majesty's Government how many libraries there are. [HL12]\n"
        "The Minister of State, Department for Reading (Baroness Placeholder) (Con): There are four.\n"
    )
    assert (found.heading, found.uin, found.house) == ("Libraries", "HL12", "lords")
    assert found.asked_by
    assert found.asked_by.name == "Lord Specimen"
    assert found.text == "To ask His Majesty's Government how many libraries there are."
    assert [(one.by.name if one.by else "", one.text) for one in found.answers] == [
        ("Baroness Placeholder", "There are four.")
    ]


def test_labels_inside_an_answer_stay_there_if_the_page_has_said_them_already():
    text = "Tabled: nothing.\n\nDepartment: Health\n\nSubject: none"
    page = LAYOUTS["labels first, texts below"] + "\n" + text
    assert take_apart(page).answers[0].text == f"{ANSWER}\n\n{text}"


def test_sentences_of_an_answer_are_no_minister():
    page = f"{QUESTION}\nAnswer\nNot known\nThe Department does not hold this."
    assert take_apart(page).answers[0].text == "Not known\n\nThe Department does not hold this."


def test_several_rows_of_a_spreadsheet_are_refused():
    with pytest.raises(NotRead, match="2 questions"):
        take_apart(f"uin\tquestion\n4711\t{QUESTION}\n4712\t{QUESTION}\n")


def test_columns_that_mean_nothing_here_are_listed():
    found = take_apart(f"uin\tquestion\tcolour of file\n4711\t{QUESTION}\tgreen\n")
    assert found.unread == ["colour of file: green"]
