"""A question's page: everything on record about it, at its permanent address."""

from datetime import date

import pytest
from django.test import Client

from questions.models import Answer, Question
from tests.support.factories import (
    assign_topic,
    make_answer,
    make_answered,
    make_attachment,
    make_department,
    make_event,
    make_group_link,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_topic,
    together,
)
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/questions/commons/2023-03-22/171468/"


def test_the_page_shows_everything_on_record_about_the_question(client: Client) -> None:
    asker = make_member("Iris Demoworth")
    make_membership(asker, "Labour", seat="Exampleton North")
    make_question(
        "Family Hubs",
        uin="171468",
        text="To ask what steps.\n\nAnd when.",
        asked_by=asker,
        department="Department for Education",
        topic="Childcare",
        due_on=date(2023, 3, 27),
        is_named_day=True,
        has_interest=True,
        last_seen_on=date(2023, 4, 30),
        provenance=Question.Provenance.PARLIAMENT,
    )
    page = words_of(client, ADDRESS)
    assert "Asked by Iris Demoworth, Labour, Exampleton North, tabled on 22 March 2023" in page
    assert "Question to the Department for Education" in page
    assert "To ask what steps. And when." in page
    assert "Named day" in page
    assert "Due for answer 27 March 2023" in page
    assert "Interest declared" in page
    assert "Unanswered when last seen on 30 April 2023" in page
    assert "Last seen in Parliament’s data 30 April 2023" in page
    assert "Parliament's API" in page
    assert "Childcare" in page
    assert "House of Commons, written question 171468, “Family Hubs”, asked by Iris Demoworth, tabled on 22" in page


def test_the_date_for_answer_of_an_ordinary_question_is_not_shown_as_due(client: Client) -> None:
    make_question(uin="171468", is_named_day=False, due_on=date(2023, 3, 24))
    page = words_of(client, ADDRESS)
    assert "Date for answer 24 March 2023" in page
    assert "Ordinary" in page


def test_the_askers_present_party_is_never_shown(client: Client) -> None:
    asker = make_member("Iris Demoworth", listed_party="Independent", listed_on=date(2025, 1, 1))
    make_membership(asker, "Independent", started_on=date(2024, 7, 4))
    make_question(uin="171468", asked_by=asker)
    page = words_of(client, ADDRESS)
    assert "Iris Demoworth, party not recorded" in page
    assert "Independent" not in page


def test_the_page_links_to_asker_minister_department_topic_and_official_page(client: Client) -> None:
    question = make_answered(uin="171468", asked_by="Iris", answered_by="Rupert", department="Home Office", topic="Tax")
    page = client.get(ADDRESS).content.decode()
    minister = question.answers.get().answered_by
    assert minister
    assert question.asked_by
    assert question.department
    for record in (question.asked_by, minister, question.department):
        assert f'href="{record.get_absolute_url()}"' in page
    assert 'href="/topics/tax/"' in page
    assert question.official_url in page


def test_the_minister_is_shown_with_the_post_held_on_the_day_of_the_answer(client: Client) -> None:
    education = make_department("Department for Education", short_name="DfE")
    minister = make_member("Claire Exampleton")
    make_post(minister, "Minister for Children", department=education, ended_on=date(2023, 11, 13))
    make_post(minister, "Secretary of State for Energy", started_on=date(2023, 8, 31))
    make_answered(uin="171468", department=education, answered_by=minister)
    page = words_of(client, ADDRESS)
    assert "Answered by Claire Exampleton Minister for Children Latest post: Secretary of State for Energy" in page
    assert "Secretary of State for Energy, as last recorded on 13 November 2023" in page


def test_a_post_with_no_end_on_record_is_not_repeated_as_the_latest(client: Client) -> None:
    minister = make_member("Claire Exampleton")
    make_post(minister, "Minister for Children", department="Department for Education")
    make_answered(uin="171468", department="Department for Education", answered_by=minister)
    page = words_of(client, ADDRESS)
    assert page.partition("Cite this question")[0].count("Minister for Children") == 1
    assert "now:" not in page


def test_a_post_in_another_department_is_shown_with_that_department(client: Client) -> None:
    minister = make_member("Claire Exampleton")
    make_post(minister, "Lord in Waiting", department="Whips' Office")
    make_answered(uin="171468", department="Department for Education", answered_by=minister)
    assert "Answered by Claire Exampleton Lord in Waiting, Whips' Office" in words_of(client, ADDRESS)


