"""Refused rows in the admin: repaired in a form and imported again. The original text of a row is kept."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from questions.accounts.roles import EDITOR, PUBLISHER, VIEWER
from questions.models import AuditEntry, ImportRun, ListedQuestion, Member, Question, RefusedRow
from tests.support.desk import make_user, signed_in, somebody, text
from tests.support.factories import make_question
from tests.support.hansard import major, minor, ques, reply
from tests.support.hansard import write as write_hansard
from tests.support.published import write_day
from tests.support.records import answered, unanswered, write_list
from tests.support.refused_rows import LIST, error, page_of, refused, refused_by, repaired, shown, try_again
from tests.support.syncing import parliament, sync  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user("anna", role=PUBLISHER)


@pytest.fixture
def desk(anna: User) -> Client:
    return signed_in(anna)


def test_a_refused_row_is_shown_with_its_reason_and_indented_json(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    assert "uin is not a UIN" in text(desk.get(page_of(row)))
    assert '\n  "uin": null,\n' in shown(desk, row)
    assert json.loads(shown(desk, row)) == json.loads(row.raw)


def test_a_repaired_row_is_imported_by_a_run_of_its_own(desk: Client, anna: User, tmp_path: Path) -> None:
    row = refused(tmp_path)
    response = try_again(desk, row, repaired(desk, row, uin="2001"))
    assert response.status_code == 302
    question = Question.objects.public().get()
    assert (question.uin, question.heading, question.last_seen_on) == ("2001", "Family Hubs: Leeds", date(2024, 9, 20))
    run = ImportRun.objects.first()
    assert run != row.run
    assert (run.kind, run.outcome, run.started_by) == ("repair import_questions", "done", anna)
    assert (run.created, run.refused, run.as_of) == (1, 0, date(2024, 9, 20))


def test_a_repaired_row_records_who_repaired_it_and_keeps_its_original_text(
    desk: Client, anna: User, tmp_path: Path
) -> None:
    row = refused(tmp_path)
    raw, record = row.raw, repaired(desk, row, uin="2001")
    try_again(desk, row, record)
    assert (row.state, row.settled_by, row.question) == ("repaired", anna, Question.objects.get())
    assert (row.raw, row.taken_in) == (raw, record)
    assert row.settled_at
    page = text(desk.get(page_of(row)))
    assert f'href="/admin/questions/question/{row.question.pk}/change/"' in page
    assert 'name="record"' not in page
    assert 'value="Try again"' not in page


def test_the_questions_history_names_who_repaired_the_row(desk: Client, anna: User, tmp_path: Path) -> None:
    write_list(tmp_path / "2024-09-05.json", unanswered(uin="2001"))
    call_command("import_questions", str(tmp_path / "2024-09-05.json"), stdout=StringIO())
    row = refused(tmp_path)
    try_again(desk, row, repaired(desk, row, uin="2001"))
    entry = AuditEntry.objects.filter(model="question").get()
    assert (entry.by, entry.source, entry.run) == (anna, "import", ImportRun.objects.first())
    assert Question.objects.get().status == "answered"


def test_a_repair_that_is_refused_shows_the_reason_at_the_field_and_saves_nothing(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    runs = ImportRun.objects.count()
    record = repaired(desk, row, uin="2001", dateTabled="soon")
    response = try_again(desk, row, record)
    assert error(response) == "dateTabled is not a date: 'soon'."
    assert "soon" in text(response)
    assert row.state == "waiting"
    assert (Question.objects.count(), ImportRun.objects.count(), RefusedRow.objects.count()) == (0, runs, 1)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            '{"uin": "1",\n  "house" "Commons"}',
            "this is not valid JSON: Expecting ':' delimiter: line 2 column 11 (char 23).",
        ),
        ("[]", "there is no question in it."),
        ('{"name": "Max Sample"}', "there is no question in it."),
        ("[" * 100_000, "this is not valid JSON"),
        ("", "This field is required."),
    ],
)
def test_a_text_that_is_not_a_record_is_refused_with_a_message(
    desk: Client, tmp_path: Path, record: str, words: str
) -> None:
    row = refused(tmp_path)
    assert error(try_again(desk, row, record)).startswith(words)
    assert not Question.objects.exists()


def test_a_row_with_another_questions_address_is_refused_again(desk: Client, tmp_path: Path) -> None:
    make_question(uin="2001", tabled_on=date(2024, 9, 2), parliament_id=7)
    row = refused(tmp_path, uin="2001")
    assert "already belong to question 7" in row.reason
    assert "already belong to question 7" in error(try_again(desk, row, shown(desk, row)))


def test_a_question_from_a_row_repaired_by_an_editor_is_a_draft(tmp_path: Path) -> None:
    desk, row = somebody(EDITOR), refused(tmp_path)
    assert try_again(desk, row, repaired(desk, row, uin="2001")).status_code == 302
    assert Question.objects.drafts().get() == row.question


def test_a_public_question_stays_public_when_an_editor_repairs_a_later_record(tmp_path: Path) -> None:
    call_command("import_questions", write_list(tmp_path / "2024-09-05.json", unanswered()), stdout=StringIO())
    desk, row = somebody(EDITOR), refused(tmp_path)
    try_again(desk, row, repaired(desk, row, uin="2001"))
    assert Question.objects.public().get().status == "answered"


def test_a_row_can_be_repaired_only_once(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    record = repaired(desk, row, uin="2001")
    try_again(desk, row, record)
    assert desk.post(page_of(row), {"record": record}).status_code == 403
    assert ImportRun.objects.filter(kind__startswith="repair").count() == 1


def test_a_record_from_hansard_is_repaired_as_xml(desk: Client, tmp_path: Path) -> None:
    parts = (major("TRANSPORT"), minor("Buses"), ques(("X-1", "How many buses there are.")), reply("Seven."))
    path = write_hansard(tmp_path / "answers2009-10-26f.xml", *parts)
    row = refused_by("import_questions", path, format="twfy")
    assert "uin is not a UIN" in row.reason
    assert error(try_again(desk, row, shown(desk, row).replace("</reply>", ""))).startswith("the record, line ")
    assert try_again(desk, row, shown(desk, row).replace("X-1", "294961")).status_code == 302
    assert (row.question.uin, row.question.answered_on, row.question.heading) == ("294961", date(2009, 10, 26), "Buses")
    assert ImportRun.objects.first().kind == "repair import_questions --format twfy"


def test_a_repaired_record_from_a_file_since_2014_keeps_its_day_of_tabling_and_the_files_day(
    desk: Client, tmp_path: Path
) -> None:
    path = Path(write_day(tmp_path, "2024-09-10", answered(text="Seven.")))
    path.write_text(path.read_text().replace('qnum="2001"', 'qnum="X-1"'))
    row = refused_by("import_questions", str(path), format="twfy")
    assert try_again(desk, row, shown(desk, row).replace("X-1", "2001")).status_code == 302
    assert (row.question.tabled_on, row.question.answered_on) == (date(2024, 9, 2), date(2024, 9, 10))


def test_a_row_of_a_members_table_can_be_repaired(desk: Client, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text("mnis_id,name,given_name,family_name\nx4806,Max Sample,Max,Sample\n")
    row = refused_by("import_members", str(tmp_path / "members.csv"))
    assert error(try_again(desk, row, '{"mnis_id": "4806"}')).startswith("these columns are missing: name")
    assert error(try_again(desk, row, '{"mnis_id": 4806}')).startswith("each column needs a text in quotes")
    assert try_again(desk, row, repaired(desk, row, mnis_id="4806")).status_code == 302
    assert Member.objects.get().name == "Max Sample"
    assert row.state == "repaired"


def test_a_membership_that_ends_before_it_starts_can_be_repaired(desk: Client, tmp_path: Path) -> None:
    columns = "mnis_id,house,party,constituency,start_date,end_date"
    (tmp_path / "m.csv").write_text(f"{columns}\n11,Commons,Labour,Leeds,2020-01-01,2019-01-01\n")
    row = refused_by("import_memberships", str(tmp_path / "m.csv"))
    assert try_again(desk, row, repaired(desk, row, end_date="2021-01-01")).status_code == 302
    assert Member.objects.get().memberships.get().ended_on == date(2021, 1, 1)


def test_a_repaired_record_from_a_sync_is_no_longer_due(desk: Client, parliament: Any) -> None:  # noqa: F811
    record = answered(id=2, uin="2002")
    del record["isNamedDay"]
    parliament.questions = [record]
    sync("--house", "commons")
    row = RefusedRow.objects.get()
    assert error(try_again(desk, row, shown(desk, row))) == "the record does not have isNamedDay."
    value = json.loads(shown(desk, row))
    value["value"]["isNamedDay"] = False
    assert try_again(desk, row, json.dumps(value)).status_code == 302
    assert (row.question.uin, row.question.last_seen_on) == ("2002", date(2024, 9, 20))
    assert not ListedQuestion.objects.filter(is_due=True).exists()


def test_a_row_that_cannot_be_repaired_in_the_admin_says_what_to_do(desk: Client) -> None:
    run = ImportRun.objects.create(kind="sync portraits")
    row = RefusedRow.objects.create(run=run, path="/portrait", position=1, reason="not a picture", raw="")
    page = text(desk.get(page_of(row)))
    assert "set it aside" in page
    assert 'name="record"' not in page


def test_a_row_can_be_set_aside_and_put_back(desk: Client, anna: User, tmp_path: Path) -> None:
    row = refused(tmp_path)
    desk.post(LIST, {"action": "set_aside", "_selected_action": row.pk})
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("aside", anna)
    assert not RefusedRow.objects.waiting().exists()
    desk.post(LIST, {"action": "put_back", "_selected_action": row.pk})
    assert RefusedRow.objects.waiting().get() == row


def test_a_viewer_can_see_a_row_but_cannot_repair_it(tmp_path: Path) -> None:
    row, viewer = refused(tmp_path), somebody(VIEWER)
    assert "uin is not a UIN" in text(viewer.get(page_of(row)))
    assert viewer.post(page_of(row), {"record": row.raw}).status_code == 403


def test_markup_in_a_row_is_escaped_on_its_page(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path, heading="</textarea><script>alert(1)</script>")
    assert "<script>alert" not in desk.get(page_of(row)).content.decode()
