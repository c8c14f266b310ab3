"""Which party a label means: records spell a party in several ways, and a party may be part of a wider one.

Pages show the label as recorded. Filters and counts of lists use the party that it means.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.utils.text import slugify

from questions import STARTING

FILE = STARTING / "parties.toml"
LONGEST_SLUG = 100


class Party(NamedTuple):
    """`within` is the slug of the wider party that includes all its members; "" if there is none.

    The abbreviation and the colour ("0000ff") are Parliament's; "" if they are not known.
    """

    slug: str
    name: str
    within: str = ""
    abbreviation: str = ""
    colour: str = ""

    @property
    def line(self) -> list[str]:
        """Its slug, then that of the wider party, if there is one."""
        return [slug for slug in (self.slug, self.within) if slug]


@lru_cache(maxsize=1_000)
def party_of(label: str) -> Party:
    """The party that a label or slug means, in any spelling. An unknown label is a party of its own."""
    slug = _slug(label)
    return _by_spelling().get(_letters(slug)) or Party(slug, label)


def parties_of(labels: Iterable[str]) -> dict[str, Party]:
    """{slug: party} for the parties that these labels mean, and their wider parties."""
    own = [party_of(label) for label in sorted(labels)]
    wider = [party_of(party.within) for party in own if party.within]
    return {party.slug: party for party in (*reversed(own), *wider)}


def _slug(label: str) -> str:
    """Leave out "and", because slugify() removes "&"."""
    words = slugify(label)[:LONGEST_SLUG].split("-")
    return "-".join(word for word in words if word != "and")


def _letters(slug: str) -> str:
    return slug.replace("-", "")


@cache
def _by_spelling() -> dict[str, Party]:
    found: dict[str, Party] = {}
    for slug, row in _table().items():
        party = Party(slug, row["name"], *(row.get(name, "") for name in Party._fields[2:]))
        found |= dict.fromkeys(_spellings([slug, party.name, *row.get("spellings", [])]), party)
    return found


def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _spellings(names: Iterable[str]) -> set[str]:
    found = {_letters(_slug(name)) for name in names}
    return found | {f"{letters}party" for letters in found}
