"""Settling: an editor's change, and what sources say after it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from questions.archive.evidence.claims import Claim
from questions.archive.evidence.settling import decide, settle
from tests.support.records import answered, record, unanswered

from .test_settling import heading


def test_an_edit_counts_before_a_source_of_the_same_day_but_not_before_one_of_a_later_day():
    edit = Claim(record(answered(heading="Mended")), "editor:anna", ("2024-09-12",))
    same_day = Claim(record(answered(heading="As printed")), "parliament", ("2024-09-12",))
    later = Claim(record(answered(heading="As reprinted")), "parliament", ("2024-09-13",))
    assert decide((), edit, same_day)[1].record.heading == "Mended"
    assert decide((), edit, same_day, later)[1].record.heading == "As reprinted"


EDITED, OLD, NEW = ("2024-09-12", "Mended"), "As printed", "As reprinted"
AFTER_AN_EDIT = [
    ("the source repeats what it said before", [("2024-09-11", OLD), EDITED, ("2024-09-13", OLD)], "Mended"),
    (
        "the source repeats it on several days",
        [("2024-09-11", OLD), EDITED, ("2024-09-13", OLD), ("2024-09-20", OLD)],
        "Mended",
    ),
    (
        "the source repeats what it first said on the day of the edit",
        [("2024-09-12", OLD), EDITED, ("2024-09-13", OLD)],
        "Mended",
    ),
    ("the source says something new", [("2024-09-11", OLD), EDITED, ("2024-09-13", NEW)], NEW),
    (
        "the source says something new and then the old again",
        [("2024-09-11", OLD), EDITED, ("2024-09-13", NEW), ("2024-09-14", OLD)],
        OLD,
    ),
    ("another source first speaks after the edit", [("2024-09-11", OLD), EDITED, ("2024-09-13", f"{OLD} twfy")], OLD),
    (
        "there is a second edit while the source repeats itself",
        [("2024-09-11", OLD), EDITED, ("2024-09-13", OLD), ("2024-09-14", "Mended better"), ("2024-09-15", OLD)],
        "Mended better",
    ),
]


def said(day: str, heading: str) -> Claim:
    """A claim by Parliament; by an editor if the heading starts with "Mended", by "twfy" if it ends with that."""
    source = "editor:anna" if heading.startswith("Mended") else "twfy" if heading.endswith("twfy") else "parliament"
    return Claim(record(unanswered(heading=heading.removesuffix(" twfy"))), source, (day,))


@pytest.mark.parametrize(("seen", "expected"), [case[1:] for case in AFTER_AN_EDIT], ids=[c[0] for c in AFTER_AN_EDIT])
def test_only_something_new_from_a_source_undoes_an_edit(seen, expected):
    for order in itertools.permutations([said(*sighting) for sighting in seen]):
        claims: tuple[Claim, ...] = ()
        for claim in order:
            claims, _ = decide(claims, claim)
        assert heading(settle(claims)) == expected


def test_a_source_that_repeats_the_edited_value_changes_nothing():
    claims, _ = decide((), *[said(*sighting) for sighting in (("2024-09-11", OLD), EDITED)])
    more, settled = decide(claims, said("2024-09-13", OLD))
    assert settled is None
    assert [event.kind for event in settle(more).events] == ["heading"]


@pytest.mark.parametrize("field", ["heading", "due"])
def test_an_editor_can_empty_a_field_that_an_earlier_editor_filled(field: str) -> None:
    full: Any = {field: "2024-09-30"}
    empty: Any = {field: None}
    filled = Claim(record(unanswered())._replace(**full), "editor:anna", ("2024-09-12",))
    emptied = Claim(filled.record._replace(**empty), "editor:ben", ("2024-09-13",))
    again = filled._replace(days=("2024-09-14",))
    assert getattr(settle((filled,)).record, field) == "2024-09-30"
    assert getattr(settle((filled, emptied)).record, field) is None
    assert getattr(settle((again, emptied)).record, field) == "2024-09-30"


def test_an_editor_cannot_empty_a_field_that_a_source_has() -> None:
    source = Claim(record(unanswered(heading="As printed")), "parliament", ("2024-09-11",))
    edits = [
        Claim(source.record._replace(heading=value), "editor:anna", (day,))
        for value, day in (("Mended", "2024-09-12"), (None, "2024-09-13"))
    ]
    assert settle((source, *edits)).record.heading == "As printed"
