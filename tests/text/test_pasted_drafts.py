"""Drafts are told apart from what else people paste: numbers, bullets, tables and e-mails."""

from __future__ import annotations

import pytest

from questions.text.drafts import split_drafts
from questions.text.question_formula import find_whom

WHOM = "To ask the Secretary of State for Education,"
ONE, TWO = f"{WHOM} how many hubs have opened.", "To ask the Minister for the Cabinet Office, what hubs cost."


@pytest.mark.parametrize("uin", ["(4562)", "[4562]", "(HL1234)", "(UIN 4562)", "\n(4562)"])
def test_a_uin_after_a_draft_is_left_out(uin: str) -> None:
    assert split_drafts(f"{ONE} {uin}") == [ONE]
    assert split_drafts(f"{ONE} {uin}\n{TWO} {uin}") == [ONE, TWO]


@pytest.mark.parametrize(
    "draft",
    [
        f"{WHOM} how many (a) schools and (b) colleges (i) opened and (ii) closed.",
        f"{WHOM} what form (4562) costs.",
        f"{WHOM} what was spent under the Hubs Act (2019)",
        f"{WHOM} what was spent under section 5(3)",
    ],
)
def test_other_brackets_stay(draft: str) -> None:
    assert split_drafts(draft) == [draft]


@pytest.mark.parametrize(
    "bullet", ["·\t", "\uf0b7\t", "\uf0a7 ", "o\t", "▪ ", "● ", "‣ ", "— ", "– ", "- ", "* ", "• ", "•\t"]
)
def test_each_bullet_begins_a_draft(bullet: str) -> None:
    text = f"{bullet}how many hubs\nare open\n{bullet}help with coach fares\n{bullet}Cost of hubs"
    assert split_drafts(text) == ["how many hubs are open", "help with coach fares", "Cost of hubs"]


@pytest.mark.parametrize(
    "number",
    ["{}) ", "{})", "{}.\t", "[{}] ", "Question {} - ", "Question {}: ", "Question {}\n", "PQ{}. ", "Q{} ", "456{}\t"],
)
def test_each_number_begins_a_draft(number: str) -> None:
    assert split_drafts(f"{number.format(1)}{ONE}\n{number.format(2)}{TWO}") == [ONE, TWO]


@pytest.mark.parametrize("mark", ["N ", "N: ", "[N] ", "N\t"])
def test_the_mark_of_a_named_day_is_left_out(mark: str) -> None:
    assert split_drafts(f"{mark}{ONE}\n{mark}{TWO}") == [ONE, TWO]


@pytest.mark.parametrize(
    ("text", "drafts"),
    [
        (f"a) {ONE}\nb) {TWO}", [ONE, TWO]),
        (f"(i) {ONE}\n(ii) {TWO}", [ONE, TWO]),
        ("(a) How many hubs are open?\n(b) What do they cost?", ["How many hubs are open?", "What do they cost?"]),
        ("a) Help with coach fares\nb) Cost of hubs", ["Help with coach fares", "Cost of hubs"]),
    ],
)
def test_letters_may_number_drafts(text: str, drafts: list[str]) -> None:
    assert split_drafts(text) == drafts


@pytest.mark.parametrize(
    "text",
    [
        f"{WHOM} how many (a) schools and\n(b) colleges there are.",
        f"{WHOM} what the\n(a) cost and\n(b) benefit was.",
        f"{WHOM}\n\n(a) what hubs cost and\n(b) how many there are.",
        f"{WHOM} how many:\n\n(a) schools; and\n\n(b) colleges there are.",
        f"{WHOM} how many hubs are in (1) towns and\n(2) villages.",
        "(a) whether hubs are open and (b) what they cost.",
        "how many\n– in total – now",
    ],
)
def test_letters_numbers_and_dashes_inside_one_draft_stay(text: str) -> None:
    assert split_drafts(text) == [" ".join(text.split())]


def test_the_marks_of_quoted_email_are_left_out() -> None:
    assert split_drafts(f"> {WHOM}\n> how many hubs have opened.\n>\n>> {TWO}\n> > To ask who.") == [
        ONE,
        TWO,
        "To ask who.",
    ]


def test_to_ask_in_capitals_or_small_letters_begins_a_draft() -> None:
    text = "TO ASK THE SECRETARY OF STATE FOR EDUCATION, HOW MANY HUBS.\nto ask the minister for sport, who paid."
    assert split_drafts(text) == [
        "To ask the Secretary of State for Education, how many hubs.",
        "To ask the Minister for Sport, who paid.",
    ]
    assert split_drafts("how many hubs are open.\nto ask the Minister for Sport, who paid.") == [
        "how many hubs are open.",
        "to ask the Minister for Sport, who paid.",
    ]


