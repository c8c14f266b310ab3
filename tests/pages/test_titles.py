"""A question without a heading is titled by its first words after the formula, and told apart from headings."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from questions.search.suggest import suggestions
from tests.support.factories import make_answer, make_answered, make_question, make_topic
from tests.support.pages import read, words_of
from tests.support.topic_desk import form_of, in_force, page_of

pytestmark = pytest.mark.django_db

AFTER = "the Sample and the River Ash near the town of Ashby, which were closed in the winter of last year."
WORDS = f"hat steps she is taking to mend the bridges over the Demo, {AFTER}"
TEXT = f"To ask the Prime Minister, w{WORDS}"
TITLE = "What steps she is taking to mend the bridges over the Demo…"
SAID = f"No heading: {TITLE}"


def marked(client: Client, address: str) -> list[str]:
    """The titles on a page that are marked as a question's own words, as a screen reader says them."""
    content = client.get(address).content.decode()
    found = re.findall(r'<span class="own-words">(.*?)</span>(?=</a>|</h1>)', content, re.S)
    return [re.sub("<[^>]+>", "", one) for one in found]


def test_a_list_titles_it_by_its_own_words_and_goes_on_after_them(client: Client) -> None:
    make_question("", text=TEXT)
    make_question("Bridges: Sampleton", text=TEXT)
    assert marked(client, "/questions/") == [SAID]
    page = words_of(client, "/questions/")
    assert f"{SAID} Asker not recorded" in page
    assert f"…{AFTER}" in page
    assert "Bridges: Sampleton" in page
    assert f"W{WORDS}" in page
    assert "To ask" not in page


def test_its_page_has_the_title_and_the_whole_text(client: Client) -> None:
    question = make_question("", uin="5", text=TEXT)
    content = client.get(question.get_absolute_url()).content.decode()
    assert f"<title>Question 5: {TITLE} – PQ Archive</title>" in content
    assert marked(client, question.get_absolute_url()) == [SAID]
    assert TEXT in words_of(client, question.get_absolute_url())
    assert '<meta name="description" content="What steps she is taking' in content


def test_a_short_question_is_its_own_title_and_is_not_said_twice(client: Client) -> None:
    make_question(
        "", text="To ask the Prime Minister, what the bridges over the Demo, the Sample and the River Ash cost."
    )
    page = words_of(client, "/questions/")
    assert page.count("What the bridges over the Demo, the Sample and the River Ash cost") == 1
    assert words_of(client, "/questions/?q=%22to ask the prime minister%22").count("River Ash cost") == 1


def test_a_page_with_a_heading_is_named_as_before(client: Client) -> None:
    question = make_question("Bridges", uin="5", text=TEXT)
    content = client.get(question.get_absolute_url()).content.decode()
    assert "<title>Bridges (UIN 5) – PQ Archive</title>" in content
    assert marked(client, question.get_absolute_url()) == []


@pytest.mark.parametrize("text", ["", " "])
def test_without_a_heading_and_a_text_it_is_called_by_its_uin(client: Client, text: str) -> None:
    question = make_question("", uin="5", text=text)
    content = client.get(question.get_absolute_url()).content.decode()
    assert "<title>Question 5 – PQ Archive</title>" in content
    assert "<h1>Question 5</h1>" in content
    assert "Question 5 Asker not recorded" in words_of(client, "/questions/")


def test_related_and_cited_questions_are_titled_so_too(client: Client) -> None:
    cited = make_question("", uin="17001", text=TEXT)
    asked = make_question("Bridges", uin="17002", text=f"{TEXT} I refer to Question 17001.")
    assert marked(client, asked.get_absolute_url()) == [SAID, SAID]
    page = words_of(client, asked.get_absolute_url())
    assert f"{SAID} …{AFTER}" in page
    assert page.index("Refers to") < page.index(SAID) < page.index("Related questions")
    assert "What steps she is taking to mend" in words_of(client, cited.get_absolute_url())


def test_the_home_page_topics_and_corrections_are_titled_so_too(client: Client) -> None:
    topic = make_topic("Bridges")
    question = make_answered("", text=TEXT, topic="Bridges")
    make_answer(question, "<p>Many more.</p>", stage=question.current_answer.Stage.CORRECTION)
    for address in ("/", topic.get_absolute_url(), "/corrections/"):
        assert SAID in marked(client, address), address


def test_a_search_for_headings_does_not_find_such_a_title(client: Client) -> None:
    make_question("", uin="1", text=TEXT)
    make_question("Bridges", uin="2", text="To ask the Prime Minister, what the Ash is.")
    assert read(client, "/questions/?q=heading:bridges").uins == ["2"]
    assert read(client, "/questions/?q=bridges&sort=oldest").uins == ["1", "2"]
    assert [one.label for one in suggestions("bridg") if one.kind == "heading"] == ["Bridges"]


def test_a_file_has_the_title_in_its_own_column_and_no_heading(client: Client) -> None:
    make_question("", uin="1", text=TEXT)
    make_question("Bridges", uin="2", text=TEXT)
    response = client.get("/questions/export.csv?sort=oldest")
    assert isinstance(response, StreamingHttpResponse)
    content = b"".join(response).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(content, newline=""))
    assert [(row["heading"], row["title"], row["question"]) for row in rows] == [
        ("", TITLE, TEXT),
        ("Bridges", "Bridges", TEXT),
    ]


def test_a_report_of_a_mistake_names_the_question_by_its_title(client: Client) -> None:
    question = make_question("", uin="5", text=TEXT)
    assert f"Question 5: {TITLE}" in words_of(client, f"{question.get_absolute_url()}report/")


def test_the_desk_lists_it_by_its_title(admin_client: Client) -> None:
    question = make_answered("", uin="5", text=TEXT)
    assert marked(admin_client, "/admin/questions/question/") == [SAID]
    assert f"Question 5: {TITLE}" in words_of(admin_client, "/admin/questions/answer/")
    assert str(question) == f"Question 5: {TITLE}"
    assert str(make_question("Bridges", uin="6")) == "Bridges (6)"


def test_the_preview_of_a_rule_lists_it_by_its_title(admin_client: Client) -> None:
    make_question("", text=TEXT)
    topic = in_force("tunnels")
    page = admin_client.post(page_of(topic), form_of(topic, rule="bridges"))
    assert f'<span class="visually-hidden">No heading: </span>{TITLE}' in page.content.decode()
