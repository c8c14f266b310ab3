"""What each source said: a set that grows by what is new alone, and the form in which it is kept."""

from __future__ import annotations

import itertools
import json
import zlib

import pytest

from questions.archive.evidence.claims import Claim, add_claim, is_editor, last_editions, pack, unpack
from questions.sources.records import ANSWER, CORRECTION, HOLDING, AnswerRecord, AttachmentRecord, Body, QuestionRecord
from questions.text.cleaning import Form, Wording


def said(heading: str, *days: str, source: str = "parliament", edition: str = "") -> Claim:
    """What is printed in editions tells no day of tabling."""
    tabled = None if edition else "2024-09-02"
    record = QuestionRecord("commons", "2001", tabled, Wording("How many?", Form.PLAIN), heading=heading)
    return Claim(record._replace(edition=edition), source, days or ("2024-09-12",))


OLD, NEW, PRINTED = said("Old"), said("New"), said("Old", source="twfy")


def test_the_first_claim_stands_alone() -> None:
    assert add_claim((), OLD) == (OLD,)


@pytest.mark.parametrize("news", [said("Old"), said("Old", "2024-09-01"), said("Old", "2024-09-01", "2024-09-12")])
def test_what_is_known_already_leaves_the_very_same_claims(news: Claim) -> None:
    claims = (NEW, said("Old", "2024-09-01", "2024-09-12"), PRINTED)
    assert add_claim(claims, news) is claims


def test_another_day_is_added_in_its_order_to_the_same_words_of_the_same_source_alone() -> None:
    claims = (NEW, OLD, PRINTED)
    earlier = add_claim(claims, said("Old", "2024-09-01"))
    assert earlier == (NEW, said("Old", "2024-09-01", "2024-09-12"), PRINTED)
    later = add_claim(earlier, said("Old", "2024-09-20", "2024-09-01"))
    assert later == (NEW, said("Old", "2024-09-01", "2024-09-12", "2024-09-20"), PRINTED)
    assert claims == (NEW, OLD, PRINTED)


def test_other_words_and_another_source_are_claims_of_their_own_in_one_order() -> None:
    outcomes = set()
    for order in itertools.permutations((OLD, NEW, PRINTED)):
        claims: tuple[Claim, ...] = ()
        for claim in order:
            claims = add_claim(claims, claim)
        outcomes.add(claims)
    assert outcomes == {(NEW, OLD, PRINTED)}


def test_an_unknown_that_another_record_tells_can_be_put_in_order() -> None:
    """None and a text cannot be compared."""
    unknown = OLD._replace(record=OLD.record._replace(heading=None))
    assert set(add_claim((OLD,), unknown)) == {OLD, unknown}


@pytest.mark.parametrize(
    ("editions", "last"),
    [("a", "a"), ("ab", "b"), ("ba", "b"), ("abc", "c"), (["z", "aa"], "aa"), (["aa", "z"], "aa")],
)
def test_of_what_a_source_prints_anew_the_last_counts(editions: list[str], last: str) -> None:
    claims = tuple(said(f"As of {one}", source="twfy", edition=one) for one in editions)
    assert last_editions((*claims, OLD)) == (said(f"As of {last}", source="twfy", edition=last), OLD)


def test_all_that_the_last_edition_says_counts_and_each_source_has_its_own() -> None:
    one, other = (said(heading, edition="b", source="twfy") for heading in ("One", "Other"))
    before = said("Old", edition="a", source="twfy")
    elsewhere = said("Elsewhere", edition="a", source="print")
    assert last_editions((one, before, elsewhere, other, OLD)) == (one, elsewhere, other, OLD)


def test_a_print_that_has_no_editions_is_not_replaced_by_those_of_another_source() -> None:
    alone = PRINTED._replace(record=PRINTED.record._replace(tabled=None))
    first, last = (said(edition, edition=edition, source="print") for edition in ("z", "aa"))
    assert last_editions((alone, first, last)) == (alone, last)


def test_what_has_no_editions_all_counts() -> None:
    claims = (NEW, OLD, PRINTED)
    assert last_editions(claims) is claims


@pytest.mark.parametrize(
    ("source", "expected"), [("editor", True), ("editor:anna", True), ("parliament", False), ("twfy", False)]
)
def test_an_editor_is_told_by_the_name_of_the_source(source: str, expected: bool) -> None:
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
    ids=lambda changes: " ".join(changes) or "nothing else",
)
def test_whatever_a_record_says_comes_back_from_its_packed_form(changes: dict) -> None:
    claims = (OLD._replace(record=OLD.record._replace(**changes)), said("New", "2024-09-01", "2024-09-12"))
    # NamedTuples are equal to tuples of the same values: their representation tells them apart.
    assert repr(unpack(pack(claims))) == repr(claims)


def test_what_was_packed_before_records_had_all_their_fields_is_read() -> None:
    old = [[[*OLD.record[:12], [[ANSWER, "2024-09-10", "12", ["Seven.", Form.PLAIN]]]], "parliament", ["2024-09-12"]]]
    answer = AnswerRecord(ANSWER, "2024-09-10", "12", Wording("Seven.", Form.PLAIN))
    (claim,) = unpack(zlib.compress(json.dumps(old).encode()))
    assert repr(claim) == repr(OLD._replace(record=OLD.record._replace(answers=(answer,))))


def test_what_was_packed_before_lines_were_cleaned_is_read_clean() -> None:
    kept = OLD.record._replace(heading="Caf&eacute;s:  Safety", department=Body(17, "Health &amp; Social  Care"))
    (claim,) = unpack(pack((OLD._replace(record=kept),)))
    assert claim.record.heading == "Cafés: Safety"
    assert claim.record.department == Body(17, "Health & Social Care")


def test_the_packed_form_takes_less_room_than_its_words() -> None:
    assert len(pack((said("Family hubs " * 50),))) < 200
