"""The parameters of lists, as the help page explains them. The rows follow from search/parameters.py."""

from __future__ import annotations

from typing import NamedTuple

from questions.search.parameters import ROWS, Kind, Parameter

FROM_AN_ADDRESS = "The last part of the address of a {}, such as {}"
VALUES = {
    Kind.QUERY: "Words, names and dates, as explained on this page",
    Kind.DEPARTMENTS: FROM_AN_ADDRESS.format("department", "department-for-education"),
    Kind.TOPICS: FROM_AN_ADDRESS.format("topic", "family-hubs"),
    Kind.PARTIES: "The party’s name in lower case with hyphens, such as liberal-democrat",
    Kind.MEMBERS: FROM_AN_ADDRESS.format("member", "claire-coutinho-4806"),
    Kind.SEATS: "The constituency’s name in lower case with hyphens, such as east-surrey",
    Kind.SUBJECTS: FROM_AN_ADDRESS.format("subject", "schools"),
    Kind.DOCUMENTS: FROM_AN_ADDRESS.format("document", "0a1b2c3d4e5f6a7b"),
    Kind.SESSIONS: "The first day of a session, such as 2024-07-17",
    Kind.YEARS: "A year, such as 2023",
    Kind.FIRST_DAY: "The first day: 2023, 2023-04 or 2023-04-30, or as people write it (30/4/2023, last month)",
    Kind.LAST_DAY: "The last day, in the same way",
    Kind.FLAG: "1 for yes, 0 for no",
}
ONE_VALUE = (Kind.QUERY, Kind.FIRST_DAY, Kind.LAST_DAY, Kind.FLAG, Kind.ORDER, Kind.NUMBER)


class Explained(NamedTuple):
    """A parameter in words: what `values` it takes, or its fixed values as `codes`, and whether it may be repeated."""

    name: str
    label: str
    values: str
    codes: list[str]
    is_repeatable: bool


def explain_parameters() -> list[Explained]:
    return [
        Explained(
            row.name, row.label, _values(row), [str(value) for value, _ in row.choices], row.kind not in ONE_VALUE
        )
        for row in ROWS
    ]


def _values(row: Parameter) -> str:
    if row.limits:
        return f"A number from {row.limits['min_value']} to {row.limits['max_value']}"
    return VALUES.get(row.kind, "")
