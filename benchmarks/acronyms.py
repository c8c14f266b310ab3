"""Acronyms that the real texts explain: `python -m benchmarks.acronyms [--least 3] > FILE` (see ../shared/data).

An explanation is "ultra low emission zone (ULEZ)" or "ULEZ (ultra low emission zone)". Each line of the result is an
acronym that almost all its explanations explain in one way: the acronym, its long form, how many texts say so, and how
many explain it in some way. Read each line before the archive may know it: a text can be wrong, or mean one firm.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from questions.search.index.analysis import acronyms_in, singular, stems
from questions.text.plain import plain

from .texts import REAL

ONE_WAY = 0.9  # the share of its explanations that must agree
LONGEST = 12  # words of a long form
LOOKED_AT = 200  # characters before an acronym in which its long form must be
MOST_STRAIN = 3  # see _strain
# Words that may have no letter in the acronym.
SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}

_LETTERS = r"(?P<letters>[A-Z][A-Za-z0-9]{1,9})"
_IN_BRACKETS = re.compile(rf" ?\((?:the )?[\"'“‘]?{_LETTERS}[\"'”’]?\)")
_BEFORE_BRACKETS = re.compile(rf"\b{_LETTERS} \((?P<long>[^()]+)\)")
_END = re.compile(r"[.;:!?()\[\]]")  # a long form goes on across commas, but not across these
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PARAGRAPH = re.compile(r"<p\b.*?</p>", re.S)


class Explained(NamedTuple):
    letters: str
    long_form: str


class Mined(NamedTuple):
    """`texts` explain the acronym in this way, `of` explain it in any."""

    letters: str
    long_form: str
    texts: int
    of: int


def explanations(text: str) -> set[Explained]:
    """What a plain text explains, with acronyms in the singular."""
    found = set()
    for written, words, is_whole in (*_in_brackets(text), *_before_brackets(text)):
        letters = singular(written)
        if letters in acronyms_in(letters) and (long_form := _long_form(words, letters, whole=is_whole)):
            found.add(Explained(letters, long_form))
    return found


def _in_brackets(text: str) -> Iterator[tuple[str, str, bool]]:
    """(acronym, the words before it, False) for "ultra low emission zone (ULEZ)"."""
    for match in _IN_BRACKETS.finditer(text):
        before = text[max(0, match.start() - LOOKED_AT) : match.start()]
        yield match["letters"], _END.split(before)[-1], False


def _before_brackets(text: str) -> Iterator[tuple[str, str, bool]]:
    """(acronym, what stands in the brackets, True) for "ULEZ (ultra low emission zone)"."""
    for match in _BEFORE_BRACKETS.finditer(text):
        yield match["letters"], match["long"], True


def _long_form(text: str, letters: str, *, whole: bool) -> str:
    """The last words of `text` that the acronym may stand for (or all of them, if `whole`); '' if there are none."""
    words = list(_WORD.finditer(text))[-LONGEST:]
    lengths = range(max(1, len(words)) if whole else 1, len(words) + 1)
    strains = {length: _strain([word[0].lower() for word in words[-length:]], letters.lower()) for length in lengths}
    best = min(strains, key=lambda length: (strains[length], length), default=0)
    if not best or strains[best] > MOST_STRAIN:
        return ""
    return " ".join(text[words[-best].start() : words[-1].end()].split())


def _strain(words: list[str], letters: str) -> int:
    """How far the words are from having the letters of the acronym as their first letters: 0 if each has one."""
    if words[0][0] != letters[0] or words[-1] in SMALL or words == [letters]:
        return MOST_STRAIN + 1
    return (words[0] in SMALL) + min(_strains(words, letters), default=MOST_STRAIN + 1)


def _strains(words: list[str], letters: str) -> Iterator[int]:
    """For each way to spell the letters with the words: letters not at a beginning, and words without a letter."""
    if not words:
        yield from () if letters else (0,)
        return
    for used in range(1, len(letters) + 1):
        if _spells(words[0], letters[:used]):
            yield from (used - 1 + strain for strain in _strains(words[1:], letters[used:]))
    yield from (2 * (words[0] not in SMALL) + strain for strain in _strains(words[1:], letters))


def _spells(word: str, letters: str) -> bool:
    """Whether the letters stand in the word in this order, the first at its beginning."""
    rest = iter(word)
    return word[0] == letters[0] and all(letter in rest for letter in letters)


def mine(texts: Iterable[str], least: int) -> list[Mined]:
    """The acronyms that at least `least` different texts explain in one way, and hardly any in another."""
    counted: defaultdict[str, defaultdict[tuple[str, ...], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for text in sorted(set(texts)):
        for letters, long_form in explanations(text):
            counted[letters][tuple(stems(long_form))][long_form] += 1
    return [mined for letters in sorted(counted) if (mined := _settled(letters, counted[letters], least))]


def _settled(letters: str, ways: dict[tuple[str, ...], Counter[str]], least: int) -> Mined | None:
    """Long forms with the same stems are one way, because a search for one finds the others."""
    most = max(ways.values(), key=Counter.total)
    of = sum(way.total() for way in ways.values())
    is_one = most.total() >= max(least, ONE_WAY * of)
    return Mined(letters, most.most_common(1)[0][0], most.total(), of) if is_one else None


def real_texts() -> Iterator[str]:
    """The questions and answers of ../shared/data, as plain text."""
    with lzma.open(REAL, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield record["question"]
            yield plain(record["answer"] or "")
    for path in sorted((REAL.parents[1] / "twfy").glob("*.xml.xz")):
        yield from map(plain, _PARAGRAPH.findall(_unpacked(path)))


def _unpacked(path: Path) -> str:
    return lzma.decompress(path.read_bytes()).decode("utf-8", "replace")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=3, help="how many texts must explain an acronym")
    csv.writer(sys.stdout).writerows(mine(real_texts(), parser.parse_args().least))


if __name__ == "__main__":
    main()
