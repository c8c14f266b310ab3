"""Text copied from a browser, read into fields. All texts here are invented."""

from __future__ import annotations

import pytest

from questions.sources.pasted import LONGEST, NotRead, Pasted, take_apart
from questions.sources.pasted_people import Person, read_person

TOP = """\
Libraries: Mockingham
Question for Department for Reading
UIN 4711, tabled on 5 February 2024
"""
ASKED = """
Question
Iris Demoworth
Labour
Mockingham South
Commons

To ask the Secretary of State for Reading, how many libraries there are in Mockingham.
"""
ANSWERED = """
Answer
Otto Sampleton
Conservative
Betaford
Commons
Answered on
12 February 2024

There are four libraries in Mockingham.

Each of them is open on Sundays.
"""
PAGE = TOP + ASKED + ANSWERED
QUESTION = "To ask the Secretary of State for Reading, how many libraries there are in Mockingham."
ANSWER = "There are four libraries in Mockingham.\n\nEach of them is open on Sundays."
IRIS = Person("Iris Demoworth", "Labour", "Mockingham South", "commons")
OTTO = Person("Otto Sampleton", "Conservative", "Betaford", "commons")


def answers(pasted: Pasted) -> list[tuple[int, str, str, str]]:
    """The stage, day, answering member and text of each answer."""
    return [(one.stage, one.day, one.by.name if one.by else "", one.text) for one in pasted.answers]


def test_a_full_page_is_read_with_nothing_left_over():
    found = take_apart(PAGE)
    assert (found.house, found.uin, found.tabled) == ("commons", "4711", "2024-02-05")
    assert (found.heading, found.department) == ("Libraries: Mockingham", "Department for Reading")
    assert (found.text, found.asked_by) == (QUESTION, IRIS)
    assert answers(found) == [(2, "2024-02-12", "Otto Sampleton", ANSWER)]
    assert found.answers[0].by == OTTO
    assert found.unread == []


@pytest.mark.parametrize("joint", ["\r\n", "\n\n", "\n\n\n", "  \n\t", "\u00a0\n"])
def test_white_space_between_lines_changes_only_paragraphs(joint):
    found = take_apart(joint.join(PAGE.splitlines()))
    assert (found.uin, found.tabled, found.asked_by, found.text) == ("4711", "2024-02-05", IRIS, QUESTION)
    assert "four libraries in Mockingham." in found.answers[0].text


def test_a_page_with_its_people_and_days_in_sentences_is_read():
    found = take_apart(
        "Libraries: Mockingham\n\n(asked on 5th February 2024) - View Source\n\n"
        f"Question to the Department for Reading:\n\n{QUESTION}\n\n"
        "Answered by\nOtto Sampleton Portrait\nOtto Sampleton\nSecretary of State for Lending\n"
        f"This question was answered on 12th February 2024\n\n{ANSWER}\n\nReticulating Splines\n"
    )
    assert (found.heading, found.tabled, found.uin) == ("Libraries: Mockingham", "2024-02-05", "")
    assert (found.department, found.text) == ("Department for Reading", QUESTION)
    assert answers(found) == [(2, "2024-02-12", "Otto Sampleton", ANSWER)]


def test_the_text_of_a_question_alone_gives_only_its_text_and_house():
    found = take_apart(QUESTION)
    assert found == Pasted(house="commons", text=QUESTION, taken=[(QUESTION, "question")])


def test_a_question_over_several_lines_becomes_one_paragraph():
    assert take_apart("To ask the Prime Minister,\nwhether he reads\n\nbooks.").text == (
        "To ask the Prime Minister, whether he reads books."
    )


@pytest.mark.parametrize(
    "line",
    [
        "Holding answer received on 8 February 2024",
        "Holding answer: 8 February 2024",
        "Holding answer given on\n08/02/2024",
    ],
)
def test_the_day_of_a_holding_answer_is_kept_with_the_answer_that_followed(line):
    found = take_apart(PAGE.replace("Answered on", f"{line}\nAnswered on"))
    assert answers(found) == [(1, "2024-02-08", "", ""), (2, "2024-02-12", "Otto Sampleton", ANSWER)]


