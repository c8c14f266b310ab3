"""What a question and its answers cite, and what cites the question, for its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef

from questions.archive.derived.references import in_answer, in_question
from questions.models import Answer, Question, Reference
from questions.text.addresses import official_page
from questions.text.markup import Link
from questions.text.references import Cited, Key

MOST = 20  # citing questions shown


class Referred(NamedTuple):
    """A cited question; `question` is None if it is not in the archive."""

    uin: str
    tabled_on: date | None
    question: Question | None

    @property
    def official_url(self) -> str:
        return official_page(self.uin, self.tabled_on) if self.tabled_on else ""


@dataclass(frozen=True)
class References:
    question: Question
    refers_to: list[Referred]
    cited_by: list[Question]  # newest first
    more: int  # further questions that cite it
    addresses: dict[tuple[int | None, Key], str]

    def links_in_question(self, markup: str) -> list[Link]:
        """Links for the numbers in the question's text; `markup` is the HTML that shows it."""
        return self._links(None, in_question(self.question, markup))

    def links_in(self, answer: Answer) -> Callable[[str], list[Link]]:
        """A function that finds links for the numbers in the HTML of this answer's text."""
        return lambda markup: self._links(answer.pk, in_answer(self.question, answer, markup))

    def _links(self, answer: int | None, found: list[Cited]) -> list[Link]:
        there = ((one, self.addresses.get((answer, one.key))) for one in found)
        return [Link(one.start, one.end, address) for one, address in there if address]


def references(question: Question) -> References:
    """Two queries; a third if more than MOST questions cite this one."""
    rows = list(_of(question))
    citing = Question.objects.public().filter(references__target=question).distinct()
    newest = list(citing.with_people().order_by(F("tabled_on").desc(nulls_last=True), "-pk")[: MOST + 1])
    return References(
        question=question,
        refers_to=list({_same(row): _referred(row) for row in rows}.values()),
        cited_by=newest[:MOST],
        more=citing.count() - MOST if len(newest) > MOST else 0,
        addresses={
            (row.answer_id, Key(row.uin, row.day, row.tabled_on)): row.target.get_absolute_url()
            for row in rows
            if row.target_is_public
        },
    )


def _of(question: Question) -> Any:
    is_public = Exists(Question.objects.public().filter(pk=OuterRef("target")))
    people = (f"target__{name}" for name in ("department", "asked_by", "asked_by_printed", "asked_as"))
    return Reference.objects.filter(question=question).select_related(*people).annotate(target_is_public=is_public)


def _referred(row: Any) -> Referred:
    return Referred(row.uin, row.tabled_on, row.target if row.target_is_public else None)


def _same(row: Any) -> tuple:
    """A key that is equal for rows that cite the same question."""
    return (row.target_id,) if row.target_is_public else (row.uin, row.tabled_on)
