"""What the sync, TheyWorkForYou's files and the demo add to the audit history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from questions.archive.importing import demo
from questions.models import AuditEntry, Department, Question
from tests.archive.importing.test_biographies import TestListedPosts as Lists
from tests.archive.importing.test_biographies import import_memberships, import_posts
from tests.sources.test_twfy_import import BUSES, api_answered, twfy
from tests.sources.test_twfy_import import run as import_file
from tests.sources.test_twfy_people import MEMBERS, MEMBERSHIPS
from tests.support.factories import make_department, make_member
from tests.support.hansard import write
from tests.support.people import sync
from tests.support.quiet import Quiet
from tests.support.records import write_list
from tests.support.standin import StandIn
from tests.support.standin_members import held, person, represented
from tests.sync.test_portraits import image
from tests.sync.test_portraits import sync as sync_portraits

pytestmark = pytest.mark.django_db


@pytest.fixture
def parliament() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


def recorded(**filters: Any) -> list[tuple[str, dict[str, Any]]]:
    """(kind, fields) of the entries, oldest first."""
    return [(entry.kind, entry.fields) for entry in AuditEntry.objects.filter(**filters).order_by("id")]


def test_a_membership_replaced_by_a_biography_is_recorded_as_deleted_by_the_sync(parliament, tmp_path):
    import_memberships(tmp_path, "11,Commons,Labour,Leeds,2010-05-06,2015-03-30")
    seat = represented("Leeds Central", "2019-12-12", "2024-05-30")
    parliament.members = [person(11, representations=[seat], partyAffiliations=[held("Labour", "2019-12-12")])]
    sync(parliament)
    gone = AuditEntry.objects.get(model="membership", kind="deleted")
    assert (gone.source, gone.run.kind, gone.fields["seat"]) == ("sync", "sync", ["Leeds", None])


def test_the_end_that_a_biography_gives_a_listed_post_is_recorded(parliament, tmp_path):
    import_posts(tmp_path, Lists.LISTED)
    parliament.members = [Lists.BIOGRAPHY]
    sync(parliament)
    assert recorded(model="post", kind="changed") == [("changed", {"ended_on": [None, "2025-09-05"]})]


def test_a_fetched_portrait_is_recorded(parliament, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_member("Ann Example", parliament_id=11)
    parliament.members, parliament.portraits = [person(11)], {11: image()}
    sync_portraits(parliament)
    [(kind, fields)] = recorded(model="member", source="sync")
    assert (kind, fields["portrait"][0]) == ("changed", "")
    assert fields["portrait"][1].startswith("portraits/11-")


def test_an_asker_matched_later_is_recorded_in_the_questions_history(tmp_path):
    twfy(write(tmp_path / "1.xml", *BUSES))
    (tmp_path / "members.csv").write_text(MEMBERS)
    (tmp_path / "memberships.csv").write_text(MEMBERSHIPS)
    call_command("import_members", str(tmp_path / "members.csv"))
    call_command("import_memberships", str(tmp_path / "memberships.csv"))
    asker = Question.objects.get().asked_by
    assert recorded(model="question") == [("changed", {"asked_by_id": [None, asker.pk]})]


def test_a_question_that_turns_out_to_be_another_is_recorded_as_deleted(tmp_path):
    import_file(write_list(tmp_path / "2009-10-13.json", api_answered(answerText=None, dateAnswered=None)))
    twfy(write(tmp_path / "answers2009-10-26f.xml", *BUSES))
    import_file(write_list(tmp_path / "2009-11-30.json", api_answered()))
    assert Question.objects.count() == 1
    [(_, fields)] = recorded(model="question", kind="deleted")
    assert fields["uin"] == ["294961", None]


def test_a_department_known_only_by_name_is_recorded_as_deleted_once_it_is_matched(tmp_path):
    twfy(write(tmp_path / "1.xml", *BUSES))
    name = Department.objects.get()
    meant = make_department("Department for Transport", key="dft")
    twfy(write(tmp_path / "2.xml", *BUSES))
    assert ("changed", {"department_id": [name.pk, meant.pk]}) in recorded(model="question")
    assert AuditEntry.objects.get(model="department", kind="deleted").row_id == name.pk


def test_removing_the_demo_removes_its_entries():
    demo.load(Quiet())
    assert AuditEntry.objects.filter(run__kind="demo").exists()
    demo.remove()
    assert not AuditEntry.objects.exists()
