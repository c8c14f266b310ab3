"""Sample charts for the style guide, of invented figures."""

from __future__ import annotations

from questions.lists.chart import Chart, drawn
from questions.lists.columns import Columns, Kind, Period, Value, columns
from questions.pages.timing_charts import PARTS, SHARE, stacked
from questions.rules.months import Months, in_words

FIRST = 2022 * 12 + 6  # July 2022
NUMBERS = [12, 31, 28, 44, 51, 20, 3, 0, 36, 58, 49, 22, 41, 47, 60, 38, 29, 18]
AXIS, GAP = Months(FIRST, FIRST + len(NUMBERS) - 1), Months(FIRST + 9, FIRST + 11)
HELD = {FIRST + place: number for place, number in enumerate(NUMBERS) if not GAP.first <= FIRST + place <= GAP.last}
CHART, NO_CHART = drawn(HELD, [GAP], "tabled_after={0}&tabled_before={0}".format)._replace(undated=3), Chart(None)
LONG_CHART = drawn({FIRST - 1 - place: 20 + place * 7 % 31 for place in range(60)}, [], "tabled_after={0}".format)


def _outcomes(number: int) -> list[Value]:
    numbers = {"on-time": 30 * number, "late": 9 * number, "overdue": 2 * number, "rest": number}
    return stacked({name: numbers[name] for name in PARTS})


def _chart(words: str, parts: dict[int, list[Value]], kind: Kind | None = None) -> Columns:
    """`words` say what a period's values are, with `{0}` in place of their sum."""
    periods = [
        Period(month, f"{in_words(month)}: {words.format(sum(value.number for value in values))}", "", values)
        for month, values in parts.items()
    ]
    return columns(periods, AXIS, 1, [GAP], kind)


OUTCOMES = _chart("{0:,}", {month: _outcomes(number) for month, number in HELD.items()})
SHARES = _chart("{0}%", {month: [Value(62 + number // 2)] for month, number in HELD.items() if number}, SHARE)
