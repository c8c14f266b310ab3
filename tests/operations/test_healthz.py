"""/healthz, where monitoring asks whether the site works."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.models import ImportRun
from questions.sync.health import sync_troubles

NOW = datetime(2024, 9, 20, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_the_site_is_healthy_while_the_database_replies(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_the_site_is_unavailable_while_the_database_does_not_reply(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("could not connect to server")

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (503, "unavailable")


def make_run(outcome: str, days_ago: float, kind: str = "sync questions") -> None:
    """A run this many days before NOW."""
    run = ImportRun.objects.create(kind=kind, outcome=outcome)
    ended = None if outcome == "unfinished" else NOW - timedelta(days=days_ago)
    ImportRun.objects.filter(pk=run.pk).update(started_at=NOW - timedelta(days=days_ago), finished_at=ended)


@pytest.mark.django_db
def test_an_archive_that_never_synced_is_healthy(client: Client) -> None:
    make_run("failed", 1, kind="import_questions")
    assert client.get("/healthz?full=1").json() == {"status": "ok"}
    assert sync_troubles(NOW) == []


@pytest.mark.django_db
def test_a_failed_sync_is_reported_until_one_succeeds() -> None:
    make_run("done", 1)
    make_run("done", 1, kind="sync members")
    make_run("failed", 0.5)
    assert sync_troubles(NOW) == ["sync questions failed on 20 September 2024 01:00"]
    make_run("unfinished", 0.2)
    assert sync_troubles(NOW) == ["sync questions failed on 20 September 2024 01:00"]
    make_run("done", 0.1)
    assert sync_troubles(NOW) == []


@pytest.mark.django_db
def test_two_days_without_a_sync_are_reported() -> None:
    make_run("done", 1.9)
    assert sync_troubles(NOW) == []
    assert sync_troubles(NOW + timedelta(days=1)) == ["sync questions has not succeeded since 18 September 2024 15:24"]


@pytest.mark.django_db
def test_a_first_sync_that_never_ended_is_reported_after_two_days() -> None:
    make_run("unfinished", 2.5)
    assert sync_troubles(NOW) == ["sync questions has not succeeded since 18 September 2024 01:00"]


@pytest.mark.django_db
def test_syncs_are_reported_only_in_the_full_report(client: Client) -> None:
    ImportRun.objects.create(kind="sync questions", outcome="failed", finished_at=timezone.now())
    full = client.get("/healthz?full=1")
    assert (full.status_code, full.json()["status"]) == (503, "degraded")
    assert full.json()["sync"][0].startswith("sync questions failed on ")
    assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_the_site_is_unavailable_if_search_stays_away_for_longer_than_a_rebuild(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught_up, now = Client(), time.monotonic()
    assert client.get("/healthz").status_code == 200
    with monkeypatch.context() as later:
        settings.INDEX_DIR = tmp_path / "nowhere"
        assert (caught_up.get("/healthz").status_code, caught_up.get("/healthz").json()["status"]) == (200, "degraded")
        later.setattr(time, "monotonic", lambda: now + 20)
        response = caught_up.get("/healthz")
        assert (response.status_code, response.json()["status"]) == (503, "unavailable")
        assert response.json()["search"] == "being rebuilt: there is no index yet"
    assert client.get("/healthz").json() == {"status": "ok"}
