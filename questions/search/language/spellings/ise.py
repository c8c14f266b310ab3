"""Words in -ise, -yse and -isation, which are also spelt with z. A rule, because new ones are made all the time."""

from __future__ import annotations

import re
from functools import lru_cache

from questions.search.index.analysis import stem

from .tables import rows

ENDINGS = ("e", "es", "ed", "ing", "er", "ers", "able", "ation", "ations", "ational")
SAID = "|".join(ENDINGS)
WITH_S = re.compile(rf"([a-z]{{3,}})(is|(?<=l)ys)({SAID})")
WITH_Z = re.compile(rf"([a-z]{{3,}})(iz|(?<=l)yz)({SAID})")
OTHERS = frozenset(begun for row in rows("one_spelling.txt") for begun in row)


@lru_cache(maxsize=10_000)
def zed_forms(word: str) -> tuple[str, ...]:
    """The forms with z of a plain word with s, such as "organised": first its own, then those of the same stem."""
    found = WITH_S.fullmatch(word)
    if not found or found[1] in OTHERS:
        return ()
    begun, same = found[1] + found[2], stem(word)
    endings = dict.fromkeys((found[3], *(one for one in ENDINGS if stem(begun + one) == same)))
    return tuple(f"{begun[:-1]}z{one}" for one in endings)


def with_s(word: str) -> str:
    """The form with s of a plain word with z, such as "organized"; '' for other words."""
    found = WITH_Z.fullmatch(word)
    return f"{found[1]}{found[2][0]}s{found[3]}" if found and found[1] not in OTHERS else ""
