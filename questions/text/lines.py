"""An answer's HTML as lines of words, for comparing answers. A line is a paragraph, an item or a table row."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from .plain import INLINE, flatten_markup

WORD = re.compile(r"[^\s\u200b\ufeff]+")
TEXT, ITEM, ROW = "text", "item", "row"
CELLS = {"td", "th"}

Words = tuple[str, ...]


class Line(NamedTuple):
    """A line and its kind. Only a row has several cells; only a line without cells has no words."""

    kind: str
    cells: tuple[Words, ...]

    @property
    def words(self) -> Words:
        return tuple(word for cell in self.cells for word in cell)


def lines(markup: str) -> list[Line]:
    """The lines of clean HTML; none is empty. A link counts as its words and its address."""
    reader = _Reader(convert_charrefs=True)
    reader.feed(flatten_markup(markup))
    reader.close()
    reader.end()
    return reader.lines


class _Reader(HTMLParser):
    lines: list[Line]

    def reset(self) -> None:
        super().reset()
        self.lines, self._kind, self._cells, self._address = [], TEXT, [""], ""

    def end(self) -> None:
        """End the line. The next one is a paragraph unless a tag says otherwise."""
        line = Line(self._kind, tuple(tuple(WORD.findall(cell)) for cell in self._cells))
        if line.words:
            self.lines.append(line)
        self._kind, self._cells = TEXT, [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "li"):
            self.end()
            self._kind = ITEM if tag == "li" else ROW
            self._cells = [] if tag == "tr" else [""]
        elif tag in CELLS and self._kind == ROW:
            self._cells.append("")
        elif tag not in INLINE:
            self._break()
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tr", "li"):
            self.end()
        elif tag not in INLINE:
            self._break()
        elif tag == "a" and self._address not in self._said():
            self.handle_data(f" ({self._address})")

    def handle_data(self, data: str) -> None:
        if not self._cells:
            self._cells.append("")
        self._cells[-1] += data

    def _said(self) -> str:
        return self._cells[-1] if self._cells else ""

    def _break(self) -> None:
        """Paragraphs within a cell or an item are part of one line."""
        if self._kind == TEXT:
            self.end()
        else:
            self.handle_data(" ")
