"""Everything that a question's page shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.query import prefetch_related_objects
from django.utils import timezone

from questions.addresses import spellings
from questions.cited import References, references
from questions.models import Answer, GroupLink, Post, Question
from questions.models.questions import QuestionQuerySet
from questions.search.documents import Subject, subject_of
from questions.search.hits import Hit
from questions.search.related import related
from questions.timeline import Entry, timeline
from questions.topics import Tagged, of_question


class ShownAnswer(NamedTuple):
    """An answer, and the posts that whoever gave it holds today, the one beside the answer left out."""

    answer: Answer
    posts_now: list[Post]


class Companion(NamedTuple):
    """A question that was answered together with this one; `question` is None while it is not in the archive."""

    uin: str
    tabled_on: date
    question: Question | None


class Record(NamedTuple):
    question: Question
    current: ShownAnswer | None
    earlier: list[ShownAnswer]  # the latest first
    companions: list[Companion]
    references: References
    topics: list[Tagged]
    subject: Subject
    timeline: list[Entry]
    related: list[Hit]


def tabled(house: str, day: date, uin: str) -> Question | None:
    """The public question that has, or had, this address."""
    public = Question.objects.public().with_people()
    return (
        public.filter(house=house, tabled_on=day, uin__in=spellings(uin)).first()
        or _formerly(public, house, day, uin).first()
    )


def _formerly(public: QuestionQuerySet, house: str, day: date, uin: str) -> QuestionQuerySet:
    former = Q(former_addresses__tabled_on=day, former_addresses__uin__in=spellings(uin))
    return public.filter(former, house=house)


def answered(house: str, day: date | None, uin: str) -> Question | None:
    """The public question that was answered on `day` (None: not yet), best the one whose day of tabling is unknown."""
    there = Question.objects.public().with_people().filter(house=house, answered_on=day, uin__in=spellings(uin))
    return there.filter(tabled_on=None).first() or (there.first() if day else None)


def record(question: Question) -> Record:
    answers = Answer.objects.filter(question=question).with_people().prefetch_related("attachments")
    question.__dict__["answers_in_order"] = sorted(answers, key=lambda a: (a.kind, a.answered_on))
    prefetch_related_objects([question], "events")
    shown = _with_posts_now(question.answers_in_order)
    companions = _companions(question)
    return Record(
        question=question,
        current=shown[-1] if shown else None,
        earlier=shown[-2::-1],
        companions=companions,
        references=references(question),
        topics=of_question(question),
        subject=subject_of(question.heading),
        timeline=timeline(question),
        related=related(question, {c.question.pk for c in companions if c.question}),
    )


def _with_posts_now(answers: list[Answer]) -> list[ShownAnswer]:
    members = {answer.answered_by_id for answer in answers} - {None}
    posts: defaultdict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.held_on(timezone.localdate()).filter(member__in=members) if members else ():
        posts[post.member_id].append(post)
    return [ShownAnswer(a, _other_than(a.answered_as, posts[a.answered_by_id or 0])) for a in answers]


def _other_than(then: Post | None, now: list[Post]) -> list[Post]:
    """The posts of today, where they are not just the one held then."""
    return [] if [post.pk for post in now] == [then.pk if then else None] else now


def _companions(question: Question) -> list[Companion]:
    """From its own links and those of others to it: two that name one question are one."""
    links: QuerySet[Any] = GroupLink.objects.filter(Q(question=question) | Q(other=question))
    found: dict[tuple[str, date], Companion] = {}
    for link in links.select_related("question", "other").annotate(**_are_public()):
        companion = _companion(link, question)
        if companion and (companion.question or (companion.uin, companion.tabled_on) not in found):
            found[companion.uin, companion.tabled_on] = companion
    return [found[key] for key in sorted(found, key=lambda key: (key[1], len(key[0]), key[0]))]


def _are_public() -> dict[str, Exists]:
    public = Question.objects.public()
    return {
        "question_is_public": Exists(public.filter(pk=OuterRef("question"))),
        "other_is_public": Exists(public.filter(pk=OuterRef("other"))),
    }


def _companion(link: Any, question: Question) -> Companion | None:
    """The other end of a link that is annotated with `_are_public`; None if that is not for the public to know of."""
    if link.question_id == question.pk:
        return Companion(link.uin, link.tabled_on, link.other if link.other_is_public else None)
    there = link.question
    return Companion(there.uin, there.tabled_on, there) if link.question_is_public and there.tabled_on else None
