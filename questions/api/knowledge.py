"""What this archive knows of questions beyond Parliament's record: the `archive` object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from questions.models import (
    Answer,
    GroupLink,
    ParliamentarySession,
    Question,
    Reference,
    TopicAssignment,
)
from questions.pages.verdicts import verdict
from questions.rules.gaps import list_gaps
from questions.rules.sessions import Sessions
from questions.search.hit import Hit

Known = dict[str, Any]
Address = Callable[[str], str]  # makes a path a whole address


def read_knowledge(keys: Sequence[int], address: Address) -> dict[int, Known]:
    """{question's primary key: what is known of it}, from a few queries, however many questions."""
    sessions = ParliamentarySession.objects.calendar()
    found = _whole().filter(pk__in=keys)
    return {question.pk: _known(question, sessions, address) for question in found}


def _whole() -> QuerySet[Question]:
    public = Question.objects.public()
    cited = Prefetch("target", public)
    citing = Reference.objects.filter(Exists(public.filter(pk=OuterRef("question"))))
    return public.select_related("asked_as").prefetch_related(
        Prefetch("answers", Answer.objects.with_people()),
        Prefetch("topic_assignments", TopicAssignment.objects.included().select_related("topic"), to_attr="assigned"),
        Prefetch("references", Reference.objects.prefetch_related(cited), to_attr="cites"),
        Prefetch("cited_by", citing.select_related("question"), to_attr="citing"),
        Prefetch("group_links", GroupLink.objects.prefetch_related(Prefetch("other", public)), to_attr="linked"),
    )


def _known(question: Any, sessions: Sessions, address: Address) -> Known:
    answer, found = question.current_answer, verdict(question, sessions)
    held = question.asked_as
    return {
        "address": address(question.get_absolute_url()),
        "title": question.title,
        "status": question.status,
        "type": question.type.value,
        "topics": sorted(one.topic.slug for one in question.assigned),
        "askedAs": {"party": held.party, "constituency": held.seat or None} if held else None,
        "answeredAs": answer.answered_as.whole_title if answer and answer.answered_as else None,
        "answerKind": (answer.answer_kind or None) if answer else None,
        "deadline": question.deadline_on,
        "verdict": {"timing": found.timing.value, "words": found.words, "rule": found.rule and " ".join(found.rule)},
        "references": [_reference(one, address) for one in question.cites],
        "citedBy": _addresses((one.question for one in question.citing), address),
        "answeredTogetherWith": _addresses((one.other for one in question.linked), address),
        "gaps": [gap.value for gap in _gaps(question)],
        "lastSeen": question.last_seen_on,
    }


def _reference(one: Reference, address: Address) -> Known:
    target = one.target.get_absolute_url() if one.target else None
    return {
        "uin": one.uin,
        "day": one.day,
        "inAnswer": one.answer_id is not None,
        "address": target and address(target),
    }


def _addresses(questions: Iterable[Question | None], address: Address) -> list[str]:
    return sorted({address(one.get_absolute_url()) for one in questions if one})


def _gaps(question: Any) -> list[Any]:
    return list_gaps(
        question.answers_in_order,
        heading=question.heading,
        is_cut=question.text_is_cut,
        has_department=question.department_id is not None,
        has_party=question.asked_as_id is not None,
        is_printed=bool(question.asked_by_printed_id and not question.asked_by_id),
        cites_absent=any(one.target_id is None for one in question.cites),
    )


def show_passages(hit: Hit) -> Known:
    """The passages that match a search, as HTML in which only <mark> stands."""
    found = hit.passages
    return {"heading": found.heading or None, "question": found.question or None, "answer": found.text or None}
