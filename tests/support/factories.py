"""Factories of rows, so that everything a test depends on is visible in the test.

`make_question(heading="Family Hubs", department="Home Office", party="Labour")`: departments, members and topics
can be given by name, and are made if there is none with that name. Parliament's ids and UINs count upwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from questions.archive.derived.change_logging import log_and_assign_topics
from questions.archive.derived.steps import derive
from questions.archive.derived.topics import apply_pending
from questions.models import (
    Answer,
    Archive,
    Attachment,
    Department,
    DepartmentLink,
    GroupLink,
    Member,
    Membership,
    Post,
    Question,
    QuestionEvent,
    Topic,
    TopicAssignment,
)
from questions.models.members import choose_membership, choose_post
from questions.search.index.writer import catch_up

TABLED = date(2023, 3, 22)
ANSWERED = date(2023, 3, 30)
LONG_AGO = date(2000, 1, 1)

_ids = count(1_000_001)
_uins = count(170_001)
_member_ids = count(5_001)
_waiting: list[set[int]] = []  # the questions to log, for each open `together()`


def make_department(name: str = "Department for Education", **fields: Any) -> Department:
    return Department.objects.create(name=name, **fields)


def link_departments(
    predecessor: Department, successor: Department, kind: str = "Name change", day: date = LONG_AGO
) -> DepartmentLink:
    return DepartmentLink.objects.create(predecessor=predecessor, successor=successor, kind=kind, day=day)


def make_member(name: str = "Iris Demoworth", *, party: str = "", **fields: Any) -> Member:
    """A member. With `party`, one who has always sat for it in the Commons."""
    fields.setdefault("parliament_id", next(_member_ids))
    fields.setdefault("list_name", ", ".join(reversed(name.rsplit(" ", 1))))
    member = Member.objects.create(name=name, **fields)
    if party:
        make_membership(member, party)
    return member


def make_membership(member: Member, party: str = "Labour", **fields: Any) -> Membership:
    fields = {"house": "commons", "started_on": LONG_AGO, **fields}
    return Membership.objects.create(member=member, party=party, **fields)


def make_post(member: Member, title: str = "Minister of State", **fields: Any) -> Post:
    """A post. `department` can be a name, which is then also its printed name."""
    department = _department(fields.pop("department", None))
    fields = {"started_on": LONG_AGO, "rank": Post.Rank.MINISTER_OF_STATE, **fields}
    if department:
        fields.setdefault("department_name", department.name)
        fields.setdefault("department_short_name", department.short_name)
    return Post.objects.create(member=member, title=title, department=department, **fields)


def make_question(heading: str = "Family Hubs", *, party: str = "", topic: str = "", **fields: Any) -> Question:
    """A public question tabled on 22 March 2023. It gets its status from being withdrawn or having an answer.

    `party` is the asker's. Without `asked_by`, the asker is invented.
    """
    fields = {"parliament_id": next(_ids), "uin": str(next(_uins)), "tabled_on": TABLED, **fields}
    fields.setdefault("text", f"To ask the Secretary of State what steps are being taken on {heading or 'this'}.")
    fields["department"] = _department(fields.get("department"))
    fields["asked_by"] = asker = _member(fields.get("asked_by") or ("Iris Demoworth" if party else None))
    if fields.get("is_withdrawn"):
        fields.setdefault("status", Question.Status.WITHDRAWN)
    question = Question(heading=heading, **fields)
    if party and asker and not asker.memberships.filter(party=party).exists():
        make_membership(asker, party, house=question.house)
    if asker and question.tabled_on:
        question.asked_as = choose_membership(list(asker.memberships.all()), question.tabled_on, question.house)
    with together():
        question.save()
        log(question)
        if topic:
            assign_topic(question, topic)
    return question


def make_answer(question: Question, text: str = "<p>We are taking steps.</p>", **fields: Any) -> Answer:
    """An answer of 30 March 2023, which also updates the question's status."""
    fields = {"stage": Answer.Stage.ANSWER, "answered_on": ANSWERED, **fields}
    fields["answered_by"] = minister = _member(fields.get("answered_by"))
    fields["department"] = _department(fields.get("department"))
    answer = Answer(question=question, text=text, **fields)
    if minister and "answered_as" not in fields:
        where = answer.department or question.department
        answer.answered_as = choose_post(list(minister.posts.all()), answer.answered_on, where)
    answer.save()
    _derive(question)
    return answer


