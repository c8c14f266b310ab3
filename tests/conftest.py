"""Fixtures and hooks of the whole suite. Slow tests run last; tests that need what is missing are left out."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from questions.archive.derived import answer_kinds
from questions.models import Acronym, AnswerKindRule, ParliamentarySession
from questions.search.index.writer import catch_up
from questions.search.names import kept
from tests import REAL_DATA
from tests.support.answer_kind_rules import starting_rules
from tests.support.databases import NewDatabase, template
from tests.support.desk import signed_in
from tests.support.earlier import has_earlier_commits
from tests.support.programs import are_installed, can_mount, has_model

# What a marker needs (its arguments are passed on), and what to say where that is missing.
NEEDED: dict[str, tuple[Callable[..., bool], str]] = {
    "real_data": (REAL_DATA.is_dir, "../shared/data is not beside the project"),
    "history": (has_earlier_commits, "the commits of earlier versions are not in this clone"),
    "programs": (are_installed, "a program that they need is not installed (.ci/run installs them all)"),
    "meaning": (has_model, "the model of search by meaning is not installed (`make meaning` installs it)"),
    "mounts": (can_mount, "this user may not mount folders, as in some containers"),
}
left_out = pytest.StashKey[Counter[str]]()


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark tests that use `new_database`: without such a mark there is no database to copy."""
    if new_database.__name__ in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.django_db)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The slow tests on real data come before other slow ones, so that the longest do not start last.
    items.sort(key=lambda item: (bool(item.get_closest_marker("slow")), not item.get_closest_marker("real_data")))
    lacking = {item: marker for item in items for marker in NEEDED if lacks(item, marker)}
    items[:] = [item for item in items if item not in lacking]
    config.stash[left_out] = Counter(lacking.values())
    config.hook.pytest_deselected(items=[*lacking])


def lacks(item: pytest.Item, name: str) -> bool:
    """Whether the test has this marker, and what that needs is missing."""
    marker = item.get_closest_marker(name)
    return marker is not None and not NEEDED[name][0](*marker.args)


def pytest_collection_finish() -> None:
    """Keep the garbage collector away from what was imported and collected, which saves a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for marker, count in config.stash.get(left_out, Counter()).items():
        terminalreporter.line(f"{count} tests marked {marker} were left out: {NEEDED[marker][1]}.")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real records, only for tests marked real_data."""
    return REAL_DATA


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[NewDatabase]:
    with django_db_blocker.unblock(), template() as new_database:
        yield new_database


@pytest.fixture(scope="session")
def new_database(django_db_setup: NewDatabase) -> NewDatabase:
    """Makes databases with the archive's tables and no records, for separate processes."""
    return django_db_setup


@pytest.fixture(autouse=True)
def first_rows(request: pytest.FixtureRequest) -> None:
    """Restore the rows that migrations made, because a test that commits empties every table at its end."""
    if marker := request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
        kept.forget()  # the factories leave no history, by which a search notices new names
        if not Acronym.objects.exists():
            import_module("questions.migrations.0003_first_acronyms").fill(apps, None)
            import_module("questions.migrations.0029_more_acronyms").add(apps, None)
        if not AnswerKindRule.objects.exists():
            AnswerKindRule.objects.bulk_create(AnswerKindRule(**rule) for rule in starting_rules())
            answer_kinds.keep_in_force(answer_kinds.rules())
        if not ParliamentarySession.objects.exists():
            import_module("questions.migrations.0017_sessions").fill(apps, None)


class CaughtUpClient(Client):
    """A client that updates the index before each request, so that pages find what the test has made.

    Before a search it also reads the names, as each process does once. These queries do not count as the page's.
    """

    def request(self, **request):
        counted, connection.force_debug_cursor = connection.force_debug_cursor, False
        catch_up()
        if "q=" in request.get("QUERY_STRING", ""):
            kept.directory()
        connection.force_debug_cursor = counted
        return super().request(**request)


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return CaughtUpClient() if request.node.get_closest_marker("django_db") else Client()


@pytest.fixture
def admin_client(admin_user: User) -> Client:
    """A superuser who has also signed in with the second factor."""
    return signed_in(admin_user)
