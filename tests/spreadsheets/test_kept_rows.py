"""Spreadsheets with refused rows: nothing is saved, or the good rows, with the refused ones kept for repair."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.accounts.roles import EDITOR, PUBLISHER
from questions.models import AuditEntry, Department, Evidence, ImportRun, Member, Question, RefusedRow
from questions.spreadsheets import imports
from tests.support.desk import somebody, text
from tests.support.factories import make_department, make_member, make_membership, make_question
from tests.support.spreadsheets import DESK, NEW, as_csv, confirm, counted, take, upload

pytestmark = pytest.mark.django_db

BAD = {**NEW, "uin": "2", "department": "Ministry of Magic"}
REVIEW = DESK.format(kind="question", page="upload/review/")
CHOICE = "Import the good rows, keep the refused for repair"


@pytest.fixture
def editor() -> Client:
    return somebody(EDITOR)


def repair(client: Client, row: RefusedRow, **cells: str) -> Any:
    """Correct these cells of a kept row and try again."""
    record = json.dumps({**json.loads(row.raw), **cells})
    return client.post(f"/admin/questions/refusedrow/{row.pk}/change/", {"record": record}, follow=True)


def count_saved() -> int:
    """Questions, runs and refused rows in the archive."""
    return sum(model.objects.count() for model in (Question, ImportRun, RefusedRow))


def read_evidence() -> list[bytes]:
    return [bytes(packed) for packed in Evidence.objects.order_by("pk").values_list("packed", flat=True)]


# The choice


def test_a_file_with_refused_rows_gives_the_choice_of_the_good_rows_or_nothing(editor: Client) -> None:
    page = text(upload(editor, as_csv(NEW, BAD)))
    assert f'value="{CHOICE}"' in page
    assert 'name="discard" value="Import nothing"' in page
    assert "Save all" not in page


def test_a_file_without_good_rows_or_without_refused_ones_gives_no_such_choice(editor: Client) -> None:
    assert CHOICE not in text(upload(editor, as_csv(BAD)))
    assert CHOICE not in text(upload(editor, as_csv(NEW)))


def test_importing_nothing_saves_neither_good_nor_refused_rows(editor: Client) -> None:
    upload(editor, as_csv(NEW, BAD))
    assert "Nothing was saved" in text(editor.post(REVIEW, {"discard": "Import nothing"}, follow=True))
    assert count_saved() == 0


def test_importing_the_good_rows_keeps_each_refused_row_whole_with_its_line_and_reason(editor: Client) -> None:
    run = take(editor, NEW, BAD, keep="on")
    assert [question.uin for question in Question.objects.all()] == ["171468"]
    assert (run.created, run.refused, run.outcome) == (1, 1, "done")
    row = RefusedRow.objects.get()
    assert json.loads(row.raw) == BAD
    assert (row.run, row.path, row.position, row.state) == (run, "rows.csv", 3, "waiting")
    assert row.reason.startswith("department: There is no department called “Ministry of Magic”.")


def test_the_page_after_it_leads_to_the_rows_to_repair(editor: Client) -> None:
    shown = upload(editor, as_csv(NEW, BAD))
    page = editor.post(REVIEW, {"seen": shown.context["digest"], "keep": "on"}, follow=True)
    run = ImportRun.objects.get()
    address = f"/admin/questions/refusedrow/?state__exact=waiting&run__id__exact={run.pk}"
    assert f'<a href="{address}">1 refused row</a>' in text(page)
    assert "department: There is no department" in text(editor.get(address))


def test_importing_the_same_file_again_changes_nothing_and_keeps_no_row_twice(editor: Client) -> None:
    make_question("Family Hubs", uin="1", parliament_id=1)
    rows = [NEW, BAD, {"id": "1", "heading": "Hubs"}]
    take(editor, *rows, keep="on")
    entries, evidence = (
        AuditEntry.objects.count(),
        sorted(map(bytes, Evidence.objects.values_list("packed", flat=True))),
    )
    again = take(editor, *rows, keep="on")
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 2, 0)
    assert AuditEntry.objects.count() == entries
    assert read_evidence() == evidence
    assert (Question.objects.count(), RefusedRow.objects.count()) == (2, 1)


def test_a_row_that_was_set_aside_is_kept_again_when_its_file_is_imported_again(editor: Client) -> None:
    take(editor, NEW, BAD, keep="on")
    RefusedRow.objects.update(state=RefusedRow.State.ASIDE)
    assert take(editor, NEW, BAD, keep="on").refused == 1
    assert RefusedRow.objects.waiting().count() == 1


def test_a_choice_made_on_an_outdated_preview_saves_nothing(editor: Client) -> None:
    shown = upload(editor, as_csv(NEW, BAD))
    make_department("Ministry of Magic")
    page = editor.post(REVIEW, {"seen": shown.context["digest"], "keep": "on"}, follow=True)
    assert "The archive has changed since this preview" in text(page)
    assert count_saved() == 0


def test_a_row_too_long_to_be_repaired_whole_saves_nothing_and_says_so(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "LONGEST_RAW", 100)
    shown = upload(editor, as_csv(NEW, BAD))
    page = text(editor.post(REVIEW, {"seen": shown.context["digest"], "keep": "on"}, follow=True))
    assert "Line 3 is refused and has more than 100 characters" in page
    assert count_saved() == 0


def test_undoing_the_import_leaves_its_refused_rows_to_repair(editor: Client) -> None:
    run = take(editor, NEW, BAD, keep="on")
    editor.post(f"/admin/questions/importrun/{run.pk}/undo/")
    assert not Question.objects.exists()
    assert RefusedRow.objects.waiting().count() == 1


# Rows about the same record


def test_the_second_of_two_rows_about_one_record_is_kept_and_leaves_no_trace_in_it(editor: Client) -> None:
    member = make_member("Max Sample", parliament_id=12)
    held = make_membership(member, "Green")
    rows = [{"id": str(held.pk), "seat": "Leeds"}, {"id": str(held.pk), "seat": "York", "party": "Labour"}]
    take(editor, *rows, kind="membership", keep="on")
    held.refresh_from_db()
    assert (held.seat, held.party) == ("Leeds", "Green")
    assert "Line 2 is about the same record" in RefusedRow.objects.get().reason


def test_a_refused_row_leaves_no_trace_in_a_later_row_about_the_same_record(editor: Client) -> None:
    make_department("Home Office", parliament_id=1)
    office = make_department("Office of Hubs", parliament_id=2)
    rows = [{"id": "2", "name": "Hubs", "parliament_id": "1"}, {"id": "2", "short_name": "OfH"}]
    run = take(editor, *rows, kind="department", keep="on")
    office.refresh_from_db()
    assert (office.name, office.short_name, office.parliament_id) == ("Office of Hubs", "OfH", 2)
    assert list(AuditEntry.objects.filter(run=run).values_list("kind", flat=True)) == ["changed"]


def test_a_value_that_an_earlier_row_gave_away_is_refused_to_a_later_one(editor: Client) -> None:
    make_department("Home Office", parliament_id=1)
    make_department("Office of Hubs", parliament_id=2)
    shown = upload(editor, as_csv({"id": "1", "key": "ho"}, {"id": "2", "key": "ho"}), "department")
    assert counted(shown) == {"changed": 1, "refused": 1}


# Repairs


def test_a_kept_row_is_repaired_into_a_draft_by_a_run_of_its_own(editor: Client) -> None:
    make_department("Home Office", parliament_id=1)
    take(editor, NEW, BAD, keep="on")
    page = repair(editor, RefusedRow.objects.get(), department="Home Office")
    question = Question.objects.get(uin="2")
    assert (question.department.name, question.published_at) == ("Home Office", None)
    row = RefusedRow.objects.get()
    assert (row.state, row.question, row.repair.kind, row.repair.created) == (
        "repaired",
        question,
        "repair bulk questions",
        1,
    )
    assert json.loads(row.raw) == BAD, "the original row is kept"
    assert "was tried again and imported" in text(page)


def test_a_kept_row_repaired_by_a_publisher_is_a_draft_too() -> None:
    publisher = somebody(PUBLISHER)
    take(publisher, NEW, BAD, keep="on", publish="on")
    repair(publisher, RefusedRow.objects.get(), department="")
    assert Question.objects.get(uin="171468").is_public
    assert Question.objects.get(uin="2").published_at is None


def test_a_kept_row_about_a_question_on_record_changes_it(editor: Client) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=1)
    take(editor, NEW, {"id": "1", "heading": "Hubs", "due": "2023-01-01"}, keep="on")
    repair(editor, RefusedRow.objects.get(), due="2023-03-27")
    question.refresh_from_db()
    assert (question.heading, question.due_on) == ("Hubs", date(2023, 3, 27))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"department": "Ministry of Tricks"}, "There is no department called “Ministry of Tricks”"),
        ({"nothing": "x"}, "There is no column called “nothing”"),
    ],
)
def test_a_row_that_is_still_wrong_is_refused_with_the_reason(editor: Client, cells: dict[str, str], said: str) -> None:
    take(editor, NEW, BAD, keep="on")
    assert said in text(repair(editor, RefusedRow.objects.get(), **cells))
    assert RefusedRow.objects.get().state == "waiting"
    assert Question.objects.count() == 1


@pytest.mark.parametrize("record", ["", "{}", "[]", '{"uin": 5}', "{"])
def test_a_text_that_is_not_a_row_is_refused(editor: Client, record: str) -> None:
    take(editor, NEW, BAD, keep="on")
    row = RefusedRow.objects.get()
    editor.post(f"/admin/questions/refusedrow/{row.pk}/change/", {"record": record})
    assert RefusedRow.objects.get().state == "waiting"


def test_kept_rows_of_members_and_departments_are_repaired(editor: Client) -> None:
    good, bad = {"id": "12", "name": "Max Sample"}, {"id": "x", "name": "Iris Demoworth"}
    take(editor, good, bad, kind="member", keep="on")
    repair(editor, RefusedRow.objects.get(), id="13")
    assert list(Member.objects.order_by("parliament_id").values_list("name", flat=True)) == [
        "Max Sample",
        "Iris Demoworth",
    ]
    good, bad = {"name": "Home Office", "ended": ""}, {"name": "Office of Hubs", "ended": "never"}
    take(editor, good, bad, kind="department", keep="on")
    repair(editor, RefusedRow.objects.waiting().get(), ended="2020-01-01")
    assert Department.objects.get(name="Office of Hubs").ended_on == date(2020, 1, 1)


def test_a_file_corrected_after_the_good_rows_were_saved_adds_only_the_corrected_row(editor: Client) -> None:
    take(editor, NEW, BAD, keep="on")
    shown = upload(editor, as_csv(NEW, {**BAD, "department": ""}))
    assert counted(shown) == {"unchanged": 1, "new": 1}
    assert confirm(editor, shown).created == 1
