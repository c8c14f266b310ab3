"""How many of a list's questions were answered on time, for the pages of departments, members and topics."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from questions.rules.deadlines import DUE, JUDGED, share_on_time
from questions.search.parameters import OUTCOMES
from questions.search.results import QuestionSearch

from .filters import QuestionFilterSet

WAITING = tuple(timing.value for timing in JUDGED)


class Punctuality(NamedTuple):
    """Of the questions that count (`due`), the numbers answered on time, answered late, and overdue.

    `left_out`: questions that do not count yet, because they were not due when last checked.
    """

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    left_out: int = 0
    parameters: str = ""  # of the list

    @property
    def judged(self) -> str:
        """The parameters that, added to `parameters`, list the questions left out."""
        return urlencode({"timing": WAITING}, doseq=True)

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> int | None:
        return share_on_time(self.on_time, self.late, self.overdue)


def punctuality(filterset: QuestionFilterSet) -> Punctuality:
    """For the list without its filters by outcome: two cached counts from the index. Empty if the form is not valid."""
    if not filterset.is_valid():
        return Punctuality()
    criteria = filterset.criteria.without(*OUTCOMES).replace(counted=True)
    counts = QuestionSearch(criteria).facets(["timing"]).by["timing"]
    left_out = QuestionSearch(criteria.replace(timing=WAITING, counted=False)).facets(["house"]).total
    parameters = filterset.parameters
    for name in (*OUTCOMES, "counted"):
        parameters.pop(name, None)
    on_time, late, overdue = (counts.get(timing.value, 0) for timing in DUE)
    return Punctuality(on_time, late, overdue, left_out, parameters.urlencode())
