"""Work out what is true of a question from everything that sources and editors have said about it. Pure functions.

The rules are in docs/architecture.md, "Settling: which record is newer". A record is newer than another if it shows a
later state (unanswered → holding → answered → corrected; withdrawn is last), or the same state on a later day, or the
same state and day with fuller texts. The outcome depends only on the whole set of claims, so the order in which they
arrive makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple

from questions.sources.records import (
    ANSWER,
    CORRECTION,
    HOLDING,
    AnswerRecord,
    AttachmentRecord,
    Body,
    QuestionRecord,
    is_heading,
    is_printed,
)
from questions.text.cleaning import Wording, fuller_text, is_same_text

from .claims import Claim, add_claim, is_editor
from .ordering import WITHDRAWN, Sighting, in_order, state
from .removed_answers import key_of

STATUSES = {
    0: "unanswered",
    HOLDING: "holding",
    ANSWER: "answered",
    CORRECTION: "corrected",
    WITHDRAWN: "withdrawn",
}


class SettledAnswer(NamedTuple):
    stage: int
    day: str
    by: str | None
    department: Body | None
    wording: Wording | None
    attachments: tuple[AttachmentRecord, ...]


class Event(NamedTuple):
    kind: str
    day: str
    before: str
    after: str
    source: str


class Settled(NamedTuple):
    """The question as the archive should have it."""

    record: QuestionRecord  # with the best value of each field; its `answers` are those of the newest record
    status: str
    answered_on: str | None
    provenance: str
    answers: tuple[SettledAnswer, ...]
    events: tuple[Event, ...]
    former_days: tuple[str, ...]
    former_answer_days: tuple[str, ...]  # days in its address while the date tabled was not known


def decide(claims: tuple[Claim, ...], *news: Claim) -> tuple[tuple[Claim, ...], Settled | None]:
    """All claims with `news` added, and the question settled from them.

    The Settled is None if nothing changes, except perhaps the days on which records were seen.
    """
    more = reduce(add_claim, news, claims)
    if more is claims or (claims and _only_seen_again(more, news)):
        return more, None
    # Settle the known claims too: if the outcome is the same, nothing is written, logged or added to the history.
    settled = settle(more)
    return more, None if claims and settled == settle(claims) else settled


def _only_seen_again(claims: tuple[Claim, ...], news: tuple[Claim, ...]) -> bool:
    """Whether the only new sighting repeats the latest record.

    Most records of an import are like this, and this check is cheaper than settling.
    """
    if len(news) > 1:
        return False
    new, previous = Sighting(news[0].days[0], news[0].source, news[0].record), None
    for sighting in in_order(claims):
        if sighting == new:
            # Compare everything but the day.
            return previous is not None and previous[1:] == new[1:]
        previous = sighting
    return False


def settle(claims: tuple[Claim, ...]) -> Settled:
    seen = in_order(claims)
    newest, provenance = seen[-1].record, _provenance(seen)
    answers = _answers(seen)
    # Answers are sorted by stage: a correction's day counts only if the original was never seen.
    answered_on = next((a.day for a in answers if a.stage in (ANSWER, CORRECTION)), None)
    return Settled(
        record=newest._replace(
            # The newest wording in its fullest form, even if the newest record has only part of it.
            wording=_versions([(s, s.record.wording) for s in seen])[-1][1],
            **{field: _newest_known(_not_emptied(seen, field), field) for field in _KEPT_WHEN_NULL},
            heading=_heading(_not_emptied(seen, "heading")),
            asked_by=_surest((s.record.asked_by for s in reversed(_not_emptied(seen, "asked_by"))), is_printed),
            department=_surest((s.record.department for s in reversed(_not_emptied(seen, "department"))), is_heading),
            source_url=_source_url(seen, provenance),
        ),
        status=STATUSES[state(newest)],
        answered_on=answered_on,
        provenance=provenance,
        answers=answers,
        events=_events(seen),
        former_days=_days({s.record.tabled for s in seen} - {_newest_known(seen, "tabled")}),
        former_answer_days=_days({s.record.answered for s in seen if not s.record.tabled} - {answered_on}),
    )


def _days(days: set[str | None]) -> tuple[str, ...]:
    return tuple(sorted(day for day in days if day))


# A newer record that leaves one of these out does not erase it.
_KEPT_WHEN_NULL = ("parliament_id", "tabled", "due", "named_day", "interest", "grouped")


def _newest_known(seen: list[Sighting], field: str) -> Any:
    values = (getattr(s.record, field) for s in reversed(seen))
    return next((value for value in values if value not in (None, "")), getattr(seen[-1].record, field))


def _not_emptied(seen: list[Sighting], field: str) -> list[Sighting]:
    """Without earlier edits if the last edit leaves the field empty: an editor may undo an editor, not a source."""
    last = next((s for s in reversed(seen) if is_editor(s.source)), None)
    if last is None or getattr(last.record, field) not in (None, ""):
        return seen
    return [s for s in seen if s is last or not is_editor(s.source)]


def _heading(seen: list[Sighting]) -> str | None:
    own = [s for s in seen if _own_heading(s.record)]
    return _newest_known(own or seen, "heading")


def _own_heading(record: QuestionRecord) -> str | None:
    """The heading, unless it is printed above several questions and may belong to another of them."""
    is_shared = record.grouped and record.department and is_heading(record.department)
    return None if is_shared else record.heading


def _surest(values: Iterable[Any], is_vague: Callable[[Any], bool]) -> Any:
    """The newest value that identifies a row for certain; otherwise the newest that has to be matched."""
    known = [value for value in values if value]
    return next((value for value in known if not is_vague(value)), next(iter(known), None))


def _source_url(seen: list[Sighting], provenance: str) -> str:
    """The page of the source that the question now comes from, or the page that an editor gave."""
    told = (s.record.source_url for s in reversed(seen) if s.source == provenance or is_editor(s.source))
    return next(filter(None, told), "")


def _provenance(seen: list[Sighting]) -> str:
    sources = [s.source for s in seen if not is_editor(s.source)]
    return sources[-1] if sources else "editor"


def _versions(wordings: list[tuple[Sighting, Wording]]) -> list[tuple[Sighting, Wording]]:
    """The successive texts, each in its fullest form and with its first sighting."""
    versions: list[tuple[Sighting, Wording]] = []
    for sighting, wording in wordings:
        if versions and wording == versions[-1][1]:
            continue
        if versions and is_same_text(wording, versions[-1][1]):
            versions[-1] = (versions[-1][0], fuller_text(versions[-1][1], wording))
        else:
            versions.append((sighting, wording))
    # Look in all wordings: lists have incomplete texts, and an older record may have the full one.
    return [(sighting, _fullest(wording, wordings)) for sighting, wording in versions]


def _fullest(wording: Wording, wordings: list[tuple[Sighting, Wording]]) -> Wording:
    for _, other in wordings:
        if other.form > wording.form and is_same_text(wording, other):
            wording = other
    return wording


def _answers(seen: list[Sighting]) -> tuple[SettledAnswer, ...]:
    """All answers: at most one holding answer, one original, and one correction for each day."""
    found: dict[tuple, list[tuple[Sighting, AnswerRecord]]] = {}
    for sighting in seen:
        for answer in sighting.record.answers:
            found.setdefault(key_of(answer), []).append((sighting, answer))
    return tuple(_settled_answer(found[key]) for key in sorted(found))


def _settled_answer(shown: list[tuple[Sighting, AnswerRecord]]) -> SettledAnswer:
    newest = shown[-1][1]
    # A record has the department of its last answer. Earlier answers may come from another department.
    current = [s for s, answer in shown if s.record.answers[-1] == answer] or [shown[-1][0]]
    versions = _versions([(s, answer.wording) for s, answer in shown if answer.wording])
    return SettledAnswer(
        stage=newest.stage,
        # The day of an answer does not move, even if a later record gives another.
        day=min(answer.day for _, answer in shown) if newest.stage == ANSWER else newest.day,
        by=_surest((answer.by for _, answer in reversed(shown)), is_printed),
        department=_surest((s.record.department for s in reversed(current)), is_heading),
        wording=versions[-1][1] if versions else None,
        attachments=_attachments(shown),
    )


def _attachments(shown: list[tuple[Sighting, AnswerRecord]]) -> tuple[AttachmentRecord, ...]:
    """The newest list with addresses, preferably Parliament's (others round sizes); else one that only counts them."""
    told = [(not s.record.parliament_id, a.attachments) for s, a in reversed(shown) if a.attachments]
    named = [one for one in told if all(attachment.url for attachment in one[1])]
    best = sorted(named or told, key=lambda one: one[0])
    return best[0][1] if best else ()


