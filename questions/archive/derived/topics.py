"""Apply topics' rules: to questions as they are written, and to all questions when a rule has changed.

A changed rule is applied in steps, each a short transaction, so that no other writer waits:

1. Assignments to add or remove are *staged*: the index finds their questions, and the change log finds those written
   since. The former rule stays in force meanwhile.
2. One transaction *switches* the topic: from then on, the staged assignments count.
3. Staged rows become plain ones, or are deleted, and the change log tells the index.

The topic records how far this has got, so apply_pending() continues after an interruption.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from questions.archive.batches import BATCH, PAUSE, batches
from questions.models import Archive, Change, Question, Topic, TopicAssignment
from questions.models.bulk_inserts import insert_select
from questions.models.topics import ENTER, LEAVE
from questions.search import queries
from questions.search.index import store, writer
from questions.search.topic_rules import Rule, in_force, matches, meaning

FEW = 2000  # questions that may be added and removed while a user waits for a form's response

Progress = Callable[[str, int, int], None]  # the topic's name, questions done, and how many there are


class Applied(NamedTuple):
    topic: Topic
    entered: int
    left: int


def assign_topics(questions: Iterable[int]) -> None:
    """Give these questions the topics whose rules in force match them. Editors' decisions are not affected."""
    topics = {topic.pk: topic for topic in Topic.objects.ruled()}
    pks = list(questions)
    if not topics or not pks:
        return
    found = matches(pks, {pk: in_force(topic) for pk, topic in topics.items()})
    there = _assignments(topics, pks)
    wanted = {(topic, question) for topic, taken in found.items() for question in taken}
    # `there` has editors' rows too, so the rules never overrule them.
    _create(wanted - there.keys())
    rows = [row for row in there.values() if row.origin == TopicAssignment.Origin.RULE]
    # Before the switch, a row to be added does not count yet; after it, a row to be removed no longer counts.
    # Must agree with TopicAssignmentQuerySet.included().
    hidden = {False: ENTER, True: LEAVE}
    is_hidden = {row.pk: row.staged == hidden[topics[row.topic_id].is_switched] for row in rows}
    show = [row.pk for row in rows if is_hidden[row.pk] and _key(row) in wanted]
    gone = [row.pk for row in rows if not is_hidden[row.pk] and _key(row) not in wanted]
    TopicAssignment.objects.filter(pk__in=show).update(staged="")
    TopicAssignment.objects.filter(pk__in=gone).delete()


def _key(row: TopicAssignment) -> tuple[int, int]:
    return row.topic_id, row.question_id


def _assignments(topics: Iterable[int], questions: list[int]) -> dict[tuple[int, int], TopicAssignment]:
    rows = TopicAssignment.objects.filter(topic__in=list(topics), question__in=questions)
    return {_key(row): row for row in rows}


def _create(keys: Iterable[tuple[int, int]]) -> None:
    TopicAssignment.objects.bulk_create(
        [
            TopicAssignment(topic_id=topic, question_id=question, origin=TopicAssignment.Origin.RULE)
            for topic, question in sorted(keys)
        ]
    )


def _silent(name: str, done: int, total: int) -> None:
    """Report nothing."""


def apply_pending(most: int | None = None, progress: Progress = _silent) -> list[Applied]:
    """Put every changed rule in force, one at a time; skip rules that would move more than `most` questions.

    Raises IndexUnavailable if there is no index to find the questions in, and IndexNotWritten if the lock cannot be
    taken.
    """
    # A caller with a limit is serving a form, and must not wait for the worker.
    with store.locked("topics", wait=most is None) as held:
        topics = list(Topic.objects.pending()) if held else []
        return [done for topic in topics if (done := _apply(topic, most, progress))]


def mark_stale() -> None:
    """Mark topics whose rules mean something else than when they were applied: an acronym, spelling or name changed."""
    ruled = Topic.objects.ruled().exclude(fingerprint="")
    stale = [topic.pk for topic in ruled if meaning(topic.rule_in_force).fingerprint != topic.fingerprint]
    Topic.objects.filter(pk__in=stale).update(fingerprint="")


def apply_after_changes(most: int | None = FEW) -> list[Applied]:
    """Apply the rules whose meaning changed, after changes to acronyms, spellings or names."""
    mark_stale()
    return apply_pending(most) if Topic.objects.pending().exists() else []


def _apply(topic: Topic, most: int | None, progress: Progress) -> Applied | None:
    if topic.is_switched:
        _settle(topic, progress)
    # A run that was interrupted before its switch may have left staged rows, and the rule may have changed since.
    _unstage(topic)
    topic.refresh_from_db()
    rule, text = meaning(topic.rule), topic.rule
    if reason := writer.why_rebuild():
        raise store.IndexUnavailable(reason)
    # The index is searched once. _switch finds questions written after this snapshot in the change log.
    snapshot = store.snapshot()
    taken = set(find_matching(rule, snapshot))
    move = _to_move(topic, taken)
    if most is not None and len(move) > most:
        return None
    for done, batch in enumerate(batches(move), start=1):
        with transaction.atomic():
            Archive.lock()
            _stage(topic, batch, taken)
        time.sleep(PAUSE)
        progress(topic.name, min(done * BATCH, len(move)), len(move))
    return _settle(topic, progress) if _switch(topic, text, rule, snapshot.mark.change) else None


