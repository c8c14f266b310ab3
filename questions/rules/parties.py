"""Which party a label means: records spell one party in many ways, and a party may be within a wider one.

What a record says stays as it is, and is what pages show. What lists are filtered and counted by follows from it here.
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
    """`within` is the slug of the wider party that has all of its members; "" of none."""

    slug: str
    name: str
    within: str = ""

    @property
    def line(self) -> list[str]:
        """Its slug, and that of the party that it is within."""
        return [slug for slug in (self.slug, self.within) if slug]


@lru_cache(maxsize=1_000)
def party_of(label: str) -> Party:
    """The party that a label means, or a slug, in any spelling; what nobody has heard of is a party of its own."""
    slug = _slug(label)
    return _by_spelling().get(_letters(slug)) or Party(slug, label)


def parties_of(labels: Iterable[str]) -> dict[str, Party]:
    """By their slugs, the parties that these labels mean, with those that they are within."""
    own = [party_of(label) for label in sorted(labels)]
    wider = [party_of(party.within) for party in own if party.within]
    return {party.slug: party for party in (*reversed(own), *wider)}


def _slug(label: str) -> str:
    """Without "and", which "&" leaves nothing of."""
    words = slugify(label)[:LONGEST_SLUG].split("-")
    return "-".join(word for word in words if word != "and")


def _letters(slug: str) -> str:
    return slug.replace("-", "")


@cache
def _by_spelling() -> dict[str, Party]:
    found: dict[str, Party] = {}
    for slug, row in _table().items():
        party = Party(slug, row["name"], row.get("within", ""))
        found |= dict.fromkeys(_spellings([slug, party.name, *row.get("spellings", [])]), party)
    return found


def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _spellings(names: Iterable[str]) -> set[str]:
    found = {_letters(_slug(name)) for name in names}
    return found | {f"{letters}party" for letters in found}