def _events(seen: list[Sighting]) -> tuple[Event, ...]:
    """The changes from one sighting to the next, in order of days."""
    seen = _not_stale(seen)
    originals = [(s, a) for s in seen for a in s.record.answers if a.stage == ANSWER]
    events = [
        *_changes("transferred", seen, _named_body, _same_body, lambda body: body.name),
        *_changes("heading", seen, _own_heading),
        *_changes("tabled", seen, lambda r: r.tabled),
        *_changes("due", seen, lambda r: r.due),
        *_rewordings("reworded", [(s, s.record.wording) for s in seen]),
        *_rewordings("answer", [(s, a.wording) for s, a in originals if a.wording]),
        *[Event("withdrawn", s.day, "", "", s.source) for s in seen if s.record.withdrawn][:1],
    ]
    return tuple(sorted(events, key=lambda event: event.day))


def _not_stale(seen: list[Sighting]) -> list[Sighting]:
    """Leave out sightings that show an earlier state than an older sighting did."""
    kept: list[Sighting] = []
    # `seen` is ordered by state, then by day. Reading backwards, a sighting that is later than one of a later state
    # comes from a source that was out of date.
    first_day = seen[-1].day
    for sighting in reversed(seen):
        if sighting.day <= first_day:
            kept.append(sighting)
            first_day = sighting.day
    return kept[::-1]


def _changes(
    kind: str,
    seen: list[Sighting],
    read: Callable[[QuestionRecord], Any],
    equal: Callable[[Any, Any], bool] = lambda one, other: one == other,
    show: Callable[[Any], str] = str,
) -> list[Event]:
    known = [(s, value) for s in seen if (value := read(s.record)) not in (None, "")]
    return [
        Event(kind, s.day, show(before), show(after), s.source)
        for (_, before), (s, after) in pairwise(known)
        if not equal(before, after)
    ]


def _named_body(record: QuestionRecord) -> Body | None:
    """The department, unless it is only a heading: another name for the same body is not a transfer."""
    return None if record.department and is_heading(record.department) else record.department


def _same_body(one: Body, other: Body) -> bool:
    return one.id == other.id if one.id and other.id else one[1:] == other[1:]


def _rewordings(kind: str, wordings: list[tuple[Sighting, Wording]]) -> list[Event]:
    texts = pairwise(_versions(wordings))
    return [Event(kind, s.day, before.body, after.body, s.source) for (_, before), (s, after) in texts]