def make_answered(heading: str = "Family Hubs", answer: str = "<p>We are taking steps.</p>", **fields: Any) -> Question:
    """A question with an answer. `answered_by`, `answered_on` and `stage` are fields of the answer."""
    of_answer = {name: fields.pop(name) for name in ("answered_by", "answered_on", "stage") if name in fields}
    with together():
        question = make_question(heading, **fields)
        make_answer(question, answer, **of_answer)
    return question


def make_attachment(answer: Answer, title: str = "Table of figures", **fields: Any) -> Attachment:
    fields = {"url": "https://example.org/figures.pdf", "file_type": "application/pdf", "size": 20_480, **fields}
    attachment = Attachment.objects.create(answer=answer, title=title, **fields)
    log(answer.question)
    return attachment


def make_event(question: Question, kind: str, day: date = ANSWERED, **fields: Any) -> QuestionEvent:
    return QuestionEvent.objects.create(question=question, kind=kind, day=day, **fields)


def make_group_link(question: Question, other: Question | None, **fields: Any) -> GroupLink:
    """A link to another question of the group, or (None) to one with this `uin` that is not in the archive yet."""
    fields.setdefault("uin", other.uin if other else "")
    fields.setdefault("tabled_on", other.tabled_on if other else TABLED)
    return GroupLink.objects.create(question=question, other=other, **fields)


def make_topic(name: str = "Childcare", **fields: Any) -> Topic:
    return Topic.objects.create(**{"name": name, "slug": slugify(name), **fields})


def make_ruled(name: str, rule: str, **fields: Any) -> Topic:
    """A topic whose rule is in force."""
    topic = make_topic(name, rule=rule, **fields)
    catch_up()
    apply_pending()
    topic.refresh_from_db()
    return topic


def assign_topic(question: Question, topic: Topic | str, **fields: Any) -> TopicAssignment:
    if isinstance(topic, str):
        topic = Topic.objects.filter(name=topic).first() or make_topic(topic)
    assignment = TopicAssignment.objects.create(question=question, topic=topic, **fields)
    log(question)
    return assignment


def _department(given: Department | str | None) -> Department | None:
    if isinstance(given, str):
        return Department.objects.named(given) or make_department(given)
    return given


def _member(given: Member | str | None) -> Member | None:
    if isinstance(given, str):
        return Member.objects.filter(name=given).first() or make_member(given)
    return given


def _derive(question: Question) -> None:
    """Work out the question's status and day of answer from its answers."""
    statuses = {1: Question.Status.HOLDING, 2: Question.Status.ANSWERED, 3: Question.Status.CORRECTED}
    answers = sorted(question.answers.all(), key=lambda a: (a.stage, a.answered_on))
    question.__dict__.pop("answers_in_order", None)
    question.answered_on = next((a.answered_on for a in answers if a.stage == Answer.Stage.ANSWER), None)
    if not question.is_withdrawn:
        question.status = statuses[answers[-1].stage]
    question.save(update_fields=["status", "answered_on"])
    log(question)


def log(*questions: Question) -> None:
    """Log a change, as all code that changes a question does, so that the index and topics' rules see it."""
    pks = {question.pk for question in questions}
    if _waiting:
        _waiting[-1].update(pks)
    else:
        _log(pks)


@contextmanager
def together() -> Iterator[None]:
    """Derive and log everything made in the block at its end, which is much faster for many rows."""
    _waiting.append(set())
    try:
        yield
    finally:
        pks = _waiting.pop()
    if _waiting:
        _waiting[-1].update(pks)
    elif pks:
        _log(pks)


def _log(pks: set[int]) -> None:
    with transaction.atomic():
        Archive.lock()
        log_and_assign_topics(pks | derive(pks), "test")
