"""The client that asks Parliament's APIs: what it does about each fault, when it waits, and when it stops asking."""

import threading
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from questions.sync.client import CircuitOpen, Client, Gone, NotFetched, Validators
from questions.sync.faults import retry_after
from questions.sync.threads import AHEAD, Stopped, each, rest
from questions.sync.throttle import Gate
from tests.support.records import answered
from tests.support.standin import StandIn

QUESTIONS = "api/writtenquestions/questions"
QUICK: dict[str, Any] = {"wait": 0.001, "longest_wait": 0.002, "timeout": 0.2, "pause": 0.01}


@pytest.fixture
def parliament() -> Iterator[StandIn]:
    with StandIn([answered(id=number, uin=str(number)) for number in range(101, 121)]) as standin:
        yield standin


def client_of(standin: StandIn, **options: Any) -> Client:
    return Client(standin.url, **{**QUICK, **options})


def test_what_is_fetched_is_read_and_counted(parliament):
    with client_of(parliament) as client:
        fetched = client.get(f"{QUESTIONS}/101")
    assert fetched.data["value"]["uin"] == "101"
    assert (client.requests, client.received, client.faults) == (1, len(fetched.raw), {})


def test_parameters_are_encoded_and_may_come_more_than_once(parliament):
    with client_of(parliament) as client:
        client.get(QUESTIONS, [("answeringBodies", "60"), ("answeringBodies", "17"), ("searchTerm", "a & b")])
    assert parliament.asked == [f"/{QUESTIONS}?answeringBodies=60&answeringBodies=17&searchTerm=a+%26+b"]


def test_it_says_who_asks_and_whom_to_write_to(parliament):
    version = tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]
    with client_of(parliament, contact="archive@example.org") as client:
        client.get(f"{QUESTIONS}/101")
    assert parliament.headers[0]["User-Agent"] == f"PQ-Archive/{version} (+archive@example.org)"


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("429", "429 too many requests"),
        ("429-at-once", "429 too many requests"),
        ("500", "500 internal server error"),
        ("502", "502 bad gateway"),
        ("503", "503 service unavailable"),
        ("hang", "timed out"),
        ("half", "an incomplete body"),
        ("cut", "the connection was lost"),
        ("html", "HTML instead of JSON"),
        ("not-json", "not JSON"),
        ("empty", "an empty body"),
    ],
)
class TestAFaultThatMayPass:
    def test_is_asked_about_again(self, parliament, fault, word):
        parliament.faults.next(fault, fault)
        with client_of(parliament) as client:
            assert client.get(f"{QUESTIONS}/101").data["value"]["id"] == 101
        assert (client.requests, client.faults) == (3, {word: 2})

    def test_is_told_in_words_where_it_stays(self, parliament, fault, word):
        parliament.faults.on("/101", fault)
        with client_of(parliament, attempts=2) as client:
            with pytest.raises(NotFetched, match=f"/101: gave up after 2 attempts: {word}"):
                client.get(f"{QUESTIONS}/101")
            assert client.get(f"{QUESTIONS}/102").data["value"]["id"] == 102
        assert (client.requests, client.faults) == (3, {word: 2})


def test_a_slow_answer_is_an_answer(parliament):
    parliament.faults.next("slow")
    with client_of(parliament) as client:
        client.get(f"{QUESTIONS}/101")
    assert client.requests == 1


def test_an_address_where_nothing_listens_is_no_connection(parliament):
    with Client("http://127.0.0.1:9", **QUICK, attempts=2) as client, pytest.raises(NotFetched, match="no connection"):
        client.get(QUESTIONS)


def test_what_is_not_there_is_gone_and_not_asked_about_again(parliament):
    with client_of(parliament) as client, pytest.raises(Gone, match="/999: 404"):
        client.get(f"{QUESTIONS}/999")
    assert client.requests == 1


def test_a_wrong_request_is_not_repeated(parliament):
    with client_of(parliament) as client, pytest.raises(NotFetched, match="400 bad request"):
        client.get(QUESTIONS, {"tabledWhenFrom": "yesterday"})
    assert client.requests == 1


def test_redirects_are_told_and_not_followed(parliament):
    parliament.faults.next("elsewhere")
    with client_of(parliament) as client, pytest.raises(NotFetched, match=r"redirected to http://elsewhere.example/"):
        client.get(f"{QUESTIONS}/101")
    assert client.requests == 1


def test_a_body_larger_than_allowed_is_left(parliament):
    with client_of(parliament, largest=100) as client, pytest.raises(NotFetched, match="more than 100 bytes"):
        client.get(f"{QUESTIONS}/101")
    assert client.requests == 1


