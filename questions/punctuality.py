"""How many of a list's questions were answered on time: for the pages of departments, members and topics."""

from __future__ import annotations

from typing import NamedTuple

from questions.deadlines import DUE, share_on_time
from questions.filters import QuestionFilterSet


class Punctuality(NamedTuple):
    """Of the questions whose day has come (`due`), as many were answered on time, late, or are overdue."""

    on_time: int
    late: int
    overdue: int
    parameters: str  # of the list

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> int | None:
        return share_on_time(self.on_time, self.late, self.overdue)


def punctuality(filterset: QuestionFilterSet) -> Punctuality:
    """One count by the index, which is kept; nothing of a list that was not understood."""
    counts = filterset.qs.facets(["timings"]).by.get("timings", {})
    on_time, late, overdue = (counts.get(timing.value, 0) for timing in DUE)
    parameters = filterset.parameters
    parameters.pop("timing", None)
    return Punctuality(on_time, late, overdue, parameters.urlencode())
