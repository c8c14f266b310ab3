"""Records into questions: what a batch of records changes, in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import DatabaseError, transaction

from questions.models import Archive, Change, Evidence, Question
from questions.sources.records import ParsedQuestion, QuestionRecord, RefusedRecord

from .claims import Claim, unpack
from .edits import claim_of
from .groups import resolve_groups
from .people import find_departments, find_members, take_listings
from .rows import Names, Work, load, write, write_seen
from .settle import Settled, decide

DEMO = "demo"


class Row(NamedTuple):
    """One parsed record: where it stood, and the day as of which its source speaks."""

    position: int
    parsed: ParsedQuestion
    day: str


@dataclass
class Draft:
    """A question that the batch says something of; `question` is None while it is new."""

    question: Question | None
    news: list[Claim] = field(default_factory=list)
    claims: tuple[Claim, ...] = ()
    settled: Settled | None = None

    def says_something(self) -> bool:
        """Decide what the news make of the question; False if they were all known."""
        known = self.claims
        self.claims, self.settled = decide(known, *self.news)
        return self.claims is not known


class Refusal(NamedTuple):
    row: Row
    reason: str


def save_batch(rows: list[Row], source: str) -> tuple[Counter, list[Refusal]]:
    """Save `rows`, all or (where the database refuses them so) each by itself.

    Returns the counts of created, updated and unchanged rows, and the refused ones.
    """
    try:
        return _save(rows, source), []
    except (DatabaseError, RefusedRecord) as error:
        if len(rows) == 1:
            return Counter(), [Refusal(rows[0], _reason(error))]
    counts, refused = Counter(), []
    for row in rows:
        one, refusal = save_batch([row], source)
        counts += one
        refused += refusal
    return counts, refused


def _reason(error: Exception) -> str:
    if isinstance(error, RefusedRecord):
        return str(error)
    return f"the database refused it: {str(error).splitlines()[0]}"


@transaction.atomic
def _save(rows: list[Row], source: str) -> Counter:
    Archive.lock()
    drafts = [draft for draft in _draft(rows, source) if draft.says_something()]
    write_seen([(d.question, d.claims) for d in drafts if not d.settled])
    _take_members(rows, source)
    outcomes = _write([draft for draft in drafts if draft.settled])
    return outcomes + Counter(unchanged=len(rows) - outcomes.total())


def _draft(rows: list[Row], source: str) -> list[Draft]:
    """The questions that `rows` speak of, each once, with the claims on record."""
    found = _Matches([row.parsed.question for row in rows])
    drafts: dict[object, Draft] = {}
    for row in rows:
        record = row.parsed.question
        question = found.match(record)
        key = question.pk if question else record.parliament_id or (record.house, record.tabled, record.uin)
        draft = drafts.setdefault(key, Draft(question))
        draft.news.append(Claim(record, source, (row.day,)))
    _load_claims([draft for draft in drafts.values() if draft.question])
    return list(drafts.values())


class _Matches:
    """The questions that some records may be about: by Parliament's id, else by address."""

    def __init__(self, records: list[QuestionRecord]):
        ids = [r.parliament_id for r in records if r.parliament_id]
        light = Question.objects.only("pk", "parliament_id", "house", "tabled_on", "uin")
        self.by_id = {q.parliament_id: q for q in light.filter(parliament_id__in=ids)}
        uins = {r.uin for r in records if r.parliament_id not in self.by_id}
        days = {r.tabled for r in records if r.tabled}
        at = light.filter(uin__in=uins, tabled_on__in=days) if uins else []
        self.by_address = {(q.house, q.tabled_on.isoformat(), q.uin): q for q in at}

    def match(self, record: QuestionRecord) -> Question | None:
        """Raises RefusedRecord where the address belongs to a question with another id."""
        if record.parliament_id in self.by_id:
            return self.by_id[record.parliament_id]
        there = self.by_address.get((record.house, record.tabled, record.uin))
        if there and record.parliament_id and there.parliament_id:
            raise RefusedRecord(
                f"its house, day and UIN belong to question {there.parliament_id} already"
            )
        return there


def _load_claims(drafts: list[Draft]) -> None:
    """Claims on record; of a question that was entered by hand, the claim that it makes itself."""
    evidence = Evidence.objects.in_bulk([d.question.pk for d in drafts if d.question])
    for draft in drafts:
        if known := evidence.get(draft.question.pk):
            draft.claims = unpack(known.packed)
        else:
            draft.claims = (claim_of(draft.question),)


def _take_members(rows: list[Row], source: str) -> None:
    listings = [
        (listing, date.fromisoformat(row.day)) for row in rows for listing in row.parsed.members
    ]
    if listings:
        references = {str(listing.id) for listing, _ in listings}
        take_listings(listings, find_members(references, fictional=source == DEMO))


def _write(drafts: list[Draft]) -> Counter:
    """Bring the rows of these questions to what is settled; counts created and updated ones."""
    whole = load(draft.question.pk for draft in drafts if draft.question)
    work = [
        Work(
            whole[draft.question.pk] if draft.question else Question(),
            draft.claims,
            draft.settled,
            is_new=draft.question is None,
        )
        for draft in drafts
    ]
    written = write(work, _names(drafts))
    changed = [*written.created, *written.updated]
    resolve_groups(changed)
    Change.log((question.pk for question in changed), "question")
    return Counter(created=len(written.created), updated=len(written.updated))


def _names(drafts: list[Draft]) -> Names:
    """The members and departments that these drafts name, made where they are new."""
    bodies = (
        (claim.record.department, date.fromisoformat(claim.days[-1]))
        for draft in drafts
        for claim in draft.claims
        if claim.record.department
    )
    members = {r for draft in drafts for r in _references(draft.settled)}
    fictional = any(draft.settled.provenance == DEMO for draft in drafts)
    return Names(find_members(members, fictional=fictional), find_departments(bodies))


def _references(settled: Settled) -> set[str]:
    return {r for r in [settled.record.asked_by, *(a.by for a in settled.answers)] if r}
