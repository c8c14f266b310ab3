"""What imports add to the audit history: changes to existing rows, written in bulk with their batch."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from pq_archive import copying
from questions.archive.audit import entries
from questions.archive.audit.recording import record_created
from questions.archive.evidence.claims import Claim
from questions.archive.evidence.settling import settle
from questions.archive.importing import save_questions as saving
from questions.archive.importing.save_questions import Row, save_batch
from questions.archive.writing.write_questions import Draft, write_drafts
from questions.models import AuditEntry, Department, ImportRun, Member, Question
from questions.sources.parliament import parse
from questions.sources.tables import MEMBERSHIPS
from tests.admin.test_admin import import_questions
from tests.support.records import answered, corrected, holding, record, unanswered, write_list

pytestmark = pytest.mark.django_db


def recorded(**filters: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """(model, kind, fields) of the entries, oldest first, without those of new people and departments."""
    found = AuditEntry.objects.filter(**filters).order_by("id")
    return [
        (entry.model, entry.kind, entry.fields) for entry in found if entry.kind != "created" or entry.model == "answer"
    ]


def write_table(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


def run_command(name: str, *given: str) -> None:
    call_command(name, *given, stdout=StringIO(), stderr=StringIO())


def test_new_questions_and_the_rows_that_come_with_them_have_no_entries(tmp_path):
    import_questions(write_list(tmp_path / "1.json", answered(), unanswered(id=102, uin="2002")))
    assert Question.objects.count() == 2
    assert recorded() == []


def test_an_imports_changes_are_recorded_field_by_field_with_its_run(tmp_path):
    import_questions(write_list(tmp_path / "2024-09-03.json", unanswered(heading="Hubs")))
    import_questions(write_list(tmp_path / "2024-09-04.json", unanswered(heading="Family Hubs", isNamedDay=True)))
    assert recorded() == [("question", "changed", {"heading": ["Hubs", "Family Hubs"], "is_named_day": [False, True]})]
    entry = AuditEntry.objects.get(model="question")
    assert (entry.source, entry.by, entry.run) == ("import", None, ImportRun.objects.first())


def test_a_new_answer_to_an_existing_question_has_an_entry_without_its_text(tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered(heading="Family Hubs: Leeds")))
    import_questions(write_list(tmp_path / "2.json", answered()))
    assert recorded() == [("answer", "created", {})]


def test_a_changed_answer_has_an_entry_with_both_texts(tmp_path):
    import_questions(write_list(tmp_path / "2024-09-11.json", answered(text="<p>There are seven.</p>")))
    import_questions(write_list(tmp_path / "2024-09-12.json", answered(text="<p>There are eight.</p>")))
    assert recorded() == [("answer", "changed", {"text": ["<p>There are seven.</p>", "<p>There are eight.</p>"]})]


def test_an_answer_that_no_longer_exists_stays_in_the_history_with_its_attachments(tmp_path):
    attached = [{"url": "https://example.org/a.pdf", "title": "Figures", "fileType": "pdf", "fileSizeBytes": 9}]
    import_questions(write_list(tmp_path / "1.json", answered(text="<p>There are seven.</p>", attachments=attached)))
    claims = (Claim(record(unanswered()), "parliament", ("2024-09-03",)),)
    with transaction.atomic():
        write_drafts([Draft(Question.objects.get(), claims, settle(claims))])
    gone = {model: fields for model, kind, fields in recorded() if kind == "deleted"}
    assert gone["answer"]["text"] == ["<p>There are seven.</p>", None]
    assert gone["attachment"]["title"] == ["Figures", None]


def test_a_record_seen_again_adds_no_entry(tmp_path):
    import_questions(write_list(tmp_path / "2024-09-11.json", answered()))
    import_questions(write_list(tmp_path / "2024-09-12.json", answered()))
    assert Question.objects.get().last_seen_on == date(2024, 9, 12)
    assert recorded() == []


def test_the_stages_of_a_question_are_recorded_in_order(tmp_path):
    for day, value in [("03", unanswered()), ("09", holding()), ("10", answered()), ("20", corrected())]:
        import_questions(write_list(tmp_path / f"2024-09-{day}.json", value))
    assert [(model, kind, sorted(fields)) for model, kind, fields in recorded()] == [
        ("answer", "created", []),
        ("question", "changed", ["heading"]),
        ("answer", "created", []),
        ("answer", "created", []),
    ]


def test_new_people_and_departments_have_entries_and_so_do_their_later_names(tmp_path):
    listing = {"id": 11, "listAs": "Example, Ann", "name": "Ann Example", "party": "Labour", "memberFrom": "Leeds"}
    import_questions(write_list(tmp_path / "2024-09-03.json", unanswered()))
    import_questions(write_list(tmp_path / "2024-09-04.json", unanswered(askingMember=listing)))
    entries = AuditEntry.objects.filter(row_id=Member.objects.get().pk, model="member").order_by("id")
    assert [entry.kind for entry in entries] == ["created", "changed"]
    assert entries[1].fields["name"] == ["Member 11", "Ann Example"]
    assert AuditEntry.objects.get(model="department").row_id == Department.objects.get().pk


def test_a_member_listed_unchanged_on_a_later_day_has_no_entry(tmp_path):
    listing = {"id": 11, "listAs": "Example, Ann", "name": "Ann Example", "party": "Labour", "memberFrom": "Leeds"}
    for day in ("03", "04", "05"):
        import_questions(write_list(tmp_path / f"2024-09-{day}.json", unanswered(askingMember=listing)))
    assert Member.objects.get().listed_on == date(2024, 9, 5)
    assert [kind for model, kind, _ in recorded() if model == "member"] == []


def test_changes_from_a_list_of_departments_are_recorded(tmp_path):
    for name in ("Home Office", "The Home Office"):
        write_table(tmp_path / "d.csv", "key,parliament_id,name,short_name,start_date,end_date", f"home,1,{name},HO,,")
        run_command("import_departments", str(tmp_path / "d.csv"))
    entries = AuditEntry.objects.filter(model="department").order_by("id")
    assert [(entry.kind, entry.fields) for entry in entries] == [
        ("created", {}),
        ("changed", {"name": ["Home Office", "The Home Office"]}),
    ]


def test_changes_from_a_list_of_memberships_are_recorded(tmp_path):
    for end in ("", "2024-05-30"):
        write_table(tmp_path / "m.csv", ",".join(MEMBERSHIPS.columns), f"11,Commons,Labour,Leeds East,2019-12-12,{end}")
        run_command("import_memberships", str(tmp_path / "m.csv"))
    entries = AuditEntry.objects.filter(model="membership").order_by("id")
    assert [(entry.kind, entry.fields) for entry in entries] == [
        ("created", {}),
        ("changed", {"ended_on": [None, "2024-05-30"]}),
    ]


def test_a_failed_batch_leaves_no_entries(tmp_path, monkeypatch):
    import_questions(write_list(tmp_path / "2024-09-03.json", unanswered(heading="Hubs")))

    def broken(drafts):
        record_created([Department.objects.create(name="Home Office")])
        raise ZeroDivisionError

    monkeypatch.setattr(saving, "write_drafts", broken)
    before = AuditEntry.objects.count()
    with pytest.raises(ZeroDivisionError):
        save_batch([Row(1, parse(unanswered(heading="Family Hubs")), "2024-09-04")], "parliament", Counter().update)
    assert AuditEntry.objects.count() == before


def test_a_batch_writes_all_its_entries_in_one_call(tmp_path, monkeypatch):
    values = [unanswered(id=n, uin=str(n), heading="Hubs") for n in range(1, 61)]
    import_questions(write_list(tmp_path / "2024-09-03.json", *values))
    later = write_list(tmp_path / "2024-09-04.json", *(value | {"heading": "Family Hubs"} for value in values))
    written = []

    def insert(model, rows, **how):
        written.append((model, len(rows)))
        copying.insert(model, rows, **how)

    monkeypatch.setattr(entries, "copying", SimpleNamespace(insert=insert))
    import_questions(later)
    assert written == [(AuditEntry, 60)]
    assert AuditEntry.objects.filter(model="question").count() == 60