@pytest.mark.parametrize("fault", ["429-seconds", "429-date", "503-seconds"])
def test_retry_after_holds_every_request_back_up_to_a_limit(parliament, fault, monkeypatch):
    held: list[float] = []
    with client_of(parliament, longest_hold=0.01) as client:
        monkeypatch.setattr(client._gate, "hold", held.append)
        parliament.faults.next(fault)
        client.get(f"{QUESTIONS}/101")
    # A date has whole seconds: at the end of one, less than the limit is left of it.
    assert [0 <= seconds <= 0.01 for seconds in held] == [True]
    assert held == [0.01] or fault == "429-date"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Wed, 25 Nov 2026 08:00:30 GMT", 30),
        ("Wed, 25 Nov 2026 07:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value, seconds):
    assert retry_after(value, datetime(2026, 11, 25, 8, 0, tzinfo=UTC)) == seconds


class Remembered(dict):
    """A cache in memory."""

    def put(self, url: str, validators: Validators) -> None:
        self[url] = validators


def test_what_was_saved_is_asked_for_conditionally(parliament):
    with client_of(parliament, cache=Remembered()) as client:
        first = client.get(f"{QUESTIONS}/101")
        client.remember(first)
        second = client.get(f"{QUESTIONS}/101")
        assert (second.not_modified, second.data, second.validators) == (True, None, first.validators)
        parliament.questions = [answered(id=101, heading="Family Hubs: York")]
        assert client.get(f"{QUESTIONS}/101").data["value"]["heading"] == "Family Hubs: York"


def test_what_was_fetched_and_not_saved_is_asked_for_in_full(parliament):
    with client_of(parliament, cache=Remembered()) as client:
        first, second = client.get(f"{QUESTIONS}/101"), client.get(f"{QUESTIONS}/101")
    assert (first.not_modified, second.not_modified, second.data) == (False, False, first.data)


def test_the_breaker_pauses_after_failures_in_a_row_and_tries_one(parliament):
    with client_of(parliament, failures=2, attempts=1) as client:
        parliament.faults.next("500", "500")
        for number in (101, 102):
            with pytest.raises(NotFetched):
                client.get(f"{QUESTIONS}/{number}")
        assert client._gate._paused == 1
        assert client.get(f"{QUESTIONS}/103").data["value"]["id"] == 103
        assert client._gate._paused == 0


def test_the_breaker_stops_the_run_after_pauses_that_did_not_help(parliament):
    parliament.faults.every(1, "503")
    with client_of(parliament, failures=2, attempts=1, pauses=2) as client:
        for number in range(101, 105):
            with pytest.raises(NotFetched):
                client.get(f"{QUESTIONS}/{number}")
        with pytest.raises(CircuitOpen, match="4 requests failed in a row, and 2 pauses did not help"):
            client.get(f"{QUESTIONS}/105")
    assert client.requests == 4


def test_requests_keep_a_distance_where_that_is_wanted():
    gate = Gate("an API", delay=60)
    gate.admit()
    assert gate._to_wait() > 0


def test_what_is_gone_counts_as_answered(parliament):
    with client_of(parliament, failures=2, attempts=1, pauses=0) as client:
        for _ in range(3):
            parliament.faults.next("500")
            with pytest.raises(NotFetched):
                client.get(f"{QUESTIONS}/101")
            with pytest.raises(Gone):
                client.get(f"{QUESTIONS}/999")


def test_while_the_breaker_pauses_one_of_many_threads_tries(parliament):
    parliament.faults.every(1, "503")
    with client_of(parliament, failures=4, attempts=3, pauses=1) as client, pytest.raises(CircuitOpen):
        for _ in client.each(lambda n: _or_none(client, n), range(101, 121), concurrency=4):
            pass
    # Four requests of three attempts open it, three more may be under way then; after the only pause comes one request.
    assert client.requests <= (4 + 3) * 3 + 1


def _or_none(client: Client, number: int) -> Any:
    try:
        return client.get(f"{QUESTIONS}/{number}").data
    except NotFetched:
        return None


def test_many_threads_fetch_all_with_a_fault_in_every_third_answer(parliament):
    parliament.faults.every(3, "429-at-once", "500", "half", "cut", "html", "empty")
    with client_of(parliament, attempts=10) as client:
        found = list(client.each(lambda n: client.get(f"{QUESTIONS}/{n}").data["value"]["id"], range(101, 121), 4))
    assert sorted(found) == list(range(101, 121))
    assert client.requests == 20 + client.faults.total()
    assert client.faults.total() == len(parliament.faults.done) > 0


def test_results_are_taken_in_step_with_the_items_drawn():
    drawn = count()
    results = each(lambda n: n, drawn, 2)
    assert len({next(results) for _ in range(10)}) == 10
    results.close()
    assert next(drawn) <= 10 + 2 * AHEAD


def test_threads_end_where_nobody_takes_the_results_any_more():
    before = threading.active_count()
    results = each(lambda n: n, count(), 3)
    next(results)
    results.close()
    assert threading.active_count() == before


def test_a_thread_that_rests_is_woken_where_the_work_ends():
    ended: list[int] = []
    all_at_work = threading.Barrier(3)

    def work(number: int) -> int:
        all_at_work.wait()
        if number:
            try:
                rest(600)
            except Stopped:
                ended.append(number)
                raise
        return number

    results = each(work, [0, 1, 2], 3)
    next(results)
    results.close()
    assert sorted(ended) == [1, 2]


def test_an_error_in_a_thread_is_raised_where_the_results_are_taken():
    def work(number: int) -> float:
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        list(each(work, [1, 0, 2], 2))
