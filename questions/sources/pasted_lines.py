"""Pasted text as lines without extra white space, with '' between paragraphs. HTML is read as it would look."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from questions.text.cleaning import storable
from questions.text.plain import INLINE, INVISIBLE, flatten_markup

IS_MARKUP = re.compile(r"</?(?:html|body|main|section|div|p|h[1-6]|span|br|ul|li|table|dl|dd|strong)\b[^<>]*>", re.I)
NOT_READ = {"script", "style", "head", "svg", "nav", "footer", "template", "noscript"}
WITHIN_A_LINE = INLINE | {"time", "img"}


def lines_of(pasted: str) -> list[str]:
    """Never two empty ones in a row."""
    text = _as_text(pasted) if IS_MARKUP.search(pasted) else pasted
    lines = [" ".join(INVISIBLE.sub("", line).split()) for line in storable(text).splitlines()]
    return [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]


def _as_text(markup: str) -> str:
    reader = _Reader(convert_charrefs=True)
    reader.feed(flatten_markup(markup))
    reader.close()
    return "".join(reader.pieces)


class _Reader(HTMLParser):
    def reset(self) -> None:
        super().reset()
        self.pieces: list[str] = []
        self._unread: list[str] = []  # the nested elements whose content is ignored

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in NOT_READ:
            self._unread.append(tag)
        self._break(tag, "\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()
        self._break(tag, "\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(data.replace("\n", " "))

    def _break(self, tag: str, line: str) -> None:
        if tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag not in WITHIN_A_LINE:
            self.pieces.append("\n" if tag == "br" else line)
