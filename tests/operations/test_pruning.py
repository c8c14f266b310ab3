"""`manage.py prune` deletes what is no longer needed, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from questions.models import Change, FailedSignIns, JobRun, KeptForm, SecurityEvent, Upload
from tests.support.desk import make_user

pytestmark = pytest.mark.django_db


def prune() -> str:
    out = StringIO()
    call_command("prune", stdout=out)
    return out.getvalue()


def ago(**given: float) -> Any:
    return timezone.now() - timedelta(**given)


def age(row: Any, **fields: Any) -> Any:
    type(row).objects.filter(pk=row.pk).update(**fields)
    return row


def test_old_rows_are_deleted_and_new_ones_stay() -> None:
    anna, berta = make_user("anna"), make_user("berta")
    SecurityEvent.objects.all().delete()
    for is_old in (True, False):
        age(Change.objects.create(question_id=1, what="edited"), at=ago(days=31 * is_old))
        age(SecurityEvent.objects.create(kind="failed"), at=ago(days=401 * is_old))
        Session.objects.create(session_key=f"key {is_old}", expire_date=ago(days=1 if is_old else -1))
        FailedSignIns.objects.create(key=f"name:{is_old}:", failures=1, at=ago(days=2 * is_old))
        age(KeptForm.objects.create(user=anna, path=f"/{is_old}", sent={}), kept_at=ago(hours=25 * is_old))
        Upload.objects.create(user=anna if is_old else berta, content=b"", made_at=ago(hours=2 * is_old))
    assert prune() == (
        "deleted 1 rows of the change log, 1 rows of the security log, 1 ended sessions, 1 failed sign-ins, "
        "1 forms kept for users, 1 uploads\n"
    )
    assert [model.objects.count() for model in (Change, SecurityEvent, Session, FailedSignIns, KeptForm, Upload)] == [
        *(1, 1, 1, 1, 1, 1)
    ]
    assert prune() == "deleted nothing: there is nothing old\n"


def test_the_last_window_of_a_job_stays_because_it_says_what_has_been_done() -> None:
    for window in ("2026-01-01 03:00", "2026-01-02 03:00"):
        JobRun.objects.create(job="backup", window=window, state="done", finished_at=ago(days=91))
    JobRun.objects.create(job="sync", window="2026-01-01 03:00", state="done", finished_at=ago(days=1))
    JobRun.objects.create(job="sync", window="2026-01-01 04:00", state="running")
    assert prune() == "deleted 1 runs of jobs\n"
    assert JobRun.objects.get(job="backup").window == "2026-01-02 03:00"
    assert JobRun.objects.filter(job="sync").count() == 2
