"""Whom a question asks ("To ask the Prime Minister, ") counts for departments and for phrases with "To ask" alone."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.search.criteria import Criteria
from questions.search.highlight import Finder, Highlighter, evidence
from questions.search.hit import Hit
from questions.search.index.analysis import has_to_ask, stems
from questions.search.index.writer import catch_up
from questions.search.language.meaning import understand_query
from questions.search.language.parser import read_query
from questions.search.loaded_hits import hits
from questions.search.passages import passage
from questions.search.results import QuestionSearch
from tests.support.factories import make_answer, make_department, make_question, make_ruled
from tests.support.pages import read

pytestmark = pytest.mark.django_db

ENERGY = "To ask the Secretary of State for Energy Security and Net Zero, "
TEXTS = {
    "1": f"{ENERGY}what steps she is taking to reach net zero.",
    "2": f"{ENERGY}what steps she is taking on boilers in HMP Ashby.",
    "3": "To ask the Secretary of State for Defence, what steps she is taking to ask allies for boilers.",
    "4": "To ask the Secretary of State for Defence, To ask the Secretary of State for Defence, when boilers arrive.",
    "5": "[SUGGESTED RE-DRAFT] To ask Her Majesty's Government whether boilers are warm.",
    "6": "To ask what boilers cost the Prime Minister.",
}

LONG = (
    "what assessment the Government has made of the condition of the bridges over the Demo, the Sample and the River "
    "Ash near the town of Ashby in recent years."
)


@pytest.fixture
def six_questions(db: None) -> None:
    energy = make_department("Department for Energy Security and Net Zero", short_name="DESNZ")
    for uin, text in TEXTS.items():
        make_question("", uin=uin, text=text, department=energy if uin in "12" else None)


def found(client: Client, query: str) -> str:
    """The UINs that a query finds."""
    return " ".join(sorted(read(client, f"/questions/?q={quote_plus(query)}&per_page=100").uins))


@pytest.mark.usefixtures("six_questions")
@pytest.mark.parametrize(
    ("query", "uins"),
    [
        ("net zero", "1"),
        ('"net zero"', "1"),
        ('"zero"', "1"),
        ("zer*", "1"),
        ("question:zero", "1"),
        ("boilers -zero", "2 3 4 5 6"),
        ("secretary", ""),
        ("HMP boilers", "2"),
        ("prime minister", "6"),
        ("dept:DESNZ", "1 2"),
        ('"Secretary of State for Defence"', ""),
        ('"the Secretary of State for Defence, what steps"', ""),
        ('"To ask"', "1 2 3 4 5 6"),
        ('"To ask the Secretary of State"', "1 2 3 4"),
        ('"To ask the Secretary of State for Energy Security and Net Zero"', "1 2"),
        ('"to ask the secretary of state for energy security and net zero what steps"', "1 2"),
        ('"To ask the Secretary of State for Energy Security and Net Zero, what steps she is taking on boilers"', "2"),
        ('"To ask the Secretary of State for Energy Security and Net Zero, she is taking"', ""),
        ('"To ask the Secretary of State for Energy Security and Net Zero, to reach"', ""),
        ('"To ask the Secretary of State for Energy what steps"', ""),
        ('"To ask the Secretary of State for Defence, what steps"', "3"),
        ('"To ask the Secretary of State for Defence, when boilers"', "4"),
        ('"for Defence, To ask the Secretary"', "4"),
        ('"draft To ask Her Majesty’s Government whether"', "5"),
        ('"re-draft] To ask Her Majesty"', "5"),
        ('"RE-DRAFT] To ask Her Majesty"', "5"),
        ('"to ask allies"', "3"),
        ('"taking to ask allies for boilers"', "3"),
        ('"To ask what boilers"', "6"),
        ('question:"To ask the Secretary of State for Defence"', "3 4"),
        ('heading:"To ask the Secretary of State for Defence"', ""),
        ('answer:"To ask the Secretary of State for Defence"', ""),
        ('boilers -"To ask the Secretary of State"', "5 6"),
        ('"To ask the Secretary of State for Energy Security and Net Zero" zero', "1"),
    ],
)
def test_words_of_the_formula_are_found_only_by_phrases_with_to_ask(client: Client, query: str, uins: str) -> None:
    assert found(client, query) == uins


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(uin=st.sampled_from(list(TEXTS)), before=st.integers(0, 12), length=st.integers(2, 30), swap=st.booleans())
def test_a_phrase_with_to_ask_finds_the_texts_that_have_it(
    six_questions: None, uin: str, before: int, length: int, swap: bool
) -> None:
    """As if formulas were no different from other text, apart from phrases that begin amid one."""
    words = TEXTS[uin].split()
    start = max(0, words.index("ask") - 1 - before)
    phrase = words[start : start + before + length]
    if swap:
        phrase = phrase[:-2] + phrase[-1:] + phrase[-2:-1]
    terms = stems(" ".join(phrase))
    catch_up()
    if has_to_ask(terms):
        search = QuestionSearch(Criteria(query=understand_query(f'"{" ".join(phrase)}"').tree))
        assert {question.text for question in search.questions()} == {
            text for text in TEXTS.values() if has(stems(text), terms)
        }


def has(words: list[str], phrase: list[str]) -> bool:
    return any(words[place : place + len(phrase)] == phrase for place in range(len(words)))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("zero", "Whether <mark>zero</mark> is net."),
        ("minister net", "Whether zero is <mark>net</mark>."),
        ("minister", "Whether zero is net."),
        ('"zero whether zero"', "Whether zero is net."),
        ("nothing", "Whether zero is net."),
        ('"To ask the Minister"', "<mark>To ask the Minister</mark> for Net Zero, whether zero is net."),
        ('"to ask" zero', "<mark>To ask</mark> the Minister for Net Zero, whether <mark>zero</mark> is net."),
    ],
)
def test_words_of_the_formula_are_marked_and_shown_only_for_phrases_with_to_ask(query: str, shown: str) -> None:
    question = make_question("Targets", text="To ask the Minister for Net Zero, whether zero is net.")
    assert hit_of(question.pk, query).passages.question == shown


def hit_of(pk: int, query: str) -> Hit:
    return hits([pk], Highlighter(read_query(query).tree))[0]


TITLE = "What assessment the Government has made of the condition of the bridges over the Demo…"
AFTER = "…the Sample and the River Ash near the town of Ashby in recent years."


@pytest.mark.parametrize(
    ("query", "title", "text"),
    [
        ("bridges", TITLE.replace("bridges", "<mark>bridges</mark>"), AFTER),
        (
            "condition ash",
            TITLE.replace("condition", "<mark>condition</mark>"),
            AFTER.replace("Ash ", "<mark>Ash</mark> "),
        ),
        ('"to ask the prime minister"', TITLE, f"<mark>To ask the Prime Minister</mark>{AFTER}"),
        ('"Demo the Sample"', TITLE, AFTER.replace("…the Sample", "…<mark>Demo, the Sample</mark>")),
        ("heading:bridges", TITLE, AFTER),
    ],
)
def test_without_a_heading_a_result_goes_on_where_its_title_ends(query: str, title: str, text: str) -> None:
    question = make_question("", text=f"To ask the Prime Minister, {LONG}")
    shown = hit_of(question.pk, query).passages
    assert (shown.heading, shown.question) == (title, text)


def test_a_short_question_without_a_heading_is_shown_by_its_title_alone() -> None:
    question = make_question("", text="To ask the Prime Minister, what bridges cost.", text_is_cut=True)
    shown = hit_of(question.pk, "bridges").passages
    assert (shown.heading, shown.question) == ("What <mark>bridges</mark> cost…", "")


def test_a_passage_of_a_long_question_is_chosen_without_its_formula() -> None:
    text = f"{ENERGY}{'one two three ' * 40}zero."
    assert "<mark>" not in passage(text, Finder(read_query("secretary").tree, "question").spans(text), 60)
    question = make_question("Targets", text=text)
    assert hit_of(question.pk, "zero").passages.question.endswith("three <mark>zero</mark>.")
    assert hit_of(question.pk, "one").passages.question.startswith("<mark>One</mark> two")


def test_a_topic_does_not_collect_what_is_put_to_a_department() -> None:
    topic = make_ruled("Net zero", '"net zero"')
    about = make_question("Targets", text=TEXTS["1"])
    make_question("Boilers", text=TEXTS["2"])
    catch_up()
    assert [one.question for one in topic.assignments.all()] == [about]


def test_a_topic_is_explained_by_words_after_the_formula() -> None:
    rule = read_query('"net zero" OR secretary').tree
    assert rule
    assert [one.words for one in evidence(rule, {"question": TEXTS["1"]})] == ["net zero"]


def test_questions_are_not_related_by_whom_they_ask(client: Client) -> None:
    office = "To ask the hon. Member for Ashby, representing the Church Commissioners, "
    asked = make_question("", uin="1", text=f"{office}how many organs there are.")
    make_question("", uin="2", text=f"{office}what bells cost.")
    make_question("", uin="3", text="To ask the Prime Minister, whether organs are loud.")
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "/3/" in page.partition("related-heading")[2]
    assert "/2/" not in page.partition("related-heading")[2]


def test_an_answer_may_contain_the_words_of_a_formula(client: Client) -> None:
    answer = "<p>I will write to ask the Secretary of State for Defence.</p>"
    make_answer(make_question(uin="7", text="To ask the Prime Minister, if he will write."), answer)
    assert found(client, '"to ask the secretary of state"') == found(client, "secretary") == "7"
