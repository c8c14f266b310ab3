"""How slow a client may be: the checks of a connection, one each second."""

from pq_archive.pace import LEAST_RECEIVED, LONGEST_IDLE, LONGEST_IDLE_IF_FULL, WINDOW, Pace

A_SECOND = 1


def idle_for(seconds: float, received: list[int], *, is_full: bool = False) -> bool:
    """Whether a connection without a request counts as idle too long; `received`: bytes in all, at each check."""
    pace = Pace()
    checks = range(0, int(seconds) + 1, A_SECOND)
    return any(pace.is_idle_too_long(now, received[now % len(received)], is_full=is_full) for now in checks)


def test_a_connection_without_requests_is_idle_after_75_seconds():
    assert not idle_for(LONGEST_IDLE, [500])
    assert idle_for(LONGEST_IDLE + A_SECOND, [500])


def test_a_connection_without_requests_is_idle_sooner_if_others_need_its_place():
    assert idle_for(LONGEST_IDLE_IF_FULL + A_SECOND, [500], is_full=True)


def test_a_connection_that_brings_quick_requests_between_the_checks_is_not_idle():
    """A proxy keeps connections for the next request: closing one in use would lose a request on its way."""
    pace = Pace()
    assert not any(pace.is_idle_too_long(now, 500 * (now // 10), is_full=False) for now in range(1000))


def test_a_request_may_not_arrive_slower_than_500_bytes_a_second():
    slow, enough = Pace(), Pace()
    request = object()
    assert any(slow.is_receiving_late(now, request, 100 * now) for now in range(int(WINDOW) + 1))
    assert not any(enough.is_receiving_late(now, request, int(LEAST_RECEIVED / WINDOW) * now) for now in range(100))


def test_each_request_has_a_window_of_its_own():
    pace = Pace()
    assert not any(pace.is_receiving_late(now, now // 19, 0) for now in range(100))