def test_an_answer_marked_as_holding_is_a_holding_answer():
    held = "Answered by: Otto Sampleton\nHolding answer\nAnswered on 8 February 2024\nIt has not proved possible.\n"
    assert answers(take_apart(TOP + ASKED + held)) == [
        (1, "2024-02-08", "Otto Sampleton", "It has not proved possible.")
    ]
    dated = "Answered by: Otto Sampleton\nHolding answer received on 8 February 2024\nIt has not proved possible.\n"
    assert answers(take_apart(TOP + ASKED + dated)) == [
        (1, "2024-02-08", "Otto Sampleton", "It has not proved possible.")
    ]


def test_a_correction_is_kept_with_its_original():
    corrected = "Corrected on 20 February 2024\nThere are five.\nOriginal answer\nThere are four.\n"
    page = TOP + ASKED + "Answered by\nOtto Sampleton\nAnswered on 12 February 2024\n" + corrected
    assert answers(take_apart(page)) == [
        (2, "2024-02-12", "Otto Sampleton", "There are four."),
        (3, "2024-02-20", "Otto Sampleton", "There are five."),
    ]


def test_a_correction_can_be_by_another_minister():
    page = (
        PAGE + "Ministerial correction\nCorrected by: Una Placeholder\nCorrected on 20 February 2024\nThere are five.\n"
    )
    assert answers(take_apart(page))[1] == (3, "2024-02-20", "Una Placeholder", "There are five.")


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("Named day", ""),
        ("This is a named day question.", ""),
        ("Named day, for answer on 8 February 2024", "2024-02-08"),
        ("Named day question\nDate for answer\n8 February 2024", "2024-02-08"),
    ],
)
def test_a_named_day_is_recognised(line, due):
    found = take_apart(f"{TOP}{line}\n{ASKED}")
    assert (found.named_day, found.due, found.text) == (True, due, QUESTION)


def test_a_date_for_answer_alone_does_not_make_a_named_day_question():
    found = take_apart(f"{TOP}Due for answer on 8 February 2024\n{ASKED}")
    assert (found.named_day, found.due) == (False, "2024-02-08")


def test_a_lords_question_is_recognised_by_its_uin_its_words_or_its_people():
    asked = "To ask His Majesty’s Government how many libraries there are."
    by_people = "Question\nLord Specimen\nCrossbench\nLife peer\nTo ask what is read."
    for text in (f"UIN HL12, tabled on 5 February 2024\n{asked}", asked, by_people):
        assert take_apart(text).house == "lords"
    assert take_apart(by_people).asked_by == Person("Lord Specimen", "Crossbench", "", "lords")


def test_a_withdrawal_and_a_registered_interest_are_recognised():
    found = take_apart(f"{TOP}This question was withdrawn on 7 February 2024.\nRegistered interest\n{QUESTION}")
    assert (found.withdrawn, found.interest) == (True, True)


@pytest.mark.parametrize(
    ("missing", "empty"),
    [
        ("UIN 4711, tabled on 5 February 2024\n", {"uin": "", "tabled": ""}),
        ("Libraries: Mockingham\n", {"heading": ""}),
        ("Question for Department for Reading\n", {"department": ""}),
        ("Iris Demoworth\nLabour\nMockingham South\nCommons\n", {"asked_by": None, "text": QUESTION}),
        (ANSWERED, {"answers": []}),
        (QUESTION, {"text": "", "asked_by": IRIS}),
    ],
)
def test_a_missing_part_is_left_empty_and_the_rest_is_read(missing, empty):
    found = take_apart(PAGE.replace(missing, ""))
    assert {name: getattr(found, name) for name in empty} == empty
    there = [found.uin, found.heading, found.department, found.text, found.answers]
    assert sum(map(bool, there)) >= 4


