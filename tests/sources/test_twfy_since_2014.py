"""TheyWorkForYou's files since 2014: each question is the same as Parliament's, in any order of import."""

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


def test_a_question_has_an_address_by_day_of_tabling_and_is_answered_on_the_files_day(tmp_path):
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


def test_importing_the_same_file_again_changes_nothing(tmp_path):
    path = write_day(tmp_path, "2024-09-10", answered())
    twfy(path)
    before = archive_state()
    assert "created 0, updated 0, unchanged 1, refused 0" in twfy(path)
    assert archive_state() == before


def test_the_as_of_day_is_not_taken_as_the_day_of_the_answers(tmp_path):
    run(write_day(tmp_path, "2024-09-10", answered()), format="twfy", as_of=date(2025, 1, 1))
    question = Question.objects.get()
    assert (question.answered_on, question.last_seen_on) == (date(2024, 9, 10), date(2025, 1, 1))


def test_questions_answered_together_are_linked_by_their_days_of_tabling(tmp_path):
    other: dict[str, Any] = {"uin": "2002", "dateTabled": "2024-09-03T00:00:00"}
    values = [
        answered(groupedQuestionsDates=grouped(("2002", "2024-09-03"))),
        answered(groupedQuestionsDates=grouped(("2001", "2024-09-02")), **other),
    ]
    twfy(write_day(tmp_path, "2024-09-10", *values))
    links = set(GroupLink.objects.values_list("question__uin", "other__uin", "tabled_on", "answered_on"))
    assert links == {("2001", "2002", date(2024, 9, 3), None), ("2002", "2001", date(2024, 9, 2), None)}


def test_links_below_an_answer_become_its_attachments(tmp_path):
    annex = {"url": "https://example.org/a.pdf?x=1&y=2", "title": "Annex <A>", "fileType": "PDF", "fileSizeBytes": 1536}
    twfy(write_day(tmp_path, "2024-09-10", answered(text=SEVEN, attachments=[annex])))
    assert answers() == [("answer", date(2024, 9, 10), SEVEN)]
    attachment = Attachment.objects.get()
    assert (attachment.url, attachment.title) == ("https://example.org/a.pdf?x=1&y=2", "Annex <A>")
    assert (attachment.file_type, attachment.size) == ("PDF", 1536)


def test_a_paragraph_of_many_links_is_read_quickly():
    paragraph = Block("p", {}, ['<a href="https://example.org/lamps">Lamps</a>, ' * 10_000])
    reply = Element("reply", {}, [Block("p", {}, ["Lit."]), paragraph], [])
    began = process_time()
    [answer] = published_answers([reply], "2024-09-10", [None])
    assert process_time() - began < 5, "it once took over a minute, and four times that for twice as many links"
    assert answer.attachments == ()


def test_a_placeholder_for_a_missing_heading_is_left_out(tmp_path):
    twfy(write_day(tmp_path, "2024-09-10", answered(heading=None)))
    assert Question.objects.get().heading == ""


def test_a_lords_question_has_its_department(tmp_path):
    path = write_day(tmp_path, "2024-09-10", answered(uin="HL20", house="Lords"))
    assert path.endswith("lordswrans2024-09-10.xml")
    twfy(path)
    question = Question.objects.get()
    assert (question.house, question.department.name) == ("lords", "Department for Education")


def test_text_that_was_escaped_twice_is_unescaped(tmp_path):
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
def test_a_broken_record_is_refused_with_the_reason_and_the_others_are_imported(tmp_path, before, after, reason):
    path = write_day(tmp_path, "2024-09-10", answered(), answered(uin="2002"))
    assert "created 1, updated 0, unchanged 0, refused 1" in twfy(edited(path, before, after))
    assert reason in RefusedRow.objects.get().reason
    assert Question.objects.get().uin == "2002"


def test_answers_dated_in_the_future_are_refused(tmp_path):
    assert "created 0, updated 0, unchanged 0, refused 1" in twfy(write_day(tmp_path, "2999-09-10", answered()))
    assert RefusedRow.objects.get().reason == "its day is in the future: 2999-09-10"


