"""When a client is too slow, and its connection is closed."""

from pq_archive.pace import Pace

REQUEST = object()


def test_a_request_has_twenty_seconds_to_arrive_and_longer_only_if_it_brings_enough() -> None:
    pace = Pace()
    assert not pace.is_receiving_late(0, REQUEST, 100)
    assert not pace.is_receiving_late(19.9, REQUEST, 100)
    assert pace.is_receiving_late(20, REQUEST, 10_000)
    steady = Pace()
    assert not any(steady.is_receiving_late(second, REQUEST, 600 * second) for second in range(0, 600, 20))


def test_each_request_of_a_connection_has_its_own_time() -> None:
    pace = Pace()
    assert not pace.is_receiving_late(0, REQUEST, 100)
    assert not pace.is_receiving_late(20, object(), 200)


def test_a_reader_who_takes_nothing_is_late_after_twenty_seconds() -> None:
    pace = Pace()
    assert not pace.is_sending_late(5, 1_000_000)
    assert not pace.is_sending_late(24, 1_000_000)
    assert pace.is_sending_late(25, 1_079_999)


def test_a_reader_on_a_slow_line_may_take_five_minutes_and_after_that_must_be_faster() -> None:
    pace = Pace()
    seconds = range(0, 400, 20)
    late = [second for second in seconds if pace.is_sending_late(second, 5000 * second)]
    assert late == [320, 340, 360, 380]
    fast = Pace()
    assert not any(fast.is_sending_late(second, 60_000 * second) for second in seconds)


def test_time_that_the_site_needs_is_not_the_readers() -> None:
    pace = Pace()
    assert not pace.is_sending_late(0, 1000)
    pace.note_working(10)
    assert not pace.is_sending_late(40, 1000)


def test_an_idle_connection_is_kept_unless_others_need_its_place() -> None:
    pace, other = Pace(), Pace()
    for idle in (pace, other):
        assert not idle.is_idle_too_long(0, 500, is_full=False)
    assert not pace.is_idle_too_long(75, 500, is_full=False)
    assert pace.is_idle_too_long(75.1, 500, is_full=False)
    assert other.is_idle_too_long(5.1, 500, is_full=True)


def test_a_connection_that_brings_quick_requests_between_the_checks_is_not_idle() -> None:
    """A proxy keeps connections for the next request: closing one in use would lose a request on its way."""
    pace = Pace()
    assert not any(pace.is_idle_too_long(second, 500 * (second // 10), is_full=False) for second in range(1000))
