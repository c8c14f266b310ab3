"""What editors do with topics: include and exclude questions; rename, move and merge topics.

Everything here locks the archive, and logs the questions that change, so that the index follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from questions.archive.audit import recording
from questions.archive.batches import BATCH, batches
from questions.archive.derived.change_logging import log_and_assign_topics
from questions.archive.derived.topics import find_matching
from questions.models import Archive, Change, FormerTopicSlug, Question, Topic, TopicAssignment
from questions.search.index import store
from questions.search.topic_rules import meaning

EDITOR = TopicAssignment.Origin.EDITOR


class Preview(NamedTuple):
    """The questions that a rule would add and remove, newest first; the others are those of topic_rules.Rule."""

    entering: list[int]
    leaving: list[int]
    unmeant: str
    is_meant_of_all: bool


def assign(topic: Topic, questions: Iterable[int], editor: Any) -> int:
    """An editor includes these questions in the topic; returns how many that changes."""
    return sum(_speak(topic, batch, is_excluded=False, assigned_by=editor) for batch in batches(questions))


def exclude(topic: Topic, questions: Iterable[int], editor: Any) -> int:
    """An editor excludes them, whatever rules say; returns how many that changes."""
    return sum(_speak(topic, batch, is_excluded=True, assigned_by=editor) for batch in batches(questions))


@transaction.atomic
def _speak(topic: Topic, questions: list[int], **word: Any) -> int:
    """Save an editor's decision in place of a rule's row or a different decision; an equal one keeps its editor."""
    Archive.lock()
    same = {"topic": topic, "origin": EDITOR, "is_excluded": word["is_excluded"]}
    said = TopicAssignment.objects.filter(question__in=questions, **same).values("question")
    pks = list(Question.objects.filter(pk__in=questions).exclude(pk__in=said).values_list("pk", flat=True))
    word = {"origin": EDITOR, "staged": "", "assigned_at": timezone.now(), **word}
    rows = [TopicAssignment(topic=topic, question_id=pk, **word) for pk in pks]
    TopicAssignment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["topic", "question"], update_fields=list(word)
    )
    Change.log(pks, "topics")
    return len(pks)


@transaction.atomic
def take_back(rows: Iterable[TopicAssignment]) -> None:
    """Delete these decisions of editors, so that the rules decide about their questions again.

    The questions are logged as written, because a rule that is being applied has left them out so far.
    """
    Archive.lock()
    rows = list(rows)
    for batch in batches(row.pk for row in rows):
        TopicAssignment.objects.filter(pk__in=batch).delete()
    log_and_assign_topics(sorted({row.question_id for row in rows}), "taken back")


def preview(topic: Topic, text: str) -> Preview:
    """What would change if this text were the topic's rule; the topic may be new. Raises IndexUnavailable."""
    rule = meaning(text)
    taken = find_matching(rule, store.snapshot())
    rows = TopicAssignment.objects.filter(topic=topic.pk).order_by()
    spoken = set(rows.filter(origin=EDITOR).values_list("question", flat=True))
    ruled = set(rows.included().by_rule().values_list("question", flat=True))
    leaving = sorted(ruled - set(taken), reverse=True)
    entering = [pk for pk in taken if pk not in ruled and pk not in spoken]
    return Preview(entering, leaving, rule.unmeant, rule.is_meant_of_all)


def keep_address(topic: Topic, before: str) -> None:
    """Keep links to the topic's slug `before` working after a save ("" for a new topic)."""
    FormerTopicSlug.objects.filter(slug=topic.slug).delete()
    if before and before != topic.slug:
        FormerTopicSlug.objects.update_or_create(slug=before, defaults={"topic": topic})


def log_within(topic: Topic) -> None:
    """Log all questions of the topic and its subtopics, because it or its parent changes."""
    rows = TopicAssignment.objects.filter(topic__in=topic.within()).order_by()
    Change.log_all(rows.values_list("question", flat=True).distinct(), "topics")


def join_rules(rules: Iterable[str]) -> str:
    """One rule that matches whatever any of these matches; the first stays as typed."""
    first, *others = dict.fromkeys(rule for rule in rules if rule) or [""]
    return " OR ".join([first, *(f"({rule})" for rule in others)])


def merge(source: Topic, target: Topic, *, with_rule: bool) -> None:
    """Merge `source` into `target`: editors' decisions move, its addresses redirect, and it is deleted.

    `with_rule`: the target also gets the source's rule, and so all its questions. Otherwise questions that only the
    source's rule assigned do not move.
    Assignments move in short batches, so an interrupted merge can be run again.
    """
    while _move_some(source, target, with_rule):
        pass
    _close(source, target, with_rule)


@transaction.atomic
def _move_some(source: Topic, target: Topic, with_rule: bool) -> bool:
    """Move or delete one batch of the source's assignments; False if there are none."""
    Archive.lock()
    batch = TopicAssignment.objects.filter(topic=source).order_by("pk").values_list("pk", flat=True)[:BATCH]
    rows = TopicAssignment.objects.filter(pk__in=list(batch))
    questions = list(rows.values_list("question", flat=True))
    there = TopicAssignment.objects.filter(topic=target, question__in=questions)
    moving = _moving(rows, dict(there.values_list("question", "origin")), with_rule)
    there.filter(question__in=moving.values()).delete()
    TopicAssignment.objects.filter(pk__in=moving).update(topic=target, staged="")
    TopicAssignment.objects.filter(topic=source, question__in=questions).delete()
    Change.log(questions, "topics")
    return bool(questions)


def _moving(rows: Any, there: dict[int, str], with_rule: bool) -> dict[int, int]:
    """{assignment: question} to move. `there` has the target's {question: origin}: editors' rows replace rules'."""
    rows = rows.filter(origin=EDITOR) | rows.included() if with_rule else rows.filter(origin=EDITOR)
    found = rows.values_list("pk", "question", "origin")
    return {
        pk: question
        for pk, question, origin in found
        if question not in there or (origin == EDITOR and there[question] != EDITOR)
    }


@transaction.atomic
def _close(source: Topic, target: Topic, with_rule: bool) -> None:
    """Finish the merge: move assignments written in the meantime, and everything else."""
    Archive.lock()
    while _move_some(source, target, with_rule):
        pass
    source.refresh_from_db()
    target.refresh_from_db()
    log_within(source)
    _move_children(source, target)
    FormerTopicSlug.objects.filter(topic=source).update(topic=target)
    FormerTopicSlug.objects.update_or_create(slug=source.slug, defaults={"topic": target})
    if with_rule:
        recording.update(Topic.objects.filter(pk=target.pk), rule=join_rules([target.rule, source.rule]))
    recording.record_deleted([source])
    source.delete()


def _move_children(source: Topic, target: Topic) -> None:
    """Move subtopics to the target, or up if they are or contain the target: no topic may contain itself."""
    children, above = Topic.objects.filter(parent=source), Topic.lines()[target.pk]
    recording.update(children.filter(pk__in=above), parent_id=source.parent_id)
    recording.update(children.exclude(pk__in=above), parent_id=target.pk)