def test_a_file_without_a_day_in_its_name_is_not_imported(tmp_path):
    (tmp_path / "new.xml").write_text(publicwhip([answered()]))
    with pytest.raises(CommandError, match="not finished"):
        twfy(str(tmp_path / "new.xml"))
    assert "new.xml: only the file's name can give the day of the answers" in ImportRun.objects.get().errors
    assert "name it like answers2024-03-12.xml" in ImportRun.objects.get().errors
    assert not Question.objects.exists()


def test_a_file_without_answers_is_skipped_whatever_its_name(tmp_path):
    (tmp_path / "8400.xml").write_text("<publicwhip><minor-heading>Lamps</minor-heading><speech/></publicwhip>")
    write_day(tmp_path, "2024-09-10", answered())
    report = twfy(str(tmp_path))
    assert "8400.xml: skipped, as it has no question records" in report
    assert "created 1," in report


# With Parliament's record


def test_parliaments_record_and_the_files_become_one_question_in_any_order(tmp_path):
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


def test_the_file_answers_a_question_that_parliament_showed_as_unanswered(tmp_path):
    load(write_list(tmp_path / "2024-09-03.json", unanswered()), write_day(tmp_path, "2024-09-10", answered()))
    question = Question.objects.get()
    assert (question.parliament_id, question.status, question.answered_on) == (101, "answered", date(2024, 9, 10))


def test_the_exact_size_of_an_attachment_from_parliament_is_kept(tmp_path):
    annex = {"url": "https://example.org/a.pdf", "title": "Annex", "fileType": "PDF", "fileSizeBytes": 12345}
    value = answered(attachments=[annex])
    orders(write_list(tmp_path / "2024-09-11.json", value), write_day(tmp_path, "2024-09-10", value))
    assert Attachment.objects.get().size == 12345


def test_a_question_whose_day_of_tabling_changed_is_matched_by_its_former_day(tmp_path):
    moved = {"dateTabled": "2024-09-03T00:00:00"}
    states = orders(
        write_list(tmp_path / "2024-09-11.json", answered()),
        write_list(tmp_path / "2024-09-12.json", answered(**moved)),
        write_day(tmp_path, "2024-09-10", answered()),
    )
    assert all(state == states[0] for state in states)
    question = Question.objects.get()
    assert (question.tabled_on, question.answered_on) == (date(2024, 9, 3), date(2024, 9, 10))


def test_a_group_that_only_parliaments_record_names_is_linked(tmp_path):
    other: dict[str, Any] = {"id": 102, "uin": "2002", "dateTabled": "2024-09-03T00:00:00"}
    first = answered(groupedQuestionsDates=grouped(("2002", "2024-09-03")))
    path = write_day(tmp_path, "2024-09-10", answered(), answered(**other))
    load(path, write_list(tmp_path / "2024-09-09.json", first, answered(**other)))
    assert GroupLink.objects.get().other.uin == "2002", "the file has each of them alone, and names no group"


def test_a_heading_above_a_group_never_replaces_parliaments_heading_of_a_question(tmp_path):
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


# Files of other kinds, and runs that import nothing


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
def test_a_file_of_another_kind_is_recognised_by_its_name_and_skipped(tmp_path, name, kind):
    (tmp_path / name).write_text(publicwhip([answered()]))
    write_day(tmp_path, "2024-09-11", answered(uin="2002"))
    report = twfy(str(tmp_path))
    assert f"{name}: skipped, as it has {kind}, not written answers at Westminster" in report
    assert Question.objects.get().uin == "2002"


def test_a_run_with_only_files_of_other_kinds_fails_and_says_so(tmp_path):
    (tmp_path / "regmem2024-09-10.xml").write_text("<publicwhip></publicwhip>")
    with pytest.raises(CommandError, match=r"nothing was imported: no records in .*Expected: .*answers2024") as failed:
        twfy(str(tmp_path))
    assert "regmem2024-09-10.xml: skipped, as it has registers of interests" in str(failed.value)
    assert (failed.value.returncode, ImportRun.objects.get().outcome) == (1, "failed")


# Pages


def test_the_questions_page_names_the_source_of_its_record(client: Client, tmp_path: Path):
    twfy(write_day(tmp_path, "2024-09-10", answered()))
    page = words_of(client, ADDRESS)
    assert "Source TheyWorkForYou: Parliament’s text, from a file by mySociety" in page
    assert "Tabled 2 September 2024" in page
