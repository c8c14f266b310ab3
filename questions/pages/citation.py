"""A question as a source: who asked and who answered, in which post, and when."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from questions.models import Answer, Question
from questions.templating import with_article

VERBS = {Answer.Stage.HOLDING: "holding answer given", Answer.Stage.ANSWER: "answered"}


def cite_question(question: Question) -> str:
    """All that is on record of it, in one sentence without its address and full stop."""
    parts = (
        f"UK Parliament, {question.get_house_display()}, written question {question.uin}",
        f"“{question.heading}”" if question.heading else "",
        f"asked by {question.asker_name}" if question.asker_name else "",
        _on("tabled", question.tabled_on),
        f"put to {with_article(question.department.name)}" if question.department else "",
        *_answers_of(question),
    )
    return ", ".join(filter(None, parts))


def _answers_of(question: Question) -> list[str]:
    """The answer, or else the last holding answer, and the last correction."""
    answers = question.answers_in_order
    final = next((one for one in answers if one.stage != Answer.Stage.HOLDING), answers[-1] if answers else None)
    corrected = [one.answered_on for one in answers if one.stage == Answer.Stage.CORRECTION]
    return [*([_answer(final)] if final else []), *([_on("corrected", corrected[-1])] if corrected else [])]


def _answer(answer: Answer) -> str:
    post = f" ({answer.answered_as.whole_title})" if answer.answered_as else ""
    by = f" by {answer.minister_name}{post}" if answer.minister_name else ""
    return _on(VERBS.get(Answer.Stage(answer.stage), "answered"), answer.answered_on) + by


def _on(what: str, day: date | None) -> str:
    return f"{what} on {date_format(day, 'j F Y')}" if day else ""
