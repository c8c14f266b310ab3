"""Reads a stream of XML as elements: the children of the document's root, one by one.

In a document's DTD, only entities for a few characters are accepted. Entities made of other entities (a
"billion laughs"), long ones, and anything to fetch from outside are refused before they are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import name2codepoint
from typing import IO, Any, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from .records import BrokenSource

BLOCK = 2**16
DEEPEST = 50
LARGEST = 20 * 2**20  # characters in one element
LONGEST_ENTITY = 8  # characters that one entity may stand for
VOID = {
    "area",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}  # HTML's elements without an end tag
XML_ERRORS = (expat.ExpatError, ValueError, LookupError)  # the last two: for an unknown encoding
# HTML's entities, for those that the DTD does not define. The DTD's own definitions come first.
HTML_NAMES = "".join(
    f'<!ENTITY {name} "&#{code};">' for name, code in name2codepoint.items() if name not in ("amp", "lt", "gt", "quot")
).encode()
# Files declared as ISO-8859-1 contain Windows-1252's quotation marks and dashes, at codes that ISO-8859-1 uses for
# control characters. Browsers read these, and "&#146;", as Windows-1252.
WINDOWS_1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


class Block(NamedTuple):
    """A part of an element, one level down; `tag` is "" for text between elements."""

    tag: str
    attributes: dict[str, str]
    pieces: list[str]

    @property
    def markup(self) -> str:
        """Its content with tags, and with characters for entities."""
        return "".join(self.pieces)


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str]
    blocks: list[Block]
    unknown: list[str]  # its entities without a definition

    @property
    def markup(self) -> str:
        inside = "".join(tagged(block.tag, block.attributes, block.markup) for block in self.blocks)
        return tagged(self.tag, self.attributes, inside)


class _Refused(Exception):
    """Something found only in malicious documents."""


def tagged(tag: str, attributes: dict[str, str], inside: str) -> str:
    return f"{_opening(tag, attributes)}{inside}{_closing(tag)}" if tag else inside


def _opening(tag: str, attributes: dict[str, str]) -> str:
    return f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())}>"


def _closing(tag: str) -> str:
    return "" if tag in VOID else f"</{tag}>"


def read_elements(stream: IO[bytes], name: str) -> Iterator[Element]:
    """The root, without its content, then each of its children; tags are in lower case.

    Raises BrokenSource, with file and line, if the document cannot be read further or is refused.
    """
    reader = _Reader()
    try:
        while block := stream.read(BLOCK):
            reader.parser.Parse(block, False)
            yield from reader.taken()
        reader.parser.Parse(b"", True)
    except XML_ERRORS as error:
        yield from reader.taken()
        raise BrokenSource(f"{name}, line {reader.line}: not valid XML ({_problem(error)})") from error
    except _Refused as error:
        raise BrokenSource(f"{name}, line {reader.line}: refused, {error}") from error
    yield from reader.taken()


def _problem(error: Exception) -> str:
    return expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)


class _Reader:
    """expat's handlers, which collect elements."""

    def __init__(self) -> None:
        self._done: list[Element] = []
        self._depth = self._size = 0
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.SkippedEntityHandler = self._text, self._skipped
        parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = self._doctype, self._entity
        # Requests an external DTD, through which HTML's entity names are supplied.
        parser.UseForeignDTD(True)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.ExternalEntityRefHandler = self._external

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def taken(self) -> list[Element]:
        """The elements completed since the last call."""
        whole = len(self._done) if self._depth < 2 else len(self._done) - 1
        taken, self._done = self._done[:whole], self._done[whole:]
        return taken

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        tag, attributes = tag.lower(), {name: value.translate(WINDOWS_1252) for name, value in attributes.items()}
        if self._depth > DEEPEST:
            raise _Refused(f"nested more than {DEEPEST} levels deep")
        if self._depth <= 2:
            self._done.append(Element(tag, attributes, [], []))
            self._size = 0
        elif self._depth == 3:
            self._blocks.append(Block(tag, attributes, []))
            self._put("")
        else:
            self._put(_opening(tag, attributes))

    def _end(self, tag: str) -> None:
        if self._depth > 3:
            self._put(_closing(tag.lower()))
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._depth == 2 and not (self._blocks and self._blocks[-1].tag == ""):
            self._blocks.append(Block("", {}, []))
        if self._depth >= 2:
            self._put(escape(text.translate(WINDOWS_1252)))

    @property
    def _blocks(self) -> list[Block]:
        return self._done[-1].blocks

    def _put(self, piece: str) -> None:
        self._size += len(piece) + 1
        if self._size > LARGEST:
            raise _Refused(f"an element is longer than {LARGEST:,} characters")
        self._blocks[-1].pieces.append(piece)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if self._depth >= 2:
            self._done[-1].unknown.append(name)

    def _doctype(self, name: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if system or public:
            raise _Refused("its DTD is outside the file and is not fetched; remove the DOCTYPE line from the file")

    def _entity(self, name: str, is_parameter: bool, value: str | None, *outside: Any) -> None:
        if is_parameter or value is None:
            raise _Refused(f"the entity “{name}” in its DTD refers to something outside the file")
        if len(value) > LONGEST_ENTITY or "&" in value or "<" in value:
            raise _Refused(f"the entity “{name}” in its DTD is longer than one character: it may expand without limit")

    def _external(self, context: str | None, base: Any, system: str | None, public: str | None) -> int:
        """Allow no external content except HTML's entities, which expat requests without a name."""
        if system or public:
            raise _Refused("it refers to something outside the file, which is not fetched")
        names = self.parser.ExternalEntityParserCreate(context)
        names.EntityDeclHandler = None
        names.Parse(HTML_NAMES, True)
        return 1
