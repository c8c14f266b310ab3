"""“Asked before?”: what is most like a draft, by words, and by meaning where there is a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.utils.http import urlencode
from pytest_django.fixtures import Settings

from questions.models import Answer
from questions.search.index.writer import catch_up
from tests.support.factories import make_answered, make_question, together
from tests.support.meaning import begin_anew, meaning_served, use_tiny_model
from tests.support.pages import Listed, read, words_of

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/asked-before/"


@pytest.fixture
def archive() -> None:
    with together():
        make_answered(
            "Family Hubs", uin="1", tabled_on="2024-03-01", text="To ask how many family hubs have opened in Leeds."
        )
        make_answered(
            "Family Hubs", uin="2", tabled_on="2025-03-01", text="To ask how many family hubs have opened in Leeds."
        )
        make_question("Bus fares", uin="3", text="To ask what bus fares cost.", department="Department for Transport")
        make_question("Prisons", uin="4", text="To ask about empty prisons.", published_at=None)


def ask(client: Client, draft: str, **narrowed: str) -> Listed:
    return read(client, f"{ADDRESS}?{urlencode({'q': draft, **narrowed})}")


def test_the_page_alone_has_a_form_and_no_findings(client: Client) -> None:
    page = words_of(client, ADDRESS)
    assert "Paste a draft" in page
    assert "on record" not in page


def test_a_question_that_was_asked_twice_is_said_to_have_been_asked_twice(client: Client, archive: None) -> None:
    listed = ask(client, "To ask the Secretary of State for Education, how many family hubs have opened in Leeds.")
    assert "Asked twice since 2024; last answered on" in listed.text
    assert listed.uins[0] in ("1", "2")


def test_the_same_question_with_the_same_answer_is_folded(client: Client, archive: None) -> None:
    listed = ask(client, "How many family hubs have opened in Leeds?")
    assert listed.uins == ["1"]
    assert "1 more with the same question and answer" in listed.text


def test_a_draft_that_is_like_nothing_is_said_to_be(client: Client, archive: None) -> None:
    assert "Nothing like it on record" in ask(client, "Whether zebras may graze in royal parks").text


def test_each_draft_has_its_own_findings(client: Client, archive: None) -> None:
    listed = ask(client, "How many family hubs have opened in Leeds?\n\n2. What do bus fares cost?")
    assert 'id="draft-1"' in listed.text
    assert 'id="draft-2"' in listed.text
    assert listed.uins == ["1", "3"]


def test_department_and_dates_narrow_what_is_found(client: Client, archive: None) -> None:
    draft = "How many family hubs have opened in Leeds, and what do bus fares cost?"
    assert ask(client, draft, department="department-for-transport").uins == ["3"]
    assert ask(client, "How many family hubs opened in Leeds?", tabled_after="2025").uins == ["2"]


def test_questions_that_are_not_public_are_never_found(client: Client, archive: None) -> None:
    assert ask(client, "To ask about empty prisons.").uins == []


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"q": ""}, "Enter a draft with at least a few words."),
        ({"q": "?"}, "Enter a draft with at least a few words."),
        ({"q": "x " * 10_001}, "must be 20,000 characters or fewer"),
        ({"q": "how many hubs", "tabled_after": "lately"}, "lately"),
        ({"q": "how many hubs", "department": "nowhere"}, "is not one of the options"),
        ({"q": "how many hubs", "tabled_after": "2025", "tabled_before": "2024"}, "must not be after"),
    ],
)
def test_what_cannot_be_used_gets_a_message_and_is_kept(client: Client, sent: dict[str, str], message: str) -> None:
    page = client.post(ADDRESS, sent).content.decode()
    assert message in page
    assert sent["q"][:10].strip() in page


def test_a_long_draft_can_be_posted_without_cookies_and_taken_away(archive: None) -> None:
    visitor = Client(enforce_csrf_checks=True)
    catch_up()
    draft = "How many family hubs have opened in Leeds? " + "It matters to parents. " * 200
    response = visitor.post(ADDRESS, {"q": draft})
    assert response.status_code == 200
    assert not response.cookies
    file = visitor.post(f"{ADDRESS}findings.txt", {"q": "How many family hubs have opened in Leeds?"})
    text = file.content.decode()
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Asked twice since 2024" in text
    assert "http://testserver/questions/commons/2024-03-01/1/" in text


@pytest.mark.parametrize("sent", [{}, {"q": "?"}, {"q": "x " * 10_001}, {"q": "how many", "tabled_after": "lately"}])
def test_a_file_without_anything_to_look_for_is_refused_with_the_reason(client: Client, sent: dict[str, str]) -> None:
    response = client.post(f"{ADDRESS}findings.txt", sent)
    assert response.status_code == 400
    assert len(response.content) > 20


def test_the_verdict_and_the_file_say_which_questions_were_looked_at(client: Client, archive: None) -> None:
    draft, narrowed = "How many family hubs have opened in Leeds?", {"tabled_after": "2025", "tabled_before": "2025-12"}
    assert "Among these questions: asked once, on 1 March 2025" in ask(client, draft, **narrowed).text
    assert "Nothing like it among these" in ask(client, "What do bus fares cost?", tabled_after="2026").text
    file = client.post(f"{ADDRESS}findings.txt", {"q": draft, **narrowed}).content.decode()
    assert "Only among questions tabled from 1 January 2025, tabled up to 31 December 2025." in " ".join(file.split())


def test_drafts_beyond_the_first_twenty_are_said_to_be_left_out(client: Client, archive: None) -> None:
    drafts = "\n\n".join(f"How many family hubs have opened in Leeds in {year}?" for year in range(2000, 2025))
    listed = ask(client, drafts)
    assert "These are the first 20 of your 25 drafts." in listed.text
    assert 'id="draft-20"' in listed.text
    assert 'id="draft-21"' not in listed.text


def test_all_questions_that_ask_the_same_are_counted_though_few_are_shown(client: Client) -> None:
    with together():
        for number in range(15):
            make_question("Hubs", uin=str(number + 50), text="To ask how many family hubs have opened in Leeds.")
    listed = ask(client, "How many family hubs have opened in Leeds?")
    assert "Asked 15 times since 2023; not answered yet" in listed.text
    assert len(listed.uins) == 10


def test_a_withdrawn_question_is_not_said_to_be_waiting(client: Client) -> None:
    make_question("Hubs", text="To ask how many family hubs have opened in Leeds.", is_withdrawn=True)
    assert "Asked once, on 22 March 2023; withdrawn" in ask(client, "How many family hubs have opened in Leeds?").text


def test_an_open_question_is_said_not_to_be_answered_yet(client: Client, archive: None) -> None:
    assert "Asked once, on 22 March 2023; not answered yet" in ask(client, "What do bus fares cost?").text


def test_by_meaning_a_draft_in_other_words_is_found(
    client: Client, settings: Settings, tmp_path: Path, archive: None
) -> None:
    assert ask(client, "Help with coach prices").uins == []
    use_tiny_model(settings, tmp_path)
    with meaning_served():
        assert ask(client, "Help with coach fares").uins == ["3"]


def test_without_the_model_the_page_says_that_only_words_were_compared(client: Client, archive: None) -> None:
    assert "Search by meaning is not installed on this site. Only words" in ask(client, "What do bus fares cost?").text


def test_where_the_models_process_does_not_answer_the_page_says_so(
    client: Client, settings: Settings, tmp_path: Path, archive: None
) -> None:
    use_tiny_model(settings, tmp_path)
    listed = ask(client, "What do bus fares cost?")
    assert listed.uins == ["3"]
    assert "Search by meaning is not available at the moment. Only words" in listed.text


def test_only_another_answer_overtakes_an_earlier_one(client: Client, archive: None) -> None:
    for uin, text in (("5", "The cost is 5 pounds."), ("6", "The cost is 5 pounds."), ("7", "The cost is 7 pounds.")):
        question = f"To ask what bus tickets cost in London and {'now ' * (uin == '6')}Leeds."
        make_answered("Tickets", uin=uin, text=question, answer=text, answered_on=f"2024-0{uin}-01")
    listed = ask(client, "What do bus tickets cost in London and Leeds?")
    assert listed.text.count("Overtaken by a later answer") == 2
    assert listed.text.count(">7, answered on ") == 2


def test_a_draft_finds_the_questions_to_the_department_that_it_is_put_to_first(client: Client) -> None:
    with together():
        for uin, body in (("1", "Department for Transport"), ("2", "Home Office"), ("3", "Department for Education")):
            make_question("Delays", uin=uin, text="To ask what delays there were at borders.", department=body)
    for office, uin in (("Transport", "1"), ("the Home Department", "2"), ("Education", "3")):
        draft = f"To ask the Secretary of State for {office}, what delays there were at docks."
        assert ask(client, draft).uins[0] == uin


def test_while_vectors_are_still_made_the_page_says_that_older_questions_are_compared_by_words(
    client: Client, settings: Settings, tmp_path: Path, archive: None
) -> None:
    use_tiny_model(settings, tmp_path)
    with meaning_served():
        assert "is not ready for all older" not in ask(client, "What do bus fares cost?").text
    begin_anew()
    make_question("Coaches", uin="5", text="To ask what bus fares cost in Leeds.", tabled_on="2020-03-01")
    with meaning_served(up_to_date=False):
        listed = ask(client, "What do bus fares cost?")
    assert set(listed.uins) == {"3", "5"}
    assert "Search by meaning is not ready for all older questions yet. For some of them, only words" in listed.text


def test_a_question_that_is_cut_on_record_is_said_to_be_the_same_as_far_as_it_is_known(client: Client) -> None:
    make_question(
        "Hubs", uin="1", text="To ask how many hubs opened in Leeds and how many of those ar", text_is_cut=True
    )
    listed = ask(client, "How many hubs opened in Leeds and how many of those are in schools?")
    assert "Asked once" in listed.text
    assert "Nearly the same words as far as they are on record" in listed.text


def test_the_questions_that_a_draft_refers_to_are_linked(client: Client, archive: None) -> None:
    page = client.get(ADDRESS, {"q": "Pursuant to the Answer of 2 May 2024 to Question 10765, what bus fares cost."})
    assert "It refers to" in page.content.decode()
    assert 'href="/questions/?q=10765"' in page.content.decode()


def test_what_is_cut_on_record_is_cut_in_the_file_too(client: Client) -> None:
    with together():
        make_answered("Hubs", uin="1", text="To ask how many hubs op", text_is_cut=True, answer="There are ma")
        Answer.objects.update(text_is_cut=True)
    file = client.post(f"{ADDRESS}findings.txt", {"q": "how many hubs op"}).content.decode()
    assert "hubs op [only the beginning is on record]" in file
    assert "There are ma [only the beginning is on record]" in file


def test_several_drafts_begin_with_a_list_of_verdicts(client: Client, archive: None) -> None:
    listed = ask(client, "How many family hubs have opened in Leeds?\n\nWhat do bus fares cost?")
    assert 'href="#draft-2">Asked once, on 22 March 2023; not answered yet</a>' in listed.text


def test_notices_stand_where_the_form_leads_to(client: Client, archive: None) -> None:
    page = client.post(ADDRESS, {"q": "What do bus fares cost?"}).content.decode()
    assert f'action="{ADDRESS}#findings"' in page
    assert page.index('id="findings"') < page.index("Only words are compared here") < page.index('id="draft-1"')


def test_what_is_wrong_is_said_once_beside_its_field_and_linked_above(client: Client, archive: None) -> None:
    page = ask(client, "How many family hubs are there?", tabled_after="sometime")
    assert page.text.count("“sometime”") == 1
    assert page.link("Tabled from") == "#id_tabled_after"
