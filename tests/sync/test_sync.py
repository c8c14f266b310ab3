"""`manage.py sync`: what it requests from Parliament, and what it does with the replies."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from questions.models import ImportRun, Lease, ListedQuestion, Question, SyncPlan, SyncWindow
from questions.sync.lease import SYNC
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of
from tests.support.records import CUT_ANSWER, FULL_ANSWER, answered, corrected, holding, unanswered, write_list
from tests.support.standin import StandIn
from tests.support.standin_members import answering_body, held, person, represented
from tests.support.syncing import asked, parliament, sync, uins

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(parliament.__name__)]


def value(number: int, make: Any = unanswered, **changes: Any) -> dict[str, Any]:
    return make(**{"id": number, "uin": str(number), **changes})


def test_a_first_sync_fetches_full_texts_although_lists_cut_them(parliament: StandIn) -> None:
    parliament.questions = [value(1, answered), value(2), value(3, holding)]
    report = sync()
    assert "questions: created 3, updated 0, unchanged 0, refused 0, vanished 0" in report
    assert Question.objects.get(uin="1").current_answer.text == FULL_ANSWER
    assert not Question.objects.filter(answers__text_is_cut=True).exists()
    assert sorted(asked(parliament)) == ["/1", "/2", "/3"]


def test_departments_members_questions_and_portraits_each_have_their_own_run(parliament: StandIn) -> None:
    parliament.bodies = [answering_body(60, "Department for Education")]
    sat: dict[str, Any] = {
        "partyAffiliations": [held("Labour", "2024-07-04")],
        "representations": [represented("Leeds", "2024-07-04")],
    }
    parliament.members = [person(11, "Iris Demoworth", **sat)]
    parliament.questions = [value(1)]
    out = StringIO()
    call_command("sync", "--since", "2024-09-01", "--as-of", "2024-09-20", stdout=out, stderr=out)
    runs = ImportRun.objects.order_by("pk").values_list("kind", "outcome")
    parts = ("bodies", "members", "questions", "portraits")
    assert list(runs) == [(f"sync {part}", "done") for part in parts]
    assert [line.partition(":")[0] for line in out.getvalue().splitlines()][:4] == list(parts)
    asker = Question.objects.get().asked_by
    assert asker
    assert (asker.name, asker.memberships.get().party) == ("Iris Demoworth", "Labour")


def test_a_part_that_fails_does_not_stop_the_others(parliament: StandIn) -> None:
    parliament.questions = [value(1)]
    parliament.faults.on("api/Members|api/Reference|api/Posts", "403")
    with pytest.raises(CommandError, match="not finished"):
        call_command("sync", "--since", "2024-09-01", "--as-of", "2024-09-20", stdout=StringIO(), stderr=StringIO())
    assert uins() == ["1"]
    assert set(ImportRun.objects.filter(outcome="failed").values_list("kind", flat=True)) >= {"sync members"}


def test_an_unchanged_question_needs_no_detail_call(parliament: StandIn) -> None:
    parliament.questions = [value(1, answered), value(2, corrected), value(3, answered)]
    sync()
    asked(parliament)
    parliament.questions = [value(1, answered), value(2, corrected), value(3, answered, heading="Nurseries")]
    assert "created 0, updated 1, unchanged 2" in sync(day="2024-09-21")
    assert asked(parliament) == ["/3"]
    assert {str(day) for day in Question.objects.values_list("last_seen_on", flat=True)} == {"2024-09-21"}


def test_open_questions_are_requested_in_every_sync_whenever_they_were_tabled(parliament: StandIn) -> None:
    old = {"dateTabled": "2024-07-20T00:00:00"}
    others = [value(2, holding, **old), value(3, answered, **old)]
    parliament.questions = [value(1, **old), *others]
    sync(since="2024-07-01", day="2024-09-20")
    asked(parliament)
    parliament.questions = [value(1, **old, answeringBodyId=17, answeringBodyName="Health"), *others]
    sync(since="", day="2024-10-20")
    assert sorted(asked(parliament)) == ["/1", "/2"]
    assert Question.objects.get(uin="1").department.name == "Health"


def test_an_open_question_that_has_not_changed_is_not_sent_again(parliament: StandIn) -> None:
    parliament.questions = [value(1), value(2, answered)]
    sync()
    before = ImportRun.objects.first().received
    assert "created 0, updated 0, unchanged 1" in sync(since="", day="2024-09-21")
    assert [headers for headers in parliament.headers if "If-None-Match" in headers]
    assert ImportRun.objects.first().received < before
    assert Question.objects.get(uin="1").last_seen_on == date(2024, 9, 21)


def test_a_sync_starts_a_few_days_before_the_end_of_the_last_one(parliament: StandIn, settings: Any) -> None:
    settings.SYNC_SINCE, settings.SYNC_OVERLAP = date(2024, 9, 1), 3
    sync(since="", day="2024-09-20")
    asked(parliament, "tabledWhenFrom")
    sync(since="", day="2024-09-22")
    first = [address for address in asked(parliament, "tabledWhenFrom") if "house=Commons" in address]
    assert ["tabledWhenFrom=2024-09-17&tabledWhenTo=2024-09-22" in address for address in first] == [True]


def test_lists_are_read_month_by_month_newest_first(parliament: StandIn) -> None:
    sync("--house", "lords", since="2024-06-15", day="2024-09-20")
    lists = [address.partition("&includeWithdrawn")[0] for address in asked(parliament, "tabledWhen")]
    assert lists == [
        "?house=Lords&tabledWhenFrom=2024-09-01&tabledWhenTo=2024-09-20",
        "?house=Lords&tabledWhenFrom=2024-08-01&tabledWhenTo=2024-08-31",
        "?house=Lords&tabledWhenFrom=2024-07-01&tabledWhenTo=2024-07-31",
        "?house=Lords&tabledWhenFrom=2024-06-15&tabledWhenTo=2024-06-30",
    ]


def test_newly_answered_or_corrected_questions_are_found_however_old_they_are(parliament: StandIn) -> None:
    old = {"dateTabled": "2024-07-20T00:00:00"}
    parliament.questions = [value(1, corrected, **old), value(2, answered, **old), value(3, **old)]
    sync(since="2024-09-01")
    assert uins() == ["1", "2"]


def test_until_leaves_out_later_questions(parliament: StandIn) -> None:
    parliament.questions = [value(1), value(2, dateTabled="2024-09-12T00:00:00")]
    sync("--until", "2024-09-10")
    assert uins() == ["1"]


def test_a_sync_can_be_limited_to_one_house(parliament: StandIn) -> None:
    parliament.questions = [value(1), value(2, house="Lords", uin="HL2")]
    sync("--house", "lords")
    assert uins() == ["HL2"]


def test_a_question_no_longer_listed_is_requested_once_more_and_then_marked(
    parliament: StandIn, client: Client
) -> None:
    parliament.questions = [value(1, answered), value(2, answered)]
    sync()
    parliament.questions = [value(2, answered)]
    asked(parliament)
    assert "vanished 1" in sync(day="2024-09-21")
    assert asked(parliament) == ["/1", "/1"]
    question = Question.objects.get(uin="1")
    assert question.vanished_on == date(2024, 9, 21)
    page = words_of(client, question.get_absolute_url())
    assert "Not listed by Parliament since 21 September 2024" in page
    assert "vanished 0" in sync(day="2024-09-22")
    assert asked(parliament) == []


def test_a_question_that_is_listed_again_loses_its_mark(parliament: StandIn) -> None:
    parliament.questions = [value(1, answered)]
    sync()
    parliament.questions = []
    sync(day="2024-09-21")
    parliament.questions = [value(1, answered)]
    sync(day="2024-09-22")
    assert Question.objects.get().vanished_on is None


@pytest.mark.usefixtures(index_dir.__name__)
def test_the_share_on_time_waits_for_a_question_listed_again_but_not_for_a_vanished_one(
    parliament: StandIn, client: Client
) -> None:
    due: dict[str, Any] = {"dateForAnswer": "2024-09-25T00:00:00", "isNamedDay": True}
    both, one = [value(1, answered, **due), value(2, **due)], [value(1, answered, **due)]
    for day, listed, counted in (("2024-09-20", both, []), ("2024-09-21", one, ["1"]), ("2024-09-22", both, [])):
        parliament.questions = listed
        sync(day=day)
        assert read(client, "/questions/?counted=1").uins == counted


def test_a_withdrawn_question_has_not_vanished(parliament: StandIn) -> None:
    parliament.questions = [value(1)]
    sync()
    parliament.questions = [value(1, isWithdrawn=True)]
    assert "updated 1" in sync(day="2024-09-21")
    assert uins(status="withdrawn", vanished_on=None) == ["1"]


def test_a_question_moved_to_another_day_has_not_vanished(parliament: StandIn) -> None:
    parliament.questions = [value(1, answered)]
    sync()
    parliament.questions = [value(1, answered, dateTabled="2024-08-30T00:00:00")]
    sync(day="2024-09-21")
    assert str(Question.objects.get(vanished_on=None).tabled_on) == "2024-08-30"


def test_a_question_from_another_source_has_not_vanished(parliament: StandIn) -> None:
    Question.objects.create(uin="5", house="commons", tabled_on=date(2024, 9, 3), text="Entered by hand.")
    Question.objects.create(uin="6", parliament_id=6, tabled_on=date(2024, 9, 3), text="Demo.", provenance="demo")
    sync()
    assert asked(parliament) == []
    assert uins(vanished_on=None) == ["5", "6"]


def test_cut_texts_from_an_imported_list_become_full(parliament: StandIn, tmp_path: Any) -> None:
    path = write_list(tmp_path / "2024-09-11.json", value(1, answered, answerText=CUT_ANSWER))
    call_command("import_questions", path, stdout=StringIO())
    parliament.questions = [value(1, answered)]
    assert "updated 1" in sync()
    assert Question.objects.get().current_answer.text == FULL_ANSWER


def test_the_setting_decides_the_length_of_pages(parliament: StandIn, settings: Any) -> None:
    settings.SYNC_PAGE_SIZE = 20
    parliament.questions = [value(number) for number in range(1, 61)]
    sync("--house", "commons")
    skips = [address.rpartition("skip=")[2] for address in asked(parliament, "tabledWhen")]
    assert skips == ["0&take=20", "15&take=20", "30&take=20", "45&take=20"]
    assert len(uins()) == 60


def test_a_dry_run_reports_what_it_would_request_and_writes_nothing(parliament: StandIn) -> None:
    parliament.questions = [value(1), value(2, answered)]
    said = sync("--dry-run")
    assert "questions: 6 lists, with 2 tabled, 1 answered, 0 corrected" in said
    assert not Question.objects.exists()
    assert not SyncPlan.objects.exists()
    assert not ImportRun.objects.exists()
    assert not Lease.objects.exists()


def test_a_run_records_its_requests_bytes_and_faults(parliament: StandIn) -> None:
    parliament.questions = [value(1)]
    parliament.faults.next("503", "429-at-once")
    report = sync()
    run = ImportRun.objects.get()
    assert (run.kind, run.outcome, run.created, run.refused) == ("sync questions", "done", 1, 0)
    assert run.requests == len(parliament.asked) == 9
    assert run.received > 1000
    assert run.faults == {"429 too many requests": 1, "503 service unavailable": 1}
    assert "9 requests" in report
    assert "1 × 429 too many requests, 1 × 503 service unavailable" in report


def test_a_second_sync_is_refused_and_names_the_running_one() -> None:
    assert Lease.take(SYNC, "elsewhere (0a0b), process 7")
    with pytest.raises(CommandError, match=r"another sync is running \(elsewhere \(0a0b\), process 7\)"):
        sync()
    assert not ImportRun.objects.exists()


def test_an_expired_lease_is_taken_over(parliament: StandIn) -> None:
    Lease.take(SYNC, "elsewhere (0a0b), process 7")
    Lease.objects.update(until="2024-09-01T00:00:00Z")
    parliament.questions = [value(1)]
    sync()
    assert uins() == ["1"]


def test_a_sync_that_lost_its_lease_saves_nothing_more(parliament: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    parliament.questions = [value(1)]
    monkeypatch.setattr(Lease, "renew", classmethod(lambda *_: False))
    with pytest.raises(CommandError, match="not finished"):
        sync()
    assert uins() == []
    assert "another sync has taken over" in ImportRun.objects.get().errors


@pytest.mark.parametrize("wrong", [["--since", "2024-09-03", "--until", "2024-09-02"], ["--concurrency", "0"]])
def test_wrong_options_are_refused(wrong: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        sync(*wrong, since="")
    assert refused.value.returncode == 2


def test_finished_plans_are_deleted_except_those_that_say_where_to_continue(settings: Any) -> None:
    settings.SYNC_SINCE = date(2024, 9, 1)
    for day in ("2024-09-18", "2024-09-19", "2024-09-20"):
        sync(since="", day=day)
    sync(day="2024-09-20", since="2024-09-10")
    assert SyncPlan.objects.count() <= 4
    assert not SyncWindow.objects.filter(is_done=False).exists()
    assert not ListedQuestion.objects.filter(is_due=True).exists()
