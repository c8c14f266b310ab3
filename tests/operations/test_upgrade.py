"""After `migrate`, an archive made by an earlier version is complete, and its index is not rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import NewDatabase
from tests.support.processes import Archive

pytestmark = pytest.mark.slow

BEFORE = "0024_plain_labels"
# An editor chose the kind of an answer, and deleted another answer.
EDIT = """
from django.contrib.auth.models import Group

from questions.models import Answer, AuditEntry, Change
from questions.models.audit_entries import pack
answer = Answer.objects.filter(stage=2).exclude(text="").first()
Answer.objects.filter(pk=answer.pk).update(answer_kind="refers", is_kind_by_editor=True)
said = {"model": "answer", "root": "question", "root_id": answer.question_id, "source": "admin", "by_name": "anna"}
Change.log([answer.question_id], "edited")
AuditEntry.objects.create(row_id=answer.pk, kind="changed", packed=pack({"answer_kind": ["", "refers"]}), **said)
AuditEntry.objects.create(row_id=1, kind="deleted", packed=pack({"stage": [3, None], "text": ["No.", None]}), **said)
AuditEntry.objects.create(row_id=2, kind="created", packed=b"", **said)
"""
# A form was sent after the session had ended, and a question was logged because the kind of its answer changed.
KEEP = """
from django.contrib.auth.models import User
from questions.models import Change, KeptForm
# Not one by one: the security log would write a column that came later.
User.objects.bulk_create([User(username="anna")])
anna = User.objects.get()
sent = {"answers-0-kind": ["2"], "answers-0-nature": ["refers"], "answers-0-text": ["Seven."], "house": ["commons"]}
KeptForm.objects.create(user=anna, path="/admin/questions/question/1/change/", sent=sent)
Change.log([1], "nature")
"""
SHOW_KEPT = """
import json
from questions.models import Change, KeptForm
print(json.dumps([*KeptForm.objects.values_list("sent", flat=True), Change.objects.latest("pk").what]))
"""
SHOW_HISTORY = """
import json, zlib
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT packed FROM questions_auditentry WHERE by_name = 'anna' ORDER BY id")
    print(json.dumps([json.loads(zlib.decompress(row[0]) if row[0] else "{}") for row in cursor.fetchall()]))
"""
SHOW_PERMISSIONS = """
import json
from django.contrib.auth.models import Permission
found = Permission.objects.filter(group__name="Publisher", codename__endswith="rule")
print(json.dumps(sorted(found.values_list("codename", flat=True))))
"""
SHOW_LIST = """
from django.test import Client
response = Client(SERVER_NAME="localhost").get("/questions/?kind=refers")
print(response.status_code, b'data-count="0"' in response.content)
"""
SHOW_REBUILD = """
from questions.search.index.writer import why_rebuild
print(why_rebuild())
"""


@pytest.fixture
def archive(tmp_path: Path, new_database: NewDatabase) -> Iterator[Archive]:
    with new_database(tmp_path) as url:
        archive = Archive(tmp_path / "data", url)
        archive.manage("demo")
        archive.shell(EDIT)
        archive.manage("index")
        yield archive


def test_an_answers_stage_and_kind_keep_their_values_under_new_names(archive: Archive) -> None:
    before = archive.state()
    archive.manage("migrate", "questions", BEFORE)
    assert json.loads(archive.shell(SHOW_HISTORY)) == [
        {"nature": ["", "refers"]},
        {"kind": [3, None], "text": ["No.", None]},
        {},
    ]
    archive.manage("migrate")
    assert archive.state() == before
    assert json.loads(archive.shell(SHOW_HISTORY))[0] == {"answer_kind": ["", "refers"]}
    granted = [f"{action}_answerkindrule" for action in ("add", "change", "view")]
    assert json.loads(archive.shell(SHOW_PERMISSIONS)) == granted
    assert archive.shell(SHOW_REBUILD).strip() == ""
    archive.manage("demo")  # imports its records again
    archive.manage("check_archive")
    archive.manage("collectstatic", "--noinput", "--verbosity=0")
    assert archive.shell(SHOW_LIST).split() == ["200", "False"]


def test_forms_kept_for_their_users_and_the_change_log_follow_the_new_names(archive: Archive) -> None:
    archive.manage("migrate", "questions", BEFORE)
    archive.shell(KEEP)
    archive.manage("migrate")
    sent = {"answers-0-stage": ["2"], "answers-0-answer_kind": ["refers"], "answers-0-text": ["Seven."]}
    assert json.loads(archive.shell(SHOW_KEPT)) == [{**sent, "house": ["commons"]}, "answer_kind"]
