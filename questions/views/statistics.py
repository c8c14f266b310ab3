"""The statistics on how fast departments answer, as a page and as files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import TemplateView

from questions.exports.csv_format import as_csv
from questions.exports.responses import csv_file
from questions.lists.named import named
from questions.lists.notes import notes
from questions.pages.statistics import OF_PAGE, StatisticsFilterSet, rows, statistics
from questions.pages.statistics_columns import COLUMNS
from questions.pages.timing_charts import ENOUGH, PARTS, charts, shares
from questions.rules.deadlines import RULES, STANDARD

from .files import not_understood
from .lists import filters_of


class StatisticsView(TemplateView):
    template_name = "statistics/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = StatisticsFilterSet(self.request.GET)
        filters = filters_of(filterset)
        filters["hidden_parameters"] = {*filters["hidden_parameters"], *OF_PAGE}
        filters["kept"] += [(name, value) for name in OF_PAGE if (value := filterset.data.get(name))]
        return super().get_context_data(
            **filters,
            **_counted(filterset),
            notes=notes(filterset),
            named=named(filterset),
            all_columns=COLUMNS,
            rules=RULES.items(),
            standard=STANDARD,
            enough=ENOUGH,
            parts=PARTS,
            **kwargs,
        )


def _counted(filterset: StatisticsFilterSet) -> dict[str, Any]:
    """None if a parameter is invalid."""
    if not filterset.is_valid():
        return {"statistics": None}
    found = statistics(filterset)
    return {"statistics": found, "shares": shares(found.departments), "charts": charts(found)}


def statistics_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the page's tables as CSV; 400 if a parameter is invalid."""
    filterset = StatisticsFilterSet(request.GET)
    if not filterset.is_valid():
        return not_understood(filterset)
    for table in statistics(filterset).tables:
        if table.name == name:
            return csv_file(as_csv(rows(table)), f"statistics-by-{name}.csv")
    raise Http404("There is no such table of these questions.")
