"""The names of backups, and which of them a rule keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from questions.operations.backup.names import BackupName, read_name, short_uuid
from questions.operations.backup.rotation import choose_kept, read_keep

NIGHT = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def nights(last: str, number: int) -> list[datetime]:
    """Three in the morning on this day and on the days before it."""
    return [at(f"{last}T03:00") - NIGHT * back for back in range(number)]


def kept_days(times: list[datetime], rule: str) -> list[str]:
    return sorted(f"{moment:%Y-%m-%d}" for moment in choose_kept(times, read_keep(rule)))


def test_the_newest_of_each_of_the_last_days_is_kept():
    times = [at("2026-11-28T03:00"), at("2026-11-28T15:00"), at("2026-11-29T03:00"), at("2026-11-27T03:00")]
    assert sorted(choose_kept(times, read_keep("2d"))) == [at("2026-11-28T15:00"), at("2026-11-29T03:00")]


def test_the_newest_of_each_week_is_its_last_one():
    # 29 November 2026 is a Sunday, the last day of its week.
    assert kept_days(nights("2026-11-29", 30), "3w") == ["2026-11-15", "2026-11-22", "2026-11-29"]


def test_weeks_are_not_divided_by_the_new_year():
    # 31 December 2026 is a Thursday.
    assert kept_days(nights("2027-01-03", 10), "2w") == ["2026-12-27", "2027-01-03"]


def test_the_newest_of_each_month_is_its_last_one():
    assert kept_days(nights("2026-03-02", 120), "4m") == ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-02"]


def test_parts_of_a_rule_add_up():
    assert kept_days(nights("2026-11-29", 400), "3d,2w,2m,2y") == [
        "2025-12-31",
        "2026-10-31",
        "2026-11-22",
        "2026-11-27",
        "2026-11-28",
        "2026-11-29",
    ]


def test_days_without_a_backup_do_not_count():
    times = [at("2026-01-01T03:00"), at("2026-05-01T03:00"), at("2026-11-29T03:00")]
    assert choose_kept(times, read_keep("3d")) == set(times)


def test_a_year_of_nights_leaves_as_many_as_the_rule_says():
    kept: set[datetime] = set()
    for night in reversed(nights("2026-11-29", 500)):
        kept = choose_kept({*kept, night}, read_keep("7d,4w,12m"))
    # Seven days, and the weeks and months that do not end in one of them.
    assert len(kept) == 7 + 3 + 11
    assert max(kept) == at("2026-11-29T03:00")
    assert min(kept) == at("2025-12-31T03:00")


def test_nothing_is_kept_of_nothing():
    assert choose_kept([], read_keep("7d")) == set()


@pytest.mark.parametrize("text", ["", "7", "d", "0d", "7d,", "7d,3d", "7x", "-1d", "7d 4w", "99999d"])
def test_a_rule_that_is_not_clear_is_refused(text):
    with pytest.raises(ValueError, match="each unit once, such as 7d,4w,12m"):
        read_keep(text)


def test_a_name_tells_the_time_and_the_archive():
    name = BackupName(at("2026-11-29T03:00"), short_uuid("1f3c9a2b-0000-4000-8000-000000000000"))
    assert str(name) == "pq-archive-20261129T030000Z-1f3c9a2b.tar.gz"
    assert read_name(str(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "archive-2026-01-05.jsonl.gz",
        "pq-archive-20261129T030000Z-1f3c9a2b.tar",
        "pq-archive-20261129T030000Z.tar.gz",
        "pq-archive-20261329T030000Z-1f3c9a2b.tar.gz",
        "old-pq-archive-20261129T030000Z-1f3c9a2b.tar.gz",
        ".pq-archive-20261129T030000Z-1f3c9a2b.tar.gz.x.part",
        "pq-archive-withheld-1f3c9a2b.json",
    ],
)
def test_other_names_are_not_backups(name):
    assert read_name(name) is None


def test_an_archive_in_which_nothing_was_written_has_zeros_in_its_name():
    assert short_uuid("") == "00000000"
