"""Claims: adding only what is new, choosing the last editions, and packing for the database."""

from __future__ import annotations

import itertools
import json
import zlib

import pytest

from questions.archive.evidence.claims import Claim, add_claim, is_editor, last_editions, pack, unpack
from questions.sources.records import ANSWER, CORRECTION, HOLDING, AnswerRecord, AttachmentRecord, Body, QuestionRecord
from questions.text.cleaning import Form, Wording


def said(heading: str, *days: str, source: str = "parliament", edition: str = "") -> Claim:
    """A claim with this heading. Records that are printed in editions have no day of tabling."""
    tabled = None if edition else "2024-09-02"
    record = QuestionRecord("commons", "2001", tabled, Wording("How many?", Form.PLAIN), heading=heading)
    return Claim(record._replace(edition=edition), source, days or ("2024-09-12",))


OLD, NEW, PRINTED = said("Old"), said("New"), said("Old", source="twfy")


def test_the_first_claim_is_added() -> None:
    assert add_claim((), OLD) == (OLD,)


@pytest.mark.parametrize("news", [said("Old"), said("Old", "2024-09-01"), said("Old", "2024-09-01", "2024-09-12")])
def test_adding_a_known_claim_returns_the_same_tuple(news: Claim) -> None:
    claims = (NEW, said("Old", "2024-09-01", "2024-09-12"), PRINTED)
    assert add_claim(claims, news) is claims


def test_another_day_is_added_in_order_to_the_claim_with_the_same_record_and_source() -> None:
    claims = (NEW, OLD, PRINTED)
    earlier = add_claim(claims, said("Old", "2024-09-01"))
    assert earlier == (NEW, said("Old", "2024-09-01", "2024-09-12"), PRINTED)
    later = add_claim(earlier, said("Old", "2024-09-20", "2024-09-01"))
    assert later == (NEW, said("Old", "2024-09-01", "2024-09-12", "2024-09-20"), PRINTED)
    assert claims == (NEW, OLD, PRINTED)


def test_another_record_or_another_source_is_a_separate_claim_in_a_fixed_order() -> None:
    outcomes = set()
    for order in itertools.permutations((OLD, NEW, PRINTED)):
        claims: tuple[Claim, ...] = ()
        for claim in order:
            claims = add_claim(claims, claim)
        outcomes.add(claims)
    assert outcomes == {(NEW, OLD, PRINTED)}


def test_claims_with_and_without_a_heading_can_be_sorted() -> None:
    """Python cannot compare None with a text."""
    unknown = OLD._replace(record=OLD.record._replace(heading=None))
    assert set(add_claim((OLD,), unknown)) == {OLD, unknown}


@pytest.mark.parametrize(
    ("editions", "last"),
    [("a", "a"), ("ab", "b"), ("ba", "b"), ("abc", "c"), (["z", "aa"], "aa"), (["aa", "z"], "aa")],
)
def test_only_the_last_edition_of_a_source_counts(editions: list[str], last: str) -> None:
    claims = tuple(said(f"As of {one}", source="twfy", edition=one) for one in editions)
    assert last_editions((*claims, OLD)) == (said(f"As of {last}", source="twfy", edition=last), OLD)


def test_all_claims_of_the_last_edition_count_and_each_source_has_its_own() -> None:
    one, other = (said(heading, edition="b", source="twfy") for heading in ("One", "Other"))
    before = said("Old", edition="a", source="twfy")
    elsewhere = said("Elsewhere", edition="a", source="print")
    assert last_editions((one, before, elsewhere, other, OLD)) == (one, elsewhere, other, OLD)


def test_editions_do_not_replace_another_sources_claim_without_an_edition() -> None:
    alone = PRINTED._replace(record=PRINTED.record._replace(tabled=None))
    first, last = (said(edition, edition=edition, source="print") for edition in ("z", "aa"))
    assert last_editions((alone, first, last)) == (alone, last)


def test_all_claims_without_an_edition_count() -> None:
    claims = (NEW, OLD, PRINTED)
    assert last_editions(claims) is claims


@pytest.mark.parametrize(
    ("source", "expected"), [("editor", True), ("editor:anna", True), ("parliament", False), ("twfy", False)]
)
def test_an_editor_is_recognised_by_the_name_of_the_source(source: str, expected: bool) -> None:
    assert is_editor(source) is expected


SHEET = AttachmentRecord("https://example.org/a.xlsx", "Zoë’s sheet", "application/xlsx", 5)
ANSWERS = (
    AnswerRecord(HOLDING, "2024-09-09", None, None),
    AnswerRecord(ANSWER, "2024-09-10", "12", Wording("<p>Seven.</p>", Form.HTML), (SHEET, SHEET._replace(size=None))),
    AnswerRecord(CORRECTION, "2024-09-20", "publicwhip:lord/1", Wording("Eight", Form.CUT)),
)
EDUCATION = (Body(60, "Department for Education"), Body(None, "Home Office", 7), Body(None, "TRANSPORT", None, "2009"))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"parliament_id": 101, "due": "2024-09-09", "named_day": False, "interest": True, "withdrawn": True},
        {"asked_by": "11", "source_url": "https://example.org/", "edition": "b", "heading": "“Zoë”"},
        *({"department": body} for body in EDUCATION),
        *({"heading": none} for none in (None, "")),
        {"answers": ANSWERS},
        {"removed": ANSWERS[1:]},
        *({"grouped": grouped} for grouped in (None, (), (("2002", "2024-09-02"), ("2003", None)))),
    ],
    ids=lambda changes: " ".join(changes) or "no changes",
)
def test_a_record_is_the_same_after_packing_and_unpacking(changes: dict) -> None:
    claims = (OLD._replace(record=OLD.record._replace(**changes)), said("New", "2024-09-01", "2024-09-12"))
    # NamedTuples are equal to tuples of the same values: their representation tells them apart.
    assert repr(unpack(pack(claims))) == repr(claims)


def test_claims_packed_when_records_had_fewer_fields_can_be_read() -> None:
    old = [[[*OLD.record[:12], [[ANSWER, "2024-09-10", "12", ["Seven.", Form.PLAIN]]]], "parliament", ["2024-09-12"]]]
    answer = AnswerRecord(ANSWER, "2024-09-10", "12", Wording("Seven.", Form.PLAIN))
    (claim,) = unpack(zlib.compress(json.dumps(old).encode()))
    assert repr(claim) == repr(OLD._replace(record=OLD.record._replace(answers=(answer,))))


def test_claims_packed_before_lines_were_cleaned_are_cleaned_when_read() -> None:
    kept = OLD.record._replace(heading="Caf&eacute;s:  Safety", department=Body(17, "Health &amp; Social  Care"))
    (claim,) = unpack(pack((OLD._replace(record=kept),)))
    assert claim.record.heading == "Cafés: Safety"
    assert claim.record.department == Body(17, "Health & Social Care")


def test_packed_claims_are_shorter_than_their_words() -> None:
    assert len(pack((said("Family hubs " * 50),))) < 200
