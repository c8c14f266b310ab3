"""Save a batch of records, and the changes that it makes to questions, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import DataError, IntegrityError, transaction

from questions.archive.evidence.claims import Claim
from questions.archive.evidence.settling import decide
from questions.archive.writing.people import find_departments, find_members, take_listings
from questions.archive.writing.printed_names import take_printed
from questions.archive.writing.question_rows import write_seen
from questions.archive.writing.write_questions import DEMO, Draft, references, write_drafts
from questions.models import Archive, Evidence, Question
from questions.sources.records import ParsedQuestion, RefusedRecord

from .matching import Matches, address, claims_on, take_over

Count = Callable[[Counter], None]


class Row(NamedTuple):
    """One parsed record, with its position in the source and its as-of day."""

    position: int
    parsed: ParsedQuestion
    day: str


class Refusal(NamedTuple):
    row: Row
    reason: str


def save_batch(rows: list[Row], source: str, count: Count) -> list[Refusal]:
    """Save `rows` together or, if one of them is refused, each by itself. Returns the refused ones.

    `count` gets the numbers of created, updated and unchanged rows, in the transaction that saves them. So a run that
    is killed has counted exactly what it has saved.
    """
    try:
        _save(rows, source, count)
        return []
    except (IntegrityError, DataError, RefusedRecord) as error:
        if len(rows) == 1:
            return [Refusal(rows[0], _reason(error))]
    # Everything was rolled back. Saving row by row finds the one that is refused, and saves the others.
    return [refusal for row in rows for refusal in save_batch([row], source, count)]


def _reason(error: Exception) -> str:
    if isinstance(error, RefusedRecord):
        return str(error)
    return f"the database refused it: {str(error).splitlines()[0]}"


@transaction.atomic
def _save(rows: list[Row], source: str, count: Count) -> None:
    Archive.lock()
    drafts, seen, said = [], [], []
    for news in _gather(rows, source):
        claims, settled = decide(news.known, *news.claims)
        said += news.claims if claims is not news.known else []
        if settled:
            drafts.append(Draft(news.question, claims, settled))
        elif news.question and claims is not news.known:
            seen.append((news.question, claims))
    write_seen(seen)
    _take_names(rows, said, source)
    written = write_drafts(drafts)
    outcomes = Counter(created=len(written.created), updated=len(written.updated))
    count(outcomes + Counter(unchanged=len(rows) - outcomes.total()))


@dataclass
class _News:
    """What a batch says about one question; `question` is None while it is new."""

    question: Question | None
    claims: list[Claim] = field(default_factory=list)
    known: tuple[Claim, ...] = ()


def _gather(rows: list[Row], source: str) -> list[_News]:
    """The questions that `rows` are about, each once, with the claims on record."""
    there = Matches([row.parsed.question for row in rows])
    gathered: dict[object, _News] = {}
    for row in rows:
        record = row.parsed.question
        question = there.match(record)
        # A batch may have two records of one new question, which must be joined before it has a primary key.
        key = question.pk if question else ("new", record.parliament_id or address(record))
        news = gathered.setdefault(key, _News(question))
        news.claims.append(Claim(record, source, (row.day,)))
        if question and (twin := there.twin(record, question)):
            news.claims += take_over(twin, question)
    _load_claims({news.question.pk: news for news in gathered.values() if news.question})
    return list(gathered.values())


def _load_claims(gathered: dict[int, _News]) -> None:
    """Load the claims on record; for a question entered by hand, the claim that its own rows make."""
    evidence = Evidence.objects.in_bulk(list(gathered))
    for pk, news in gathered.items():
        if news.question:
            news.known = claims_on(news.question, evidence.get(pk))


def _take_names(rows: list[Row], said: list[Claim], source: str) -> None:
    """Keep the members and departments that these records name, even if no question changes."""
    take_printed((person, _day_of_answer(row)) for row in rows for person in row.parsed.printed)
    find_departments((c.record.department, date.fromisoformat(c.days[-1])) for c in said if c.record.department)
    listings = [(listing, date.fromisoformat(row.day)) for row in rows for listing in row.parsed.members]
    named = {r for claim in said for r in references(claim.record)} | {str(listing.id) for listing, _ in listings}
    if named:
        take_listings(listings, find_members(named, fictional=source == DEMO))


def _day_of_answer(row: Row) -> date:
    """The day on which a printed name was in use, whenever its file was fetched."""
    return date.fromisoformat(row.parsed.question.answered or row.day)
