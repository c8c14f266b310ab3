"""Which questions a text cites, by which wordings, and what is no citation."""

from __future__ import annotations

import json
import lzma
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from questions.text.cleaning import answer_wording, as_html, question_wording
from questions.text.references import Cited, find_citations, find_citations_in_markup
from tests import DATA

TODAY = date(2024, 3, 20)


def found(text: str, day: date | None = TODAY) -> dict[str, str]:
    """{UIN: day of the answer}, '' where that is not said."""
    return {one.uin: one.day.isoformat() if one.day else "" for one in find_citations(text, day)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I refer the hon. Member to the answer I gave on 12 March 2024 to Question 16734.", {"16734": "2024-03-12"}),
        (
            "To ask, pursuant to the Answer of 24 May 2023 to Question 185865 on Diesel Vehicles, how many.",
            {"185865": "2023-05-24"},
        ),
        ("I refer to the answer given to Question UIN HL1234 on 4 March 2024.", {"HL1234": "2024-03-04"}),
        ("The answer to UIN hl1234 stands.", {"HL1234": ""}),
        ("Pursuant to the Answer of 4 March 2024 to Question HL 6355 on History", {"HL6355": "2024-03-04"}),
        ("I refer to the reply I gave to PQ 958.", {"958": ""}),
        ("in response to PQ69066 and to PQ54767", {"69066": "", "54767": ""}),
        ("pursuant to Written Parliamentary Questions 1234, 1235 and 12, 2024", {"1234": "", "1235": ""}),
        ("The answers to Questions 12 and 34 say so.", {"12": "", "34": ""}),
        ("my answer on 11 March 2024 (PQ54808) says", {"54808": "2024-03-11"}),
        ("for the answer to [PQ 69607] provided on [21/02/2024]", {"69607": "2024-02-21"}),
        ("the answer given in 15229 answered on 29 November 2023. The", {"15229": "2023-11-29"}),
        ("I refer the Honourable Member to 73315 which has been corrected.", {"73315": ""}),
        ("my previous answers [41868 and 40911].", {"41868": "", "40911": ""}),
        ("the answer on 10 February 2024 to HL10181, when", {"HL10181": "2024-02-10"}),
        ("a response to be provided by the Treasury (3029).", {"3029": ""}),
        ("As stated in answer to Question\u00a0\n16734, we", {"16734": ""}),
    ],
)
def test_a_question_is_cited_by(text: str, expected: dict[str, str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the Answer of 3 January 2024 to Question 1111 on X and the Answer of 4 February 2024 to Question 2222",
            {"1111": "2024-01-03", "2222": "2024-02-04"},
        ),
        (
            "answers to Question UIN 1111 on 3 January 2024 and Question UIN 2222 on 4 February 2024.",
            {"1111": "2024-01-03", "2222": "2024-02-04"},
        ),
        (
            "the answers I gave on 12 and 13 November 2023 to Questions 1111 and 2222",
            {"1111": "2023-11-12", "2222": "2023-11-13"},
        ),
        (
            "pursuant to the Answers of 28 June 2023 and 4 July 2023 to Questions 1111 and 2222",
            {"1111": "2023-06-28", "2222": "2023-07-04"},
        ),
        (
            "answers to Questions 1111 and 2222 on 3 January 2024 and 4 February 2024 respectively",
            {"1111": "2024-01-03", "2222": "2024-02-04"},
        ),
        (
            "Answers of 3 January 2024 to Questions 1111, 2222 and HL 333",
            {"1111": "2024-01-03", "2222": "2024-01-03", "HL333": "2024-01-03"},
        ),
        ("Answers of 3 and 4 May 2023 to Questions 1111, 2222 and 3333", {"1111": "", "2222": "", "3333": ""}),
    ],
)
def test_several_in_one_sentence_have_each_its_day(text: str, expected: dict[str, str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12 March 2024", "2024-03-12"),
        ("2nd October 2023", "2023-10-02"),
        ("Wednesday 6 November 2023", "2023-11-06"),
        ("30 November", "2023-11-30"),
        ("20 March", "2024-03-20"),
        ("21/02/2024", "2024-02-21"),
        ("12 Febuary 2024", "2024-02-12"),
        ("March 5, 2024", "2024-03-05"),
        ("31 February 2024", ""),
        ("2 May 20233", ""),
    ],
)
def test_days_are_understood_as_people_write_them(said: str, day: str) -> None:
    assert found(f"I refer to the answer of {said} to Question 16734.") == {"16734": day}


def test_earlier_today_is_the_day_of_the_text() -> None:
    assert found("I refer to the answer I gave earlier today to Question 16734.") == {"16734": "2024-03-20"}
    (one,) = find_citations_in_markup("<p>I refer to the answer I gave earlier today to Question 16734.</p>", TODAY)
    assert one.day == TODAY
    assert found("I refer to the answer I gave yesterday to Question 16734.") == {"16734": "2024-03-19"}
    assert found("I refer to the answer I gave earlier today to Question 16734.", None) == {"16734": ""}


def test_a_day_of_tabling_is_kept_as_such() -> None:
    (one,) = find_citations("Question 85105, tabled on 27 October 2023.", TODAY)
    assert (one.day, one.tabled_on) == (None, date(2023, 10, 27))


def test_the_day_of_a_statement_is_not_that_of_an_answer() -> None:
    assert found("further to the statement of 3 May 2023, and to Question 16734") == {"16734": ""}


