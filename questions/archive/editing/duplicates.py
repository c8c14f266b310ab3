"""Whether a question that an editor enters is already in the archive."""

from __future__ import annotations

from django.db.models import Q

from questions.models import Question
from questions.models.lookups import spellings


class AlreadyThere(Exception):
    """`question` is already in the archive, public or not."""

    def __init__(self, question: Question):
        super().__init__(f"{question} is already in the archive.")
        self.question = question


def refuse_duplicate(uin: str, tabled: object, house: str, parliament_id: int | None = None) -> None:
    """Raises AlreadyThere if a question has this address or this id at Parliament. `tabled` may be an ISO date."""
    same = Q(uin__in=spellings(uin), tabled_on=tabled, house=house) if uin and tabled and house else Q(pk=None)
    if parliament_id:
        same |= Q(parliament_id=parliament_id)
    if there := Question.objects.filter(same).first():
        raise AlreadyThere(there)