@pytest.mark.parametrize(
    "note", ["2", "17\n", "- 3 -", "Page 3 of 4", "N", "[N]", "Named day: 5 December", "Named Day"]
)
@pytest.mark.parametrize("uin", ["", " (93282)"])
def test_numbers_and_named_days_on_their_own_lines_are_in_no_draft(note: str, uin: str) -> None:
    assert split_drafts(f"{note}\n{ONE}{uin}\n{note}\n{TWO}{uin}\n{note}") == [ONE, TWO]


@pytest.mark.parametrize("end", ["75.", "75", "2019.", "75\npounds."])
def test_a_number_that_ends_a_question_stays(end: str) -> None:
    assert split_drafts(f"{WHOM} how many hubs cost less than\n{end}") == [
        f"{WHOM} how many hubs cost less than {' '.join(end.split())}"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Ann Demo (Leeds):",
        "2 Ann Demo (Leeds):",
        "2\nAnn Demo (Leeds):",
        "Asked by Ann Demo MP",
        "Asked by Ann (Leeds)",
    ],
)
def test_a_name_before_a_draft_is_left_out(name: str) -> None:
    assert split_drafts(f"{name}\n{ONE}\n{name}\n{TWO}") == [ONE, TWO]
    assert split_drafts(f"2\nAnn Demo (Leeds): {ONE[:-1]}\n3\nBob Demo (Hull): {TWO}") == [ONE[:-1], TWO]


def test_a_page_number_and_a_heading_do_not_stick_to_a_draft() -> None:
    assert split_drafts(f"{WHOM} how many hubs\nPage 3 of 4\nhave opened.\nFamily hubs\n{TWO}") == [ONE, TWO]
    assert split_drafts(f"1. {ONE}\n2. Coach fares\n3. {TWO}") == [ONE, "Coach fares", TWO]


@pytest.mark.parametrize("mark", ["(93282) [N]", "[N] (93282)", "(93282)[R]", "[R]", "[N]", "(93282) [N] [R]", "HL12"])
def test_uins_and_marks_after_a_draft_are_left_out(mark: str) -> None:
    assert split_drafts(f"{ONE} {mark}\n{TWO} {mark}") == [ONE, TWO]


def test_what_the_lords_ask_the_government_begins_a_draft() -> None:
    text = """Lord Demo of Leeds to ask Her Majesty's Government how many hubs are open. (HL123)
    HL124 Baroness Demo to ask His Majesty's Government what hubs cost.
    The Lord Bishop of Leeds to ask His Majesty’s
    Government who pays."""
    assert split_drafts(text) == [
        "To ask Her Majesty's Government how many hubs are open.",
        "To ask His Majesty's Government what hubs cost.",
        "To ask His Majesty’s Government who pays.",
    ]


@pytest.mark.parametrize(
    ("pasted", "whom"),
    [
        ("TO ASK THE SECRETARY OF STATE FOR DEFENCE, WHAT HUBS COST", "the Secretary of State for Defence"),
        ("to ask the minister for culture, media and sport, what hubs", "the Minister for Culture, Media and Sport"),
        ("to ask the prime minister, with regard to hubs, what", "the Prime Minister"),
        ("LORD DEMO TO ASK HIS MAJESTY'S GOVERNMENT WHAT HUBS COST", "His Majesty's Government"),
    ],
)
def test_whom_a_draft_asks_is_known_in_any_letters(pasted: str, whom: str) -> None:
    (draft,) = split_drafts(pasted)
    assert find_whom(draft) == whom
    assert draft.startswith(f"To ask {whom}")


@pytest.mark.parametrize("whom", [WHOM, WHOM.upper(), WHOM.lower(), WHOM[:-1], f"{WHOM}\n{WHOM}", f"1. {WHOM}"])
def test_whom_alone_is_no_draft(whom: str) -> None:
    assert split_drafts(whom) == []


@pytest.mark.parametrize(
    "text",
    [
        f"**{ONE}**\n\n_{TWO}_",
        f"*{ONE}*\n***{TWO}***",
        f"- **To ask** {ONE[7:]}\n- _To ask_ {TWO[7:]}",
        f"No\tQuestion\tTo\n1\t{ONE}\tEducation\n2\t{TWO}\tCabinet Office",
        f"| 1 | {ONE} | Education |\n| 2 | {TWO} | Cabinet Office |",
    ],
)
def test_markdown_and_tables_are_read(text: str) -> None:
    assert split_drafts(text) == [ONE, TWO]