@pytest.mark.parametrize(
    "text",
    [
        "I refer to the Written Statement of 12 March 2024, UIN HCWS466.",
        "pursuant to the oral Answer of 12 March 2024, Official Report, column 911, how many",
        "See HC1133 and CP1210, (EU) 2023/1128, page 130.",
        "in response to FOI request 24/015",
        "The answer is 18,540 households, of which 12345 are rented.",
        "the Committee's report, HL 258, published on 20 October 2023",
        "of the 205 responses to question 2 of the consultation",
        "The response was published in 2023 (2024).",
        "Question 8 of the survey",
        "the Urgent Question on 11 November 2023",
        "questions on 12 March 2024",
        "Written Question - WQ93146 - Welsh Parliament (senedd.wales)",
        "https://questions-statements.parliament.uk/written-statements/detail/2025-12-18/hcws1210",
    ],
)
def test_it_is_no_citation(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://questions-statements.parliament.uk/written-questions/detail/2024-03-04/HL1234",
        "https://questions-statements.parliament.uk/written-questions/detail/2024-03-04/hl1234/",
        "https://eur03.safelinks.example/?url=https%3A%2F%2Fx%2Fwritten-questions%2Fdetail%2F2024-03-04%2Fhl1234&data=05",
        "http://www.parliament.uk/written-question/Lords/2024-03-04/HL1234",
    ],
)
def test_an_official_address_tells_the_day_of_tabling(address: str) -> None:
    (one,) = find_citations_in_markup(f'<p>As <a href="{address}">I said</a>.</p>', TODAY)
    assert one.key == ("HL1234", None, date(2024, 3, 4))


def test_what_is_said_of_a_number_in_one_place_is_known_in_all() -> None:
    markup = (
        "<p>the answer of 12 March 2024 to Question&nbsp;<a "
        'href="https://questions-statements.parliament.uk/written-questions/detail/2024-03-04/16734">16734</a></p>'
    )
    assert {one.key for one in find_citations_in_markup(markup, TODAY)} == {
        ("16734", date(2024, 3, 12), date(2024, 3, 4))
    }


def test_a_number_is_found_where_it_is_printed() -> None:
    text = "See\u00a0 the  answer to\nQuestion HL 1234."
    (one,) = find_citations(text, TODAY)
    assert text[one.start : one.end] == "HL 1234"
    markup = "<p>R&amp;D: see <em>Question</em>&nbsp;<b>16734</b>.</p>"
    (one,) = find_citations_in_markup(markup, TODAY)
    assert markup[one.start : one.end] == "16734"


def test_numbers_in_other_cells_of_a_table_are_not_governed() -> None:
    assert find_citations_in_markup("<table><tr><td>Questions</td><td>12345</td></tr></table>", TODAY) == []


def texts(real_data: Path, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], list[Cited]]:
    """What the parser finds in these real texts: {(question's id, "question" or "answer"): …}."""
    ids = {number for number, _ in wanted}
    read: dict[tuple[int, str], list[Cited]] = {}
    with lzma.open(real_data / "fulltext" / "questions.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if (record := json.loads(line))["id"] in ids:
                read |= {(record["id"], part): parsed(record, part) for part in ("question", "answer") if record[part]}
    return {key: read[key] for key in wanted}


def parsed(record: dict[str, Any], part: str) -> list[Cited]:
    if part == "question":
        return find_citations(question_wording(record[part]).body, text_day(record, "dateTabled"))
    return find_citations_in_markup(as_html(answer_wording(record[part])), text_day(record, "dateAnswered"))


def text_day(record: dict[str, Any], name: str) -> date:
    """The day of a text; where only the month of the question is on record, the last day of that."""
    if day := record.get(name) or record.get("dateTabled"):
        return date.fromisoformat(day[:10])
    year, month = map(int, record["month"].split("-"))
    return date(year, month, monthrange(year, month)[1])


def is_right(one: Cited, label: dict[str, str] | None) -> bool:
    """Whether a citation is as the reader found it: its UIN, and where the reader found a day, that day and month.

    Years are not scored, since texts leave them out; the reader's day may be that of the answer or of tabling.
    """
    days = {day.isoformat()[5:] for day in (one.day, one.tabled_on) if day}
    return label is not None and (label["day"] is None or label["day"][5:] in days)


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["references.json", "references_held_out.json"])
def test_what_readers_found_in_real_texts_is_found(real_data: Path, name: str) -> None:
    """Both files say which UINs (and days) a reader found in real texts; the second's were drawn after the grammar.

    Of each text a UIN counts once. Precision is the share of those found that are right, recall the share of those
    that the reader found which are found and right.
    """
    labels = json.loads((DATA / name).read_text(encoding="utf-8"))
    read = texts(real_data, {(one["id"], one["part"]) for one in labels})
    hits = given = wanted = 0
    for one in labels:
        cites = {cite["uin"].upper().replace(" ", ""): cite for cite in one["cites"]}
        ours = {cite.uin: cite for cite in read[one["id"], one["part"]]}
        hits += sum(is_right(cite, cites.get(uin)) for uin, cite in ours.items())
        given, wanted = given + len(ours), wanted + len(cites)
    assert len(labels) >= 100
    assert hits / given >= 0.98, f"precision: {hits} of {given}"
    assert hits / wanted >= 0.90, f"recall: {hits} of {wanted}"
