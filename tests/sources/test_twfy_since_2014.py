"""TheyWorkForYou's files since 2014: each question is the official record's, whichever comes first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client

from questions.models import Attachment, FormerAddress, GroupLink, ImportRun, Question, QuestionEvent, RefusedRow
from questions.sources.elements import Block, Element
from questions.sources.replies import published_answers
from tests.archive.importing.test_import_questions import run
from tests.support.pages import words_of
from tests.support.published import publicwhip, write_day
from tests.support.records import CUT_ANSWER, FULL_ANSWER, answered, grouped, unanswered, write_list
from tests.support.state import archive_state
from tests.support.twfy_files import SEVEN, answers, edited, load, orders, twfy

pytestmark = pytest.mark.django_db

ADDRESS = "/questions/commons/2024-09-02/2001/"


# One file


def test_a_question_has_its_own_address_and_the_day_of_the_answer_is_the_files(tmp_path):
    report = twfy(write_day(tmp_path, "2024-09-10", answered()))
    assert "created 1, updated 0, unchanged 0, refused 0" in report
    question = Question.objects.public().get()
    assert question.get_absolute_url() == ADDRESS
    assert (
        question.official_url == "https://questions-statements.parliament.uk/written-questions/detail/2024-09-02/2001"
    )
    assert (question.heading, question.status) == ("Family Hubs: Leeds", "answered")
    assert (question.department.name, question.asker_name) == ("Department for Education", "Member 11")
    assert question.provenance == "twfy"
    assert answers() == [("answer", date(2024, 9, 10), FULL_ANSWER)]


def test_the_second_import_changes_nothing(tmp_path):
    path = write_day(tmp_path, "2024-09-10", answered())
    twfy(path)
    before = archive_state()
    assert "created 0, updated 0, unchanged 1, refused 0" in twfy(path)
    assert archive_state() == before


def test_when_the_file_was_fetched_is_not_the_day_of_its_answers(tmp_path):
    run(write_day(tmp_path, "2024-09-10", answered()), format="twfy", as_of=date(2025, 1, 1))
    question = Question.objects.get()
    assert (question.answered_on, question.last_seen_on) == (date(2024, 9, 10), date(2025, 1, 1))


def test_questions_answered_together_go_by_their_days_of_tabling(tmp_path):
    other: dict[str, Any] = {"uin": "2002", "dateTabled": "2024-09-03T00:00:00"}
    values = [
        answered(groupedQuestionsDates=grouped(("2002", "2024-09-03"))),
        answered(groupedQuestionsDates=grouped(("2001", "2024-09-02")), **other),
    ]
    twfy(write_day(tmp_path, "2024-09-10", *values))
    links = set(GroupLink.objects.values_list("question__uin", "other__uin", "tabled_on", "answered_on"))
    assert links == {("2001", "2002", date(2024, 9, 3), None), ("2002", "2001", date(2024, 9, 2), None)}


def test_links_to_attachments_below_an_answer_are_its_attachments(tmp_path):
    annex = {"url": "https://example.org/a.pdf?x=1&y=2", "title": "Annex <A>", "fileType": "PDF", "fileSizeBytes": 1536}
    twfy(write_day(tmp_path, "2024-09-10", answered(text=SEVEN, attachments=[annex])))
    assert answers() == [("answer", date(2024, 9, 10), SEVEN)]
    attachment = Attachment.objects.get()
    assert (attachment.url, attachment.title) == ("https://example.org/a.pdf?x=1&y=2", "Annex <A>")
    assert (attachment.file_type, attachment.size) == ("PDF", 1536)


def test_a_paragraph_of_very_many_links_is_read_at_once():
    paragraph = Block("p", {}, ['<a href="https://example.org/lamps">Lamps</a>, ' * 10_000])
    reply = Element("reply", {}, [Block("p", {}, ["Lit."]), paragraph], [])
    began = process_time()
    [answer] = published_answers([reply], "2024-09-10", [None])
    assert process_time() - began < 5, "it took over a minute, and four times that for twice as many"
    assert answer.attachments == ()


def test_what_stands_where_there_is_no_heading_is_none(tmp_path):
    twfy(write_day(tmp_path, "2024-09-10", answered(heading=None)))
    assert Question.objects.get().heading == ""


def test_in_the_lords_the_department_is_told(tmp_path):
    path = write_day(tmp_path, "2024-09-10", answered(uin="HL20", house="Lords"))
    assert path.endswith("lordswrans2024-09-10.xml")
    twfy(path)
    question = Question.objects.get()
    assert (question.house, question.department.name) == ("lords", "Department for Education")


def test_what_is_escaped_twice_is_read_as_it_is_meant(tmp_path):
    named = {"answeringBodyName": "Women &amp; Equalities", "heading": "Caf&eacute;s &amp; Bars"}
    text = "To ask about P&amp;O &lt;ferries&gt;."
    path = write_day(tmp_path, "2024-09-10", answered(questionText=text, **named))
    twfy(edited(path, 'speakername="Member 11"', 'speakername="Si&amp;ocirc;n Asker"'))
    question = Question.objects.get()
    assert (question.heading, question.department.name) == ("Cafés & Bars", "Women & Equalities")
    assert (question.asker_name, question.text) == ("Siôn Asker", "To ask about P&O <ferries>.")


def test_an_answer_without_paragraphs_keeps_its_lines_links_and_spaces(tmp_path):
    path = write_day(tmp_path, "2024-09-10", answered(text="Words"))
    loose = 'One<br/>two <b>three</b> <i>four</i> <a href="https://example.org/">five</a>'
    twfy(edited(path, "<p>Words</p>", loose))
    [(_, _, text)] = answers()
    assert text.startswith('One<br>two <b>three</b> <i>four</i> <a href="https://example.org/"')


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("wrans/2024-09-02.2001.q0", "wrans/2024-13-02.2001.q0", "has no day"),
        ("wrans/2024-09-02.2001.q0", "wrans/2999-09-02.2001.q0", "is in the future"),
        ('qnum="2001"', 'qnum="20x1"', "uin is not a UIN"),
    ],
)
def test_a_broken_record_is_refused_with_its_reason_and_the_others_are_taken_in(tmp_path, before, after, reason):
    path = write_day(tmp_path, "2024-09-10", answered(), answered(uin="2002"))
    assert "created 1, updated 0, unchanged 0, refused 1" in twfy(edited(path, before, after))
    assert reason in RefusedRow.objects.get().reason
    assert Question.objects.get().uin == "2002"


def test_answers_of_the_future_are_refused(tmp_path):
    assert "created 0, updated 0, unchanged 0, refused 1" in twfy(write_day(tmp_path, "2999-09-10", answered()))
    assert RefusedRow.objects.get().reason == "its day is in the future: 2999-09-10"


def test_a_file_whose_name_tells_no_day_is_not_taken_in(tmp_path):
    (tmp_path / "new.xml").write_text(publicwhip([answered()]))
    with pytest.raises(CommandError, match="not finished"):
        twfy(str(tmp_path / "new.xml"))
    assert "new.xml: only the file's name can give the day of the answers" in ImportRun.objects.get().errors
    assert "name it like answers2024-03-12.xml" in ImportRun.objects.get().errors
    assert not Question.objects.exists()


def test_one_without_answers_is_skipped_whatever_its_name(tmp_path):
    (tmp_path / "8400.xml").write_text("<publicwhip><minor-heading>Lamps</minor-heading><speech/></publicwhip>")
    write_day(tmp_path, "2024-09-10", answered())
    report = twfy(str(tmp_path))
    assert "8400.xml: skipped, as it has no question records" in report
    assert "created 1," in report


# Beside the official record


def test_it_is_the_official_records_question_in_whatever_order_they_come(tmp_path):
    states = orders(
        write_list(tmp_path / "2024-09-03.json", unanswered()),
        write_list(tmp_path / "2024-09-11.json", answered(text=CUT_ANSWER)),
        write_day(tmp_path, "2024-09-10", answered()),
    )
    assert all(state == states[0] for state in states)
    question = Question.objects.get()
    assert (question.parliament_id, question.provenance) == (101, "parliament")
    assert (question.asked_by.parliament_id, question.department.parliament_id) == (11, 60)
    assert (question.due_on, question.is_named_day) == (date(2024, 9, 9), False)
    assert (question.current_answer.answered_by.parliament_id, question.current_answer.text_is_cut) == (12, False)
    assert FULL_ANSWER.startswith(question.current_answer.text[:300])
    assert not QuestionEvent.objects.exists()
    assert not FormerAddress.objects.exists()


def test_one_that_parliament_showed_unanswered_is_answered_by_it(tmp_path):
    load(write_list(tmp_path / "2024-09-03.json", unanswered()), write_day(tmp_path, "2024-09-10", answered()))
    question = Question.objects.get()
    assert (question.parliament_id, question.status, question.answered_on) == (101, "answered", date(2024, 9, 10))


def test_sizes_that_parliament_tells_exactly_stand(tmp_path):
    annex = {"url": "https://example.org/a.pdf", "title": "Annex", "fileType": "PDF", "fileSizeBytes": 12345}
    value = answered(attachments=[annex])
    orders(write_list(tmp_path / "2024-09-11.json", value), write_day(tmp_path, "2024-09-10", value))
    assert Attachment.objects.get().size == 12345


def test_a_question_that_has_moved_to_another_day_is_found_at_the_former(tmp_path):
    moved = {"dateTabled": "2024-09-03T00:00:00"}
    states = orders(
        write_list(tmp_path / "2024-09-11.json", answered()),
        write_list(tmp_path / "2024-09-12.json", answered(**moved)),
        write_day(tmp_path, "2024-09-10", answered()),
    )
    assert all(state == states[0] for state in states)
    question = Question.objects.get()
    assert (question.tabled_on, question.answered_on) == (date(2024, 9, 3), date(2024, 9, 10))


def test_a_group_that_is_told_of_only_here_or_only_there_is_linked(tmp_path):
    other: dict[str, Any] = {"id": 102, "uin": "2002", "dateTabled": "2024-09-03T00:00:00"}
    first = answered(groupedQuestionsDates=grouped(("2002", "2024-09-03")))
    path = write_day(tmp_path, "2024-09-10", answered(), answered(**other))
    load(path, write_list(tmp_path / "2024-09-09.json", first, answered(**other)))
    assert GroupLink.objects.get().other.uin == "2002", "the file has each of them alone, and tells of no group"


def test_the_heading_above_a_group_is_that_of_its_first_question_and_parliaments_of_the_others_stands(tmp_path):
    first = answered(heading="Hubs", groupedQuestionsDates=grouped(("2002", "2024-09-02")))
    other = answered(id=102, uin="2002", heading="Nurseries", groupedQuestionsDates=grouped(("2001", "2024-09-02")))
    path = write_day(tmp_path, "2024-09-10", first, other)
    twfy(path)
    assert set(Question.objects.values_list("heading", flat=True)) == {"Hubs"}
    for as_of in (date(2024, 9, 11), date(2024, 9, 20)):
        run(write_list(tmp_path / "1.json", first, other), as_of=date(2024, 9, 12))
        run(path, format="twfy", as_of=as_of)
        assert Question.objects.get(uin="2002").heading == "Nurseries"
    assert not QuestionEvent.objects.exists()


# Files of other kinds, and runs that take in nothing


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("spwa2024-09-10.xml", "the Scottish Parliament"),
        ("sp2024-09-10.xml", "the Scottish Parliament"),
        ("ni2024-09-10.xml", "the Northern Ireland Assembly"),
        ("regmem2024-09-10.xml", "registers of interests"),
        ("debates2024-09-10a.xml", "debates of the Commons"),
        ("daylord2024-09-10a.xml", "debates of the Lords"),
        ("westminster2024-09-10a.xml", "debates in Westminster Hall"),
        ("ministerial2024-09-10.xml", "written statements"),
        ("lordswms2024-09-10.xml", "written statements"),
        ("standing2024-09-10.xml", "committees on bills"),
    ],
)
def test_a_file_of_another_kind_is_told_apart_by_its_name(tmp_path, name, kind):
    (tmp_path / name).write_text(publicwhip([answered()]))
    write_day(tmp_path, "2024-09-11", answered(uin="2002"))
    report = twfy(str(tmp_path))
    assert f"{name}: skipped, as it has {kind}, not written answers at Westminster" in report
    assert Question.objects.get().uin == "2002"


def test_a_run_that_is_given_only_such_files_says_so_and_fails(tmp_path):
    (tmp_path / "regmem2024-09-10.xml").write_text("<publicwhip></publicwhip>")
    with pytest.raises(CommandError, match=r"nothing was imported: no records in .*Expected: .*answers2024") as failed:
        twfy(str(tmp_path))
    assert "regmem2024-09-10.xml: skipped, as it has registers of interests" in str(failed.value)
    assert (failed.value.returncode, ImportRun.objects.get().outcome) == (1, "failed")


# Pages


def test_its_page_says_from_where_the_record_is(client: Client, tmp_path: Path):
    twfy(write_day(tmp_path, "2024-09-10", answered()))
    page = words_of(client, ADDRESS)
    assert "Source TheyWorkForYou: Parliament’s text, from a file by mySociety" in page
    assert "Tabled 2 September 2024" in page
