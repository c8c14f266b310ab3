"""A fault during a sync affects only the record concerned, and is reported."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError

from questions.models import ImportRun, ListedQuestion, Question, RefusedRow, SyncWindow
from questions.sync import details, lists
from tests.support.faults import FAULTS
from tests.support.records import answered, unanswered
from tests.support.standin import StandIn
from tests.support.standin_questions import QuestionsApi
from tests.support.syncing import asked, parliament, sync, uins

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(parliament.__name__)]
LASTING = {"hang", "slow"}  # these would only make the test slow


def values(*numbers: int) -> list[dict[str, Any]]:
    return [answered(id=number, uin=str(number)) for number in numbers]


def names(*numbers: int) -> list[str]:
    return sorted(map(str, numbers))


def run_failing_sync(*args: str, **options: Any) -> str:
    """The reason that the run gives for not being finished."""
    with pytest.raises(CommandError, match="Run the same command to continue"):
        sync(*args, **options)
    return ImportRun.objects.first().errors


@pytest.mark.parametrize("kind", sorted(FAULTS.keys() - LASTING - {"403", "elsewhere", "gone", "schema", "429-date"}))
def test_a_temporary_fault_is_only_counted(parliament: StandIn, kind: str) -> None:
    parliament.questions = values(1, 2, 3)
    parliament.faults.on(r"questions/2", kind, times=1)
    report = sync()
    assert uins() == ["1", "2", "3"]
    assert "1 × " in report
    assert ImportRun.objects.get().outcome == "done"


@pytest.mark.parametrize("kind", ["500", "403", "html", "elsewhere"])
def test_a_record_that_cannot_be_fetched_is_left_for_the_next_run(parliament: StandIn, kind: str) -> None:
    parliament.questions = values(1, 2, 3)
    parliament.faults.on(r"questions/2", kind)
    assert "/questions/2: " in run_failing_sync()
    assert uins() == ["1", "3"]
    parliament.faults.clear()
    asked(parliament)
    assert "created 1, updated 0" in sync(since="", day="2024-09-21")
    assert asked(parliament) == ["/2"]
    assert uins() == ["1", "2", "3"]


def test_a_malformed_record_is_refused_and_requested_again(parliament: StandIn) -> None:
    strange = {key: value for key, value in values(2)[0].items() if key != "isNamedDay"}
    parliament.questions = [*values(1), strange | {"namedDay": True}]
    assert "created 1, updated 0, unchanged 0, refused 1" in sync("--house", "commons")
    refused = RefusedRow.objects.get()
    assert refused.reason == "the record does not have isNamedDay"
    assert refused.path.endswith("/api/writtenquestions/questions/2")
    assert '"namedDay": true' in refused.raw
    parliament.questions = values(1, 2)
    sync(since="", day="2024-09-21")
    assert uins() == ["1", "2"]


def test_refused_records_fail_a_strict_run(parliament: StandIn) -> None:
    parliament.questions = values(1)
    parliament.faults.on(r"questions/1", "schema")
    with pytest.raises(SystemExit) as ended:
        sync("--strict")
    assert ended.value.code == 1


def test_a_question_keeps_its_answer_when_its_new_record_is_malformed(parliament: StandIn) -> None:
    parliament.questions = values(1)
    sync()
    parliament.questions = [value | {"answerText": ["<p>Seven.</p>"]} for value in values(1)]
    parliament.faults.on(r"questions\?", "schema")
    run_failing_sync(day="2024-09-21")
    assert Question.objects.get().status == "answered"


def test_a_reply_about_another_question_is_refused(parliament: StandIn) -> None:
    parliament.questions = values(1, 2)
    parliament._by_id["1"] = parliament._by_id["2"]
    sync()
    assert uins() == ["2"]
    assert RefusedRow.objects.get().reason == "question 1 was requested, but the reply has 2"


def test_a_listed_record_without_an_id_is_refused_and_the_others_are_saved(parliament: StandIn) -> None:
    parliament.questions = values(1, 2)
    parliament._by_id["1"]["id"] = "one"
    sync("--house", "commons")
    assert uins() == ["2"]
    assert {row.reason for row in RefusedRow.objects.all()} == {"the list gives no id for this question"}


def test_a_question_that_is_listed_but_missing_is_not_saved_until_it_is_found(parliament: StandIn) -> None:
    parliament.questions = values(1, 2)
    parliament.faults.on(r"questions/1", "gone")
    sync()
    assert uins() == ["2"]
    parliament.faults.clear()
    sync(day="2024-09-21")
    assert uins() == ["1", "2"]


def test_a_malformed_list_fails_alone_and_is_requested_again(parliament: StandIn) -> None:
    parliament.questions = values(1, 2)
    parliament.faults.on(r"house=Commons&tabledWhen", "schema")
    errors = run_failing_sync(since="2024-09-05")
    assert "questions of the Commons tabled from 5 September 2024 to 20 September 2024" in errors
    assert "the reply is not a list of questions" in errors
    assert uins() == ["1", "2"]
    assert [window.kind for window in SyncWindow.objects.filter(is_done=False)] == ["tabled"]
    parliament.faults.clear()
    asked(parliament)
    sync(since="2024-09-05")
    lists_of_commons = [address[:22] for address in asked(parliament, "house=Commons")]
    assert lists_of_commons == ["?house=Commons&tabledW"]


def test_a_run_ends_when_requests_keep_failing_and_the_same_command_continues_it(
    parliament: StandIn, settings: Any
) -> None:
    settings.SYNC_ATTEMPTS, settings.SYNC_PAUSE = 1, 0
    parliament.questions = values(*range(1, 61))
    parliament.faults.on(r"questions/([1-4]?\d)$", "503")
    assert "requests failed in a row, and 3 pauses did not help" in run_failing_sync(
        "--concurrency", "1", "--house", "commons"
    )
    assert uins() == names(*range(50, 61))
    assert len(asked(parliament)) < 60
    parliament.faults.clear()
    sync("--house", "commons")
    assert uins() == names(*range(1, 61))


def test_questions_added_while_a_list_is_read_are_found(parliament: StandIn, settings: Any) -> None:
    settings.SYNC_PAGE_SIZE = 10
    parliament.questions = values(*range(1, 31))
    parliament.upcoming = [values(*range(1, 35)), values(*range(1, 41))]
    sync("--house", "commons")
    assert uins() == names(*range(1, 41))


def test_questions_removed_while_a_list_is_read_hide_no_others(parliament: StandIn, settings: Any) -> None:
    settings.SYNC_PAGE_SIZE = 10
    parliament.questions = values(*range(1, 31))
    parliament.upcoming = [values(*range(1, 22))]  # nine go from the first page, so nine others move onto it
    sync("--house", "commons")
    assert set(uins()) >= set(names(*range(1, 22)))


def test_questions_that_move_while_the_total_stays_the_same_are_found(parliament: StandIn, settings: Any) -> None:
    settings.SYNC_PAGE_SIZE = 10
    parliament.questions = values(*range(1, 31))
    older = [answered(id=n, uin=str(n), dateTabled="2024-09-01T00:00:00") for n in range(50, 59)]
    parliament.upcoming = [[*values(*range(1, 22)), *older]]
    sync("--house", "commons")
    assert set(uins()) >= set(names(*range(1, 22), *range(50, 59)))


def test_a_list_that_keeps_changing_is_done_when_every_question_was_found(parliament: StandIn, settings: Any) -> None:
    settings.SYNC_PAGE_SIZE = 10
    parliament.questions = values(*range(1, 31))
    parliament.upcoming = [values(*range(1, 31 + turn % 3)) for turn in range(100)]
    sync("--house", "commons")
    assert set(uins()) >= set(names(*range(1, 31)))


def test_a_list_that_never_shows_all_its_questions_is_reported(
    parliament: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    parliament.questions = values(1, 2, 3)
    honest = QuestionsApi.search

    def more_than_there_are(self: Any, query: Any) -> Any:
        answer = honest(self, query)
        return answer._replace(body=answer.body.replace(b'"totalResults": 3', b'"totalResults": 4'))

    routes = tuple((p, more_than_there_are if h is honest else h) for p, h in QuestionsApi.ROUTES)
    monkeypatch.setattr(QuestionsApi, "ROUTES", routes)
    assert "changed while it was read" in run_failing_sync()
    assert uins() == ["1", "2", "3"]


class Killed(BaseException):
    """As if the machine were switched off."""


def test_an_interrupted_run_continues_at_its_page_and_question(
    parliament: StandIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SYNC_PAGE_SIZE = 10
    parliament.questions = values(*range(1, 41))
    pages = iter(range(3))
    honest = lists.ask_page

    def ask_page(*given: Any) -> Any:
        if next(pages, None) is None:
            raise Killed
        return honest(*given)

    monkeypatch.setattr(lists, "ask_page", ask_page)
    monkeypatch.setattr(details, "BATCH", 5)
    with pytest.raises(Killed):
        sync("--house", "commons")
    assert SyncWindow.objects.filter(skip=15).exists()
    saved = Question.objects.count()
    due = ListedQuestion.objects.filter(is_due=True).count()
    assert saved + due == 20
    monkeypatch.setattr(lists, "ask_page", honest)
    asked(parliament)
    sync("--house", "commons")
    lists_asked = [address for address in parliament.asked if "tabledWhen" in address]
    assert "skip=15" in lists_asked[0]
    assert len(asked(parliament)) == 40 - saved
    assert uins() == names(*range(1, 41))


def test_a_lapsed_question_is_not_requested_again(parliament: StandIn) -> None:
    old = {"dateTabled": "2024-05-20T00:00:00", "dateForAnswer": "2024-05-28T00:00:00"}
    parliament.questions = [unanswered(id=1, uin="1", **old), unanswered(id=2, uin="2")]
    sync(since="2024-05-01")
    asked(parliament)
    sync(since="", day="2024-09-21")
    assert asked(parliament) == ["/2"]