def find_matching(rule: Rule, snapshot: store.Snapshot) -> list[int]:
    """The primary keys of the questions in the index that a rule matches."""
    query, everything = queries.silent(rule.query), snapshot.searcher.num_docs
    return snapshot.numbers("pk", snapshot.search(query, everything, order_by_field="newest").hits)


def _to_move(topic: Topic, taken: set[int]) -> list[int]:
    """The questions that the rule adds or removes. Editors' decisions are not affected."""
    spoken, ruled = _questions(topic)
    return sorted((taken - ruled - spoken) | (ruled - taken))


def _questions(topic: Topic) -> tuple[set[int], set[int]]:
    """The questions assigned by an editor, and those assigned by the rule."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    rows = TopicAssignment.objects.filter(topic=topic).order_by()
    for origin, question in rows.values_list("origin", "question").iterator(chunk_size=20_000):
        found[origin].add(question)
    return found[TopicAssignment.Origin.EDITOR], found[TopicAssignment.Origin.RULE]


def _stage(topic: Topic, questions: list[int], taken: set[int]) -> None:
    """Stage what the new rule changes about these questions; it matches those in `taken`."""
    rows = TopicAssignment.objects.by_rule().filter(topic=topic)
    there = dict(rows.filter(question__in=questions).values_list("question", "staged"))
    stay = [question for question, staged in there.items() if question in taken and staged == LEAVE]
    gone = [question for question, staged in there.items() if question not in taken and staged == ENTER]
    leave = [question for question, staged in there.items() if question not in taken and not staged]
    rows.filter(question__in=stay).update(staged="")
    rows.filter(question__in=gone).delete()
    rows.filter(question__in=leave).update(staged=LEAVE)
    _enter(topic, [question for question in questions if question in taken and question not in there])


def _enter(topic: Topic, questions: list[int]) -> None:
    """Stage these questions, except those that an editor has decided on or that no longer exist."""
    spoken = TopicAssignment.objects.filter(topic=topic, question=OuterRef("pk"))
    free = Question.objects.filter(~Exists(spoken), pk__in=questions)
    by_rule = {"origin": TopicAssignment.Origin.RULE, "is_excluded": False, "staged": ENTER}
    insert_select(TopicAssignment, free, {"question": "pk"}, topic=topic.pk, assigned_at=timezone.now(), **by_rule)


def _switch(topic: Topic, text: str, rule: Rule, last: int) -> bool:
    """Stage questions written since change `last`, and switch; False if the rule has changed again."""
    while True:
        with transaction.atomic():
            Archive.lock()
            # Assignments do not affect what a rule matches, because `topic:` is refused in rules.
            written = list(Change.objects.filter(id__gt=last).exclude(what="topics").order_by("id")[:BATCH])
            questions = sorted({change.question_id for change in written})
            _stage(topic, questions, matches(questions, {topic.pk: rule})[topic.pk])
            if len(written) < BATCH:
                # The log is read to its end and the lock is held: no question can be written before the switch.
                # If an editor has saved another rule since, no row is updated and the topic stays pending.
                values = {"rule_in_force": text, "fingerprint": rule.fingerprint, "is_switched": True}
                return bool(Topic.objects.filter(pk=topic.pk, rule=text, is_switched=False).update(**values))
            last = written[-1].id


def _settle(topic: Topic, progress: Progress) -> Applied:
    """Turn staged rows into plain ones, or delete them, and log the change. Afterwards the topic is not switched."""
    moved: Counter[str] = Counter()
    while some := _settle_some(topic):
        moved += some
        time.sleep(PAUSE)
        progress(topic.name, moved.total(), 0)
    return Applied(topic, moved[ENTER], moved[LEAVE])


@transaction.atomic
def _settle_some(topic: Topic) -> Counter[str]:
    Archive.lock()
    staged = TopicAssignment.objects.filter(topic=topic).exclude(staged="").order_by("pk")
    rows = list(staged.values_list("pk", "staged")[:BATCH])
    if not rows:
        Topic.objects.filter(pk=topic.pk).update(is_switched=False)
        return Counter()
    these = staged.filter(pk__gte=rows[0][0], pk__lte=rows[-1][0])
    # Log first: once the rows are deleted or no longer staged, this query does not find them.
    Change.log_all(these.values_list("question", flat=True), "topics")
    these.filter(staged=LEAVE).delete()
    these.filter(staged=ENTER).update(staged="")
    return Counter(how for _, how in rows)


def _unstage(topic: Topic) -> None:
    """Undo what an interrupted application had staged."""
    staged = TopicAssignment.objects.filter(topic=topic).exclude(staged="").order_by("pk")
    while pks := list(staged.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            Archive.lock()
            # Nothing to log: until the switch, staged rows change nothing that anybody sees.
            TopicAssignment.objects.filter(pk__in=pks, staged=ENTER).delete()
            TopicAssignment.objects.filter(pk__in=pks, staged=LEAVE).update(staged="")
