"""A question as a source: who asked and who answered, in which post, and when."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from questions.models import Answer, Question
from questions.templating import with_article

VERBS = {
    Answer.Stage.HOLDING: "holding answer given",
    Answer.Stage.ANSWER: "answered",
    Answer.Stage.CORRECTION: "corrected",
}


def cite_question(question: Question) -> str:
    """One sentence, without its address and full stop."""
    parts = (
        f"UK Parliament, {question.get_house_display()}, written question {question.uin}",
        f"“{question.heading}”" if question.heading else "",
        f"asked by {question.asker_name}" if question.asker_name else "",
        f"tabled on {_day(question.tabled_on)}" if question.tabled_on else "",
        f"answering body: {question.department.name}" if question.department else "",
        *(_describe_answer(answer, question) for answer in _cited(question.answers_in_order)),
        "withdrawn" if question.is_withdrawn else "",
    )
    return ", ".join(filter(None, parts))


def _cited(answers: list[Answer]) -> list[Answer]:
    """The answer and the last correction; without either, the last holding answer."""
    final = [one for one in answers if one.stage == Answer.Stage.ANSWER][-1:]
    return [*final, *(one for one in answers[-1:] if one not in final and (not final or one.stage > final[0].stage))]


def _describe_answer(answer: Answer, question: Question) -> str:
    """When, by whom, and in which post on that day."""
    by = f" by {answer.minister_name}{_post(answer, question)}" if answer.minister_name else ""
    other = answer.department if answer.department_id != question.department_id else None
    body = f" for {with_article(other.name)}" if other else ""
    return f"{VERBS[Answer.Stage(answer.stage)]} on {_day(answer.answered_on)}{by}{body}"


def _post(answer: Answer, question: Question) -> str:
    """With its department, if that is not the one that answered."""
    post, body = answer.answered_as, answer.department or question.department
    if not post:
        return ""
    is_elsewhere = body and not post.is_in(body) and not post.is_cut
    return f" ({', '.join(filter(None, (post.whole_title, post.department_name if is_elsewhere else '')))})"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