@pytest.mark.parametrize("text", [f"{ONE} {TWO}", f"{ONE} (4562) {TWO}", f"“{ONE}”\n“{TWO}”", f"“{ONE}” “{TWO}”"])
def test_drafts_on_one_line_or_in_quotation_marks_are_told_apart(text: str) -> None:
    assert split_drafts(text) == [ONE, TWO]


def test_without_a_full_stop_to_ask_begins_a_draft_too() -> None:
    assert split_drafts(f"{ONE[:-1]} {TWO}") == [ONE[:-1], TWO]


@pytest.mark.parametrize("number", ["", "1. "])
@pytest.mark.parametrize("whom", [WHOM, WHOM[:-1], f"{WHOM} pursuant to the Answer of 1 May,"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_whom_a_draft_asks_may_stand_on_its_own(number: str, whom: str, gap: str) -> None:
    assert split_drafts(f"{number}{whom}{gap}how many hubs are open.") == [f"{whom} how many hubs are open."]


def test_whom_alone_before_a_list_is_no_draft() -> None:
    assert split_drafts(f"{WHOM[:-1]}:\n1. how many hubs are open\n2. help with fares") == [
        "how many hubs are open",
        "help with fares",
    ]


HOSTILE = (
    "To ask /to ask the lord /(a)\n/*/a_/1.\n/“/Hi, /please table /\t/a@/07 /: /\n"
    "/2\n/1 /Lord /Lord to ask her majesty's /Ann (A):\n/[N]/ [N"
)
EMAIL = """Subject: PQs

Hi Ann,

Hope you are well. Could you table these
for Bob please?

{}{}

2. {}

Kind regards,

Cat Example
Office of Bob Demo MP
020 7946 0000 | cat@office.example
www.office.example
"""


@pytest.mark.parametrize("drafts", [[ONE, TWO], ["How many hubs have opened?", "Help with coach fares"]])
def test_an_email_around_drafts_is_left_out(drafts: list[str]) -> None:
    assert split_drafts(EMAIL.format("", *drafts)) == drafts


def test_headings_in_an_email_are_left_out() -> None:
    assert split_drafts(EMAIL.format("Family hubs\n", ONE, TWO)) == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ann,\nHow many hubs have opened?\nThanks\nBob",
        "Please table: How many hubs have opened?\n\nBest wishes, Bob",
        "How many hubs have opened?\n\nbob@office.example",
        "How many hubs have opened?\nCould you table this please?",
    ],
)
def test_short_messages_are_left_out(text: str) -> None:
    assert split_drafts(text) == ["How many hubs have opened?"]


def test_in_a_list_with_to_ask_plain_drafts_need_a_number_or_a_question_word() -> None:
    text = f"{ONE}\n\nBob will call tomorrow.\n\nWhat do hubs cost?\n\n1. Help with coach fares"
    assert split_drafts(text) == [ONE, "What do hubs cost?", "Help with coach fares"]


@pytest.mark.parametrize("text", ["Help with coach fares", "Could you say how many hubs are open?", "Many thanks"])
def test_plain_words_alone_are_a_draft(text: str) -> None:
    assert split_drafts(text) == [text]


@pytest.mark.parametrize(
    "drafts",
    [
        ["How many hubs are open?", "Are they in towns?", "what do they cost?"],
        ["How many hubs are open.", "What they cost.", "Who runs them?"],
        ["How many hubs are open", "What they cost", "Who runs them"],
    ],
)
def test_plain_questions_on_successive_lines_are_told_apart(drafts: list[str]) -> None:
    assert split_drafts("\n".join(drafts)) == drafts


def test_a_sentence_over_several_lines_stays_whole() -> None:
    assert split_drafts("How many hubs\nare open, and\nwhat they cost.") == [
        "How many hubs are open, and what they cost."
    ]


@pytest.mark.parametrize("before", ["", f"{WHOM} what\n", "(a) b\n"])
@pytest.mark.parametrize("part", HOSTILE.split("/"))
def test_a_hostile_text_of_20_000_characters_is_read_to_its_end(before: str, part: str) -> None:
    assert all(split_drafts(before + part * (20_000 // len(part))))
