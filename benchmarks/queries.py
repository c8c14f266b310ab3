"""The benchmark's searches and pages, in words that every search engine can express."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.text import slugify


class Query(NamedTuple):
    """Questions with all these words (phrases in double quotes), from one department, House or year."""

    words: str = ""
    department: str = ""  # name of the department
    house: str = ""
    year: int | None = None

    @property
    def filters(self) -> dict[str, str | int]:
        given = {"department": self.department, "house": self.house, "year": self.year}
        return {name: value for name, value in given.items() if value}

    @property
    def query_string(self) -> str:
        """The query as in the address of this archive's lists."""
        given = {**self.filters, "q": self.words}
        if self.department:
            given["department"] = slugify(self.department)
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def datasette_query_string(self) -> str:
        given = {"_search": self.words, **self.filters}
        return urlencode({name: value for name, value in given.items() if value})


HEALTH, EDUCATION, DEFENCE = "Department of Health and Social Care", "Department for Education", "Ministry of Defence"
TREASURY, HOME, TRANSPORT = "Treasury", "Home Office", "Department for Transport"

# From rare (1 in 20,000 of the real texts) to very common (1 in 2).
QUERIES = (
    Query("thalidomide"),
    Query("hedgehogs"),
    Query("sepsis"),
    Query("asbestos"),
    Query("endometriosis"),
    Query('"duty of candour"'),
    Query("dyslexia"),
    Query("potholes"),
    Query("sewage bathing water"),
    Query("hydrogen"),
    Query("dementia"),
    Query('"family hubs"'),
    Query("free school meals"),
    Query("dentistry", department=HEALTH),
    Query("heritage"),
    Query("leasehold"),
    Query("apprenticeships"),
    Query("child poverty strategy"),
    Query("railway electrification", department=TRANSPORT),
    Query('"special educational needs"'),
    Query("visa"),
    Query("ukraine"),
    Query("climate change"),
    Query('"net zero"'),
    Query("teachers pay", department=EDUCATION),
    Query("armed forces housing", department=DEFENCE),
    Query('"mental health"'),
    Query("immigration", year=2023),
    Query("income tax", department=TREASURY),
    Query("police officers", department=HOME, year=2019),
    Query('"local authorities"'),
    Query("children young people"),
    Query("energy", house="lords"),
    Query("education"),
    Query("housing", year=2021),
    Query("public services funding"),
    Query("health", house="commons"),
    Query("support"),
    Query("government policy"),
    Query("department"),
)

YEARS = range(2010, 2026)
LISTS = tuple(
    Query(department=department, house=house, year=year)
    for place, year in enumerate(YEARS)
    for department, house in (
        ((HEALTH, EDUCATION, DEFENCE, TREASURY)[place % 4], ""),
        ((HOME, TRANSPORT)[place % 2], "commons"),
        ("", "lords"),
    )
)
