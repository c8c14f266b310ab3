"""Everything that a question's page shows, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models.query import prefetch_related_objects

from questions.models import Answer, FormerAddress, ParliamentarySession, Post, Question
from questions.models.lookups import spellings
from questions.models.questions import QuestionQuerySet
from questions.rules.days import today
from questions.search.hit import Hit
from questions.search.related import related
from questions.text.parts import parts_of
from questions.text.subjects import Subject, subject_of

from .answer_kinds import Why, of_answers
from .citation import cite_question
from .companions import PER_PAGE, Companion, Companions
from .corrections import Changed, compare_answers
from .cross_references import References, references
from .documents import CitedHere, cited_by
from .timeline import Entry, timeline
from .topics import Tagged, of_question
from .verdicts import Verdict, verdict


class ShownAnswer(NamedTuple):
    """An answer, its kind, and the minister's posts as last recorded, unless the only one is the post shown beside it.

    `is_elsewhere`: the post on the day was not in the answering department. `changed` is set for a correction.
    """

    answer: Answer
    kind: Why | None
    last_posts: list[Post]
    is_elsewhere: bool
    changed: Changed | None
    parts: list[str]  # the text, split
    number: int  # which part is shown

    @property
    def text(self) -> str:
        return self.parts[self.number - 1]

    @property
    def is_cut_here(self) -> bool:
        return self.answer.text_is_cut and self.number == len(self.parts)


class Record(NamedTuple):
    question: Question
    citation: str
    current: ShownAnswer | None
    earlier: list[ShownAnswer]  # latest first
    companions: Companions
    grouped: list[Companion]  # the companions on this page
    references: References
    topics: list[Tagged]
    subject: Subject
    verdict: Verdict
    documents: list[CitedHere]
    timeline: list[Entry]
    related: list[Hit]


def tabled(house: str, day: date, uin: str) -> Question | None:
    """The public question that has, or had, this address."""
    public = Question.objects.public().with_people()
    return (
        public.filter(house=house, tabled_on=day, uin__in=spellings(uin)).first()
        or _formerly(public, house, uin, tabled_on=day).first()
    )


def _formerly(public: QuestionQuerySet, house: str, uin: str, **day: date) -> QuestionQuerySet:
    former = FormerAddress.objects.filter(**day, uin__in=spellings(uin))
    return public.filter(house=house, former_addresses__in=former)


def answered(house: str, day: date | None, uin: str) -> Question | None:
    """The public question answered on `day` (None: not answered yet), if possible one with no day of tabling.

    Otherwise one that had that day in its address before its day of tabling became known.
    """
    public = Question.objects.public().with_people()
    there = public.filter(house=house, answered_on=day, uin__in=spellings(uin))
    found = there.filter(tabled_on=None).first()
    if found or not day:
        return found
    return there.first() or _formerly(public, house, uin, answered_on=day).first()


def record(question: Question, page: int = 1, part: int = 1) -> Record:
    """The question with that page of its companions, and that part of a very long answer."""
    answers = Answer.objects.filter(question=question).with_people().prefetch_related("attachments")
    question.__dict__["answers_in_order"] = sorted(answers, key=lambda a: (a.stage, a.answered_on))
    prefetch_related_objects([question], "events")
    shown, sessions = _shown(question, part), ParliamentarySession.objects.calendar()
    companions = Companions(question)
    grouped = companions[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Record(
        question=question,
        citation=cite_question(question),
        current=shown[-1] if shown else None,
        earlier=shown[-2::-1],
        companions=companions,
        grouped=grouped,
        references=references(question),
        topics=of_question(question),
        subject=subject_of(question.heading),
        verdict=verdict(question, sessions),
        documents=cited_by(question),
        timeline=timeline(question, sessions),
        related=related(question, {c.question.pk for c in grouped if c.question}),
    )


def _shown(question: Question, part: int) -> list[ShownAnswer]:
    """The question's answers, oldest first."""
    answers = question.answers_in_order
    kinds, posts, changes = of_answers(answers), _last_posts(answers), _changes(answers)
    return [
        ShownAnswer(
            answer=answer,
            kind=kinds.get(answer.pk),
            last_posts=_other_than(answer.answered_as, posts[answer.answered_by_id or 0]),
            is_elsewhere=_is_elsewhere(answer, question),
            changed=changed,
            parts=(parts := parts_of(answer.text)),
            number=min(part, len(parts)),
        )
        for answer, changed in zip(answers, changes, strict=True)
    ]


def _changes(answers: list[Answer]) -> list[Changed | None]:
    """For each correction, its changes from the answer or correction before it; None for other answers."""
    before = [None, *(answer if answer.stage != Answer.Stage.HOLDING else None for answer in answers)]
    corrections = [answer.stage == Answer.Stage.CORRECTION for answer in answers]
    return [
        compare_answers(b, a) if is_one else None for b, a, is_one in zip(before, answers, corrections, strict=False)
    ]


def _is_elsewhere(answer: Answer, question: Question) -> bool:
    department = answer.department or question.department
    return bool(answer.answered_as and department and not answer.answered_as.is_in(department))


def _last_posts(answers: list[Answer]) -> defaultdict[int, list[Post]]:
    """By member, the posts last recorded for those who gave the answers."""
    members = {answer.answered_by_id for answer in answers} - {None}
    posts: defaultdict[int, list[Post]] = defaultdict(list)
    held = Post.objects.held_on(today()).with_recorded_on().select_related("department")
    for post in held.filter(member__in=members) if members else ():
        posts[post.member_id].append(post)
    return posts


def _other_than(then: Post | None, last: list[Post]) -> list[Post]:
    """The last recorded posts; empty if the only one is the post held then."""
    return [] if [post.pk for post in last] == [then.pk if then else None] else last