def test_a_post_in_a_department_with_the_same_name_is_shown_without_it(client: Client) -> None:
    minister = make_member("Claire Exampleton")
    former = make_department("Department for Education", short_name="DfE", ended_on=date(1995, 7, 5))
    make_post(minister, "Minister for Children", department=former)
    education = make_department("Department for Education", short_name="DfE")
    make_answered(uin="171468", department=education, answered_by=minister)
    assert "Minister for Children Answered on 30 March 2023" in words_of(client, ADDRESS)


def test_a_closed_department_is_shown_with_its_years(client: Client) -> None:
    old = make_department("Business", started_on=date(2016, 7, 14), ended_on=date(2023, 2, 7))
    make_question(uin="171468", department=old)
    assert "Question to the Business (2016–2023)" in words_of(client, ADDRESS)


def test_the_page_says_if_no_post_on_that_day_is_on_record(client: Client) -> None:
    minister = make_member("Claire Exampleton")
    make_post(minister, "Secretary of State for Energy", started_on=date(2023, 8, 31))
    make_answered(uin="171468", answered_by=minister)
    page = words_of(client, ADDRESS)
    assert "post on that day not recorded Latest post: Secretary of State for Energy" in page


def test_a_corrected_answer_is_shown_with_its_original(client: Client) -> None:
    question = make_question(uin="171468")
    make_answer(question, "<p>It was 5.</p>", answered_on=date(2023, 3, 30), answered_by="Rupert")
    make_answer(question, "<p>It was 6.</p>", stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 20))
    page = words_of(client, ADDRESS)
    assert page.index("It was 6.") < page.index("Original answer, 30 March 2023") < page.index("It was 5.")
    assert "Answered, then corrected first answered on 30 March 2023" in page
    assert "Corrected on 20 April 2023" in page


def test_a_holding_answer_leaves_the_question_open(client: Client) -> None:
    question = make_question(uin="171468", last_seen_on=date(2023, 3, 31))
    make_answer(
        question, "<p>It has not proved possible.</p>", stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 27)
    )
    page = words_of(client, ADDRESS)
    assert "Holding answer only when last seen on 31 March 2023" in page
    assert "It has not proved possible." in page
    make_answer(question, "<p>Now it has.</p>", answered_on=date(2023, 4, 3))
    page = words_of(client, ADDRESS)
    assert page.index("Now it has.") < page.index("Holding answer, 27 March 2023")
    assert "Answered on 3 April 2023" in page


def test_the_page_says_what_is_not_on_record(client: Client) -> None:
    make_answered(uin="171468", answer="")
    page = words_of(client, ADDRESS)
    assert "The text of this answer is not on record." in page
    assert "The minister who answered is not recorded" in page
    assert "The asker is not recorded" in page


def test_incomplete_texts_say_so_and_link_to_the_full_texts(client: Client) -> None:
    question = make_question(uin="171468", text="To ask whe", text_is_cut=True)
    make_answer(question, "<p>We are ta</p>", text_is_cut=True)
    page = words_of(client, ADDRESS)
    assert "Only the beginning of this question is on record. Read the full text on Parliament’s site" in page
    assert "Only the beginning of this answer is on record. Read the full text on Parliament’s site" in page


def test_a_question_of_the_demo_does_not_link_to_an_official_page(client: Client) -> None:
    make_question(uin="171468", provenance=Question.Provenance.DEMO, text_is_cut=True)
    assert b"questions-statements.parliament.uk/written-questions" not in client.get(ADDRESS).content


def test_a_withdrawn_question_says_so(client: Client) -> None:
    make_question(uin="171468", is_withdrawn=True)
    assert "This question was withdrawn before it was answered." in words_of(client, ADDRESS)


def test_attachments_have_their_type_and_size(client: Client) -> None:
    question = make_answered(uin="171468")
    make_attachment(question.answers.get(), "Figures", url="https://example.org/f.pdf", size=20480)
    assert "Figures (PDF, 20.0 KB)" in words_of(client, ADDRESS)
    assert b'href="https://example.org/f.pdf"' in client.get(ADDRESS).content


def test_grouped_questions_link_to_each_other(client: Client) -> None:
    one, other = make_question(uin="171468"), make_question(uin="171469")
    make_group_link(one, other)
    make_group_link(one, None, uin="171470")
    assert "Grouped with 2 other questions" in words_of(client, ADDRESS)
    assert f'href="{other.get_absolute_url()}"' in client.get(ADDRESS).content.decode()
    assert "171470 tabled on 22 March 2023, not in this archive yet" in words_of(client, ADDRESS)
    assert "Grouped with 1 other question " in words_of(client, other.get_absolute_url())
    assert f'href="{ADDRESS}"' in client.get(other.get_absolute_url()).content.decode()