def test_unrecognised_lines_are_listed_and_not_guessed_at():
    found = take_apart(f"Cookies on this site\nAccept\n{PAGE}\nShare this page\nSubscribe to our newsletter")
    assert found.unread == ["Cookies on this site", "Accept", "Subscribe to our newsletter"]
    assert (found.heading, found.answers[0].text) == ("Libraries: Mockingham", ANSWER)


def test_lines_of_an_answer_that_look_like_the_top_of_a_page_stay_in_the_answer():
    text = "Title: Reading for All\n\nAnswered\n\nQuestion for the department: none."
    assert answers(take_apart(f"{PAGE}\n{text}"))[0][3] == f"{ANSWER}\n\n{text}"


def test_grouped_questions_named_below_the_page_are_not_read():
    found = take_apart(f"{PAGE}\nGrouped Questions:\nUIN 4712, tabled on 5 February 2024")
    assert (found.uin, found.unread) == ("4711", ["UIN 4712, tabled on 5 February 2024"])


def test_html_is_read_as_a_browser_shows_it():
    found = take_apart(
        "<html><head><title>x</title><script>var uin = 'UIN 9';</script></head><body><h1>Libraries: Mockingham</h1>"
        "<h2>Question for <b>Department for Reading</b></h2><div>UIN 4711, tabled on 5&nbsp;February 2024</div>"
        f"<p>{QUESTION}</p><h2>Answer</h2><div>Answered on</div><div>12 February 2024</div>"
        "<p>There are four libraries in Mocking<b>ham</b>.</p><p>Each of them is open\n on Sundays.</p></body></html>"
    )
    assert (found.heading, found.department, found.tabled) == (
        *("Libraries: Mockingham", "Department for Reading"),
        "2024-02-05",
    )
    assert (found.text, answers(found)) == (QUESTION, [(2, "2024-02-12", "", ANSWER)])


def test_comparisons_in_plain_text_are_not_read_as_html():
    assert take_apart("To ask the Minister, whether 3 < 4 & 5 > 2.").text.endswith("3 < 4 & 5 > 2.")


@pytest.mark.parametrize(
    "text", ["", "   \n", "lorem ipsum", "\x00\ufeff", "{}" * 500, "<p>Nothing</p>", "Answered on"]
)
def test_a_text_without_a_question_is_refused_with_what_to_do(text):
    with pytest.raises(NotRead, match="Paste the whole page"):
        take_apart(text)


def test_several_questions_at_once_are_refused():
    with pytest.raises(NotRead, match="UIN 4711 and 4712"):
        take_apart(TOP + TOP.replace("4711", "4712"))


def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_is_read():
    with pytest.raises(NotRead, match="1,000,000 characters"):
        take_apart("x" * 1_000_000)
    room = LONGEST - len(PAGE)
    assert len(take_apart(PAGE + "word " * (room // 5)).answers[0].text) > room - 10
    assert take_apart(PAGE + "<p " * (room // 3)).uin == "4711"
    assert take_apart(PAGE + "\n" * room).uin == "4711"


def test_an_impossible_day_is_left_out():
    assert take_apart("UIN 4711\nTabled on 31 February 2024\nTo ask the Minister, why.").tabled == ""


@pytest.mark.parametrize(
    ("given", "person"),
    [
        ("Iris Demoworth", Person("Iris Demoworth")),
        ("Iris Demoworth MP (Mockingham South) (Lab)", Person("Iris Demoworth", "Lab", "Mockingham South")),
        ("Iris Demoworth, Labour (Co-op), Mockingham South", Person("Iris Demoworth", "Labour", "Mockingham South")),
        ("Lord Specimen (Crossbench, Lords)", Person("Lord Specimen", "Crossbench", "", "lords")),
        ("Sinéad O’Draft | Sinn Féin | Proxy-on-Sea", Person("Sinéad O’Draft", "Sinn Féin", "Proxy-on-Sea")),
    ],
)
def test_a_person_is_read_from_one_line(given, person):
    assert read_person(given) == person
