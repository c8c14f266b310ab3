"""What changed between two answers, word by word, as pieces for a template. Pure functions.

Lines (paragraphs, items, table rows) are compared first, then the words of changed lines, so that long answers take
little time. If too much differs for a comparison by word, whole lines are shown as deleted and inserted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import NamedTuple

from .lines import ROW, Line, Words, lines

SAME, INSERTED, DELETED = "same", "inserted", "deleted"
MOST_COMPARED = 4_000_000  # words (or lines) of one text, multiplied by those of the other
MOST_PAIRED = 10_000  # as above, in lines: beyond this, lines are paired by position
ALIKE = 0.5  # the least share of words in common for two lines to count as one changed line
NEAR = 1  # lines shown before and after a changed one
AROUND, LONGEST_EXCERPT = 8, 60  # words

Pair = tuple[Line | None, Line | None]


class Piece(NamedTuple):
    mark: str
    text: str


class ChangedLine(NamedTuple):
    """The pieces of each cell of a row; other lines have one cell. `skipped` counts unchanged lines left out here."""

    cells: list[list[Piece]]
    is_changed: bool = False
    skipped: int = 0


class Part(NamedTuple):
    """Consecutive lines of one kind, such as a table; `columns` is the number of cells in its rows."""

    kind: str
    lines: list[ChangedLine]

    @property
    def columns(self) -> int:
        return max(len(line.cells) for line in self.lines)


def difference(before: str, after: str) -> list[Part]:
    """The changes from `before` to `after`, both clean HTML; empty if no word differs."""
    pairs = list(_pairs(lines(before), lines(after)))
    if all(old == new for old, new in pairs):
        return []
    return [Part(kind, _shortened(kind, list(map(_compared, of_kind)))) for kind, of_kind in groupby(pairs, _kind)]


def excerpt(parts: list[Part]) -> list[Piece]:
    """The first changed line, shortened to the words around its changes."""
    changed = next((line for part in parts for line in part.lines if line.is_changed), None)
    pieces = [piece for cell in changed.cells for piece in cell] if changed else []
    last = len(pieces) - 1
    return list(_within(LONGEST_EXCERPT, (_trimmed(piece, n > 0, n < last) for n, piece in enumerate(pieces))))


def _kind(pair: Pair) -> str:
    old, new = pair
    return (new or old or Line("", ())).kind


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
    """Pairs of lines that belong together, in text order; None stands for a line without a partner."""
    for is_equal, one, other in _runs(old, new):
        yield from zip(one, other, strict=True) if is_equal else _matched(one, other)


def _runs(old: Sequence, new: Sequence) -> Iterator[tuple[bool, Sequence, Sequence]]:
    """Two sequences, split into runs that are equal and runs that differ."""
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - first
    last = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    yield True, old[:first], new[:first]
    yield from _compared_runs(old[first : len(old) - last], new[first : len(new) - last])
    yield True, old[len(old) - last :], new[len(new) - last :]


def _compared_runs(old: Sequence, new: Sequence) -> Iterator[tuple[bool, Sequence, Sequence]]:
    if len(old) * len(new) > MOST_COMPARED:
        yield False, old, new
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield kind == "equal", old[a:b], new[c:d]


def _matched(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
    """Changed lines, each with its new form. If there are too many, they are paired by position."""
    if len(old) * len(new) > MOST_PAIRED:
        yield from zip_longest(old, new)
        return
    start, begun = 0, 0
    for place, becomes in _best(old, new):
        yield from ((line, None) for line in old[start:place])
        yield from ((None, line) for line in new[begun:becomes])
        yield old[place], new[becomes]
        start, begun = place + 1, becomes + 1
    yield from ((line, None) for line in old[start:])
    yield from ((None, line) for line in new[begun:])


def _best(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int]]:
    """The positions of paired lines: in order, and with the greatest total likeness."""
    alike = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        else:
            i, j = (i + 1, j) if best[i][j] == best[i + 1][j] else (i, j + 1)
    return found


def _likeness(old: Sequence[Line], new: Sequence[Line]) -> list[list[float]]:
    """The likeness of each pair of lines, from 0 (unrelated) to 1. A single line always pairs with a single line."""
    if len(old) == len(new) == 1 and old[0].kind == new[0].kind:
        return [[1.0]]
    counted = [(line.kind, Counter(line.words)) for line in new]
    return [[_alike((line.kind, words), other) for other in counted] for line in old for words in [Counter(line.words)]]


def _alike(one: tuple[str, Counter], other: tuple[str, Counter]) -> float:
    if one[0] != other[0]:
        return 0
    share = 2 * (one[1] & other[1]).total() / (one[1].total() + other[1].total())
    return share if share >= ALIKE else 0


def _compared(pair: Pair) -> ChangedLine:
    old, new = pair
    cells = zip_longest(old.cells if old else (), new.cells if new else (), fillvalue=())
    return ChangedLine([list(_pieces(gone, come)) for gone, come in cells], old != new)


def _pieces(old: Words, new: Words) -> Iterator[Piece]:
    """Deleted words come before the inserted words that replace them."""
    for is_equal, gone, come in _runs(old, new):
        for mark, words in ((SAME, come),) if is_equal else ((DELETED, gone), (INSERTED, come)):
            if words:
                yield Piece(mark, " ".join(words))


def _shortened(kind: str, all_lines: list[ChangedLine]) -> list[ChangedLine]:
    """Leave out lines far from any change. The first row of a changed table stays."""
    near = {n + step for n, line in enumerate(all_lines) if line.is_changed for step in range(-NEAR, NEAR + 1)}
    near |= {0} if kind == ROW and near else set()
    shown: list[ChangedLine] = []
    for is_near, run in groupby(enumerate(all_lines), lambda numbered: numbered[0] in near):
        found = [line for _, line in run]
        shown += found if is_near else [ChangedLine([], skipped=len(found))]
    return shown


def _trimmed(piece: Piece, has_before: bool, has_after: bool) -> Piece:
    """Of an unchanged piece, keep only the words next to a change before it, after it, or both."""
    words = piece.text.split()
    if piece.mark != SAME or len(words) <= 2 * AROUND:
        return piece
    start, end = words[:AROUND] if has_before else [], words[-AROUND:] if has_after else []
    return Piece(SAME, " ".join([*start, "…", *end]))


def _within(most: int, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, up to `most` words in total."""
    for piece in pieces:
        words = piece.text.split()
        yield piece if len(words) <= most else Piece(piece.mark, " ".join([*words[:most], "…"]))
        most -= len(words)
        if most <= 0:
            return
