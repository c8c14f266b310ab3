"""The formula with which a question begins, and the title made of the words after it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from questions.text.question_formula import LONGEST_TITLE, split_formula, start_after_title, title_of_words

FORMULAS = [
    "To ask the Secretary of State for Transport, ",
    "To ask the Secretary of State for Energy Security and Net Zero, ",
    "To ask the Secretary of State for the Home Department, ",
    "To ask the Secretary of State for Environment, Food and Rural Affairs, ",
    "To ask the Secretary of State for Digital, Culture, Media and Sport, ",
    "To ask the Secretary of State for Foreign, Commonwealth, and Development Affairs, ",
    "To ask the Secretary of State for Housing, Communities & Local Government, ",
    "To ask the Secretary of State, Energy Security and Net Zero, ",
    "To ask the Minister of State, Foreign, Commonwealth and Development Office, ",
    "To ask the Minister of State, Department for Business, Innovation and Skills ",
    "To ask the Minister for the Cabinet Office ",
    "To ask the Minister without Portfolio, ",
    "To ask the Chancellor of the Exchequer, ",
    "To ask the Chancellor of the Duchy of Lancaster and Minister for the Cabinet Office, ",
    "To ask Mr Chancellor of the Exchequer, ",
    "To ask the Prime Minister, ",
    "To ask the Solicitor-General ",
    "To ask the Leader of the House, ",
    "To ask the COP26 President, ",
    "To ask the hon. Member for North Sampleton, representing the Church Commissioners, ",
    "To ask the right hon. Member for Ashby, representing the Speaker's Committee on the Electoral Commission, ",
    "To ask the Member for Sampleton, Central, representing the House of Commons Commission ",
    "To ask Her Majesty's Government ",
    "To ask His Majesty’s Government, ",
    "To ask the Senior Deputy Speaker ",
    "To ask the Chairman of Committees ",
    "asked Her Majesty's Government: ",
    "To the Secretary of State for Defence, ",
    "TTo ask the Secretary of State for Defence, ",
    "To ask Secretary of State for Wales, ",
    "To ask the Secretary of State for Wales,",
    "To ask the Secretary of State for Wales,  ",
    "To ask the Secretary of State for Wales,\xa0",
    "To ask the Secretary of State for Wales; ",
    "[SUGGESTED RE-DRAFT] To ask the Secretary of State for Wales, ",
    "To ask the Secretary of State for Wales, To ask the Secretary of State for Wales, ",
    "To ask the Secretary of State for Wales, Wales, ",
]
CONTENTS = [
    "what steps she is taking on bridges.",
    "if he will make a statement on bridges.",
    "Pursuant to the Answer of 3 May 2023 to Question 1234, what bridges cost.",
    "further to the Written Answer by Baroness Demoworth on 3 May (HL1234), whether bridges are safe.",
    "for what reason bridges are shut.",
    "on what date the London bridge opens.",
    "of the £300 million for bridges, how much was spent.",
    "in Leeds and Bradford, how many bridges there are.",
    "(1) what bridges cost; (2) who pays.",
]
# A name that follows the office without a comma could belong to it, so these need the comma.
CAPITALS = ["NHS England's bridges, how many there are.", "Network Rail bridges, and how many there are."]
AFTER_COMMA = [(one, words) for one in FORMULAS if one.rstrip()[-1] in ",:;" for words in CAPITALS]


@pytest.mark.parametrize(("formula", "content"), AFTER_COMMA)
def test_a_name_after_the_comma_is_not_whom_a_question_asks(formula: str, content: str) -> None:
    assert split_formula(formula + content) == (formula, content)


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("formula", FORMULAS)
def test_the_formula_is_whom_a_question_asks(formula: str, content: str) -> None:
    assert split_formula(formula + content) == (formula, content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What steps she is taking on bridges.",
        "If he will make a statement.",
        "(2) how many bridges there are.",
        "To ask about bridges.",
        "To ask what bridges cost.",
        "To the nearest pound, what bridges cost.",
        "I want to ask the Secretary of State for Transport, what bridges cost.",
        "To ask the Secretary of State for Transport, ",
        "To ask the Secretary of State for Transport, To ask the Secretary of State for Transport, ?",
        "To ask the Prime Minister",
    ],
)
def test_a_text_that_is_no_formula_or_nothing_else_stays_whole(text: str) -> None:
    assert split_formula(text) == ("", text)


PIECES = st.sampled_from(
    [
        *FORMULAS,
        *CONTENTS,
        "To ask",
        "the",
        " ",
        ", ",
        "and ",
        "A",
        "x",
        "Education",
        "representing ",
        "\n",
        "[",
        "] ",
        "’",
    ]
)


@given(text=st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=12).map("".join)))
@example(text="To ask the " + "A" * 100_000)
@example(text="To ask the " + "Aa " * 50_000)
@example(text="To ask the " + "the " * 50_000)
@example(text="To ask the Secretary of State for " + "Aa, " * 50_000)
@example(text="To ask the Secretary of State for A " + "and A, " * 50_000)
@example(text="To ask the " + " " * 100_000)
@example(text="To ask the X, " * 20_000)
@example(text="To ask X " + "," * 100_000)
def test_no_word_of_any_text_is_lost(text: str) -> None:
    formula, rest = split_formula(text)
    assert formula + rest == text
    assert any(letter.isalnum() for letter in rest) or not formula
    assert split_formula(rest).formula == "" or text.count("sk ") > 2  # after MOST_REPEATS
    title = title_of_words(text)
    assert len(title) <= LONGEST_TITLE
    words = "".join(letter for letter in rest if letter.isalnum()).casefold()
    shown = title.removesuffix("…") + rest[start_after_title(rest) :]
    assert "".join(letter for letter in shown if letter.isalnum()).casefold() == words


LONG = (
    "what assessment the Government has made of the condition of the bridges over the Demo and the Sample near the "
    "town of Ashby, and what they cost."
)
REFERENCE = "with reference to the bridges over the River Demo at Sampleton and Ashby"
STEPS = "what steps he is taking to help the residents of houses beside wooden bridges pay for the repair"
MEMBER = "whether the hon. Member for Sampleton and the owners of the bridges over the River Demo agreed on the sums"
BILL = "what discussions he has had on the progress of the Bridges and Tunnels (Safety) Bill in the (a) north"


@pytest.mark.parametrize(
    ("text", "title", "after"),
    [
        ("To ask the Prime Minister, what bridges cost.", "What bridges cost", ""),
        ("What bridges cost.", "What bridges cost", ""),
        (
            f"To ask the Prime Minister, {LONG}",
            "What assessment the Government has made of the condition of the bridges over the Demo…",
            "and the Sample near the town of Ashby, and what they cost.",
        ),
        (
            f"{BILL} and (b) south of England; and whether they are to be published this year.",
            "What discussions he has had on the progress of the Bridges and Tunnels (Safety) Bill in the (a) north…",
            "and (b) south of England; and whether they are to be published this year.",
        ),
        (
            f"{STEPS} of those old bridges and of the many roads around them.",
            f"W{STEPS[1:]}…",
            "of those old bridges and of the many roads around them.",
        ),
        ("what (1) bridges, (2) tunnels cost", "What (1) bridges, (2) tunnels cost", ""),
        ("what\nbridges \n cost", "What bridges cost", ""),
        ("a" * 140, "A" + "a" * 139, ""),
        ("a" * 141, "A" + "a" * 109 + "…", "a" * 31),
        (f"{'a' * 80} {'b' * 59}", f"A{'a' * 79} {'b' * 59}", ""),
        (f"{'a' * 80} {'b' * 60}", f"A{'a' * 79}…", "b" * 60),
        ("“how many” bridges there are", "“how many” bridges there are", ""),
        ("", "", ""),
        ("?", "?", ""),
        (
            f"{REFERENCE}: what all of the bridges cost in the last three years, and who paid for them.",
            f"W{REFERENCE[1:]}…",
            "what all of the bridges cost in the last three years, and who paid for them.",
        ),
        (
            f"{MEMBER} of money that each of them is to pay in the end.",
            f"W{MEMBER[1:]}…",
            "of money that each of them is to pay in the end.",
        ),
    ],
)
def test_a_title_is_the_first_words_after_the_formula(text: str, title: str, after: str) -> None:
    rest = split_formula(text).rest
    assert (title_of_words(text), rest[start_after_title(rest) :]) == (title, after)


def test_the_title_of_an_incomplete_text_ends_with_dots() -> None:
    assert title_of_words("To ask the Prime Minister, what bridg", is_cut=True) == "What bridg…"
    assert title_of_words("", is_cut=True) == ""