def test_a_grouped_question_that_is_a_draft_is_not_shown(client: Client) -> None:
    one, draft = make_question(uin="171468"), make_question("Secret", uin="171469", published_at=None)
    make_group_link(one, draft)
    make_group_link(draft, one)
    page = words_of(client, ADDRESS)
    assert "171469 tabled on 22 March 2023, not in this archive yet" in page
    assert "Grouped with 1 other question " in page
    assert draft.text not in page


def test_the_department_that_answered_is_named_if_it_is_another_one(client: Client) -> None:
    question = make_question(uin="171468", department="Treasury")
    make_answer(question, department="Home Office")
    assert "Answered on 30 March 2023 for the Home Office" in words_of(client, ADDRESS)


def test_the_timeline_shows_what_happened_in_order(client: Client) -> None:
    question = make_question(uin="171468", asked_by="Iris")
    make_event(question, "transferred", date(2023, 3, 24), before="Treasury", after="Home Office")
    make_event(question, "due", date(2023, 3, 25), before="2023-03-27", after="2023-03-29")
    make_event(question, "reworded", date(2023, 3, 26), before="To ask HMT", after="To ask the Home Office")
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 29))
    make_answer(question, answered_by="Rupert", answered_on=date(2023, 4, 3))
    make_answer(question, stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 9))
    page = words_of(client, ADDRESS)
    told = [
        "22 March 2023 Tabled by Iris",
        "24 March 2023 Transferred to another department Treasury → changed to Home Office first seen on this day",
        "25 March 2023 Date for answer changed 27 March 2023 → changed to 29 March 2023",
        "26 March 2023 Question reworded Before and after Before To ask HMT After To ask the Home Office",
        "29 March 2023 Holding answer given",
        "3 April 2023 Answered by Rupert",
        "9 April 2023 Answer corrected",
    ]
    places = [page.find(words) for words in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


def test_a_topic_that_an_editor_removed_is_not_shown(client: Client) -> None:
    assign_topic(make_question(uin="171468"), make_topic("Childcare"), is_excluded=True)
    assert "Childcare" not in words_of(client, ADDRESS)


def test_an_answers_html_is_shown_without_anything_that_can_run(client: Client) -> None:
    hostile = '<p>Good <b>steps</b>.</p><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:x">y'
    make_answered(uin="171468", answer=f'{hostile}<table style="x"><tr><td colspan="2" onclick="x">1</td></tr></table>')
    page = client.get(ADDRESS).content.decode()
    assert "<p>Good <b>steps</b>.</p>" in page
    assert '<td colspan="2">1</td>' in page
    for gone in ("alert(", "onerror", "javascript:", "onclick", "<img", "style="):
        assert gone not in page


def test_hostile_text_is_escaped(client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    question = make_answered(hostile, uin="171468", text=hostile, department=hostile, topic=hostile)
    question.asked_by = make_member(hostile)
    question.save()
    make_attachment(question.answers.get(), hostile, file_type=hostile)
    make_event(question, "reworded", before=hostile, after=hostile)
    make_event(question, "heading", before=hostile, after=hostile)
    make_group_link(question, None, uin=hostile[:20])
    assert b"<script>alert" not in client.get(ADDRESS).content


def test_it_takes_at_most_ten_queries(client: Client, django_assert_max_num_queries) -> None:
    minister = make_member("Rupert")
    make_post(minister, "Minister", department="Home Office", ended_on=date(2023, 6, 1))
    make_post(minister, "Secretary", department="Treasury", started_on=date(2023, 6, 2))
    question = make_question(uin="171468", asked_by="Iris", party="Labour", department="Home Office", topic="Tax")
    for stage, day in ((1, 25), (2, 28), (3, 30)):
        answer = make_answer(question, stage=stage, answered_on=date(2023, 3, day), answered_by=minister)
        make_attachment(answer)
        make_event(question, "heading", date(2023, 3, day), before="A", after="B")
    with together():
        for _ in range(27):
            other = make_question()
            make_group_link(question, other)
            make_group_link(other, question)
    with django_assert_max_num_queries(10):
        assert "Grouped with 27 other questions" in words_of(client, ADDRESS)
