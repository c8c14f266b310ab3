"""Digests of a table's rows say which ranges of ids differ."""

from __future__ import annotations

from questions.operations.backup.digests import (
    Digests,
    compare_digests,
    digest_rows,
    name_first,
    read_digests,
)


def table(*rows: tuple[int, bytes]) -> Digests:
    return {"question": digest_rows(iter(rows))}


def test_the_same_rows_have_the_same_digest():
    rows = (1, b"Yes."), (999, b"No."), (1000, b"Perhaps.")
    assert table(*rows) == table(*rows)
    assert compare_digests(table(*rows), table(*rows)) == []


def test_rows_are_counted_by_ranges_of_a_thousand_ids():
    [found] = table((1, b"a"), (999, b"b"), (1000, b"c"), (5500, b"d")).values()
    assert [(part.first, part.rows) for part in found.ranges] == [(0, 2), (1000, 1), (5000, 1)]
    assert found.rows == 4


def test_a_changed_row_is_found_in_its_range():
    before, after = table((1, b"a"), (2500, b"b")), table((1, b"a"), (2500, b"B"))
    assert compare_digests(before, after) == [
        "question: rows with ids 2,000 to 2,999 differ (1 when it was made, 1 restored)"
    ]


def test_a_missing_and_an_added_row_are_found_in_their_ranges():
    assert compare_digests(table((1, b"a"), (1001, b"b")), table((1, b"a"), (9001, b"c"))) == [
        "question: rows with ids 1,000 to 1,999 differ (1 when it was made, 0 restored)",
        "question: rows with ids 9,000 to 9,999 differ (0 when it was made, 1 restored)",
    ]


def test_text_that_moves_from_one_row_to_the_next_is_a_difference():
    assert compare_digests(table((1, b"ab"), (2, b"c")), table((1, b"a"), (2, b"bc")))


def test_a_missing_and_an_added_table_are_named():
    assert compare_digests(table(), {}) == ["question: the table is missing"]
    assert compare_digests({}, table()) == ["question: the table is not in the backup"]


def test_only_the_first_differences_are_named():
    differences = [str(number) for number in range(25)]
    assert name_first(differences) == [*differences[:20], "and 5 more"]
    assert name_first(differences[:20]) == differences[:20]


def test_a_manifest_keeps_digests():
    digests = table((1, b"a"), (2500, b"b"))
    assert read_digests({name: found.as_json() for name, found in digests.items()}) == digests
