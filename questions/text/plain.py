"""HTML as plain text. Only this module decides which tags separate words and which stand within them.

Search, passages, files, rules, feeds and comparisons all use it. It uses only regular expressions, because an answer
can have 10 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

# Tags that may stand within a word; every other tag ends it.
INLINE = {
    "a",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "sup",
    "sub",
    "span",
    "font",
    "small",
    "big",
    "abbr",
    "mark",
    "ins",
    "del",
    "strike",
    "code",
    "cite",
    "q",
    "label",
    "wbr",
    "phrase",
}
UNITS = {"m", "cm", "km", "mm", "ft", "co", "no", "so"}  # km², and CO² for CO₂
UNSEEN = "\xad\u200b-\u200f\u2060-\u2064\ufeff"  # in patterns: soft hyphens, zero-width spaces, marks of direction
INVISIBLE = re.compile(f"[{UNSEEN}]")
STRUCK = {"<s>": "[struck out: ", "</s>": "]"}

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
WITHIN = re.compile(rf"</?(?:{'|'.join(INLINE - {'s', 'sup', 'sub'})})(?![\w-])[^>]*>", re.I)
_SHIFTED = re.compile(r"<(/?)su([bp])\b[^<>]*>", re.I)
_STRUCK = re.compile(r"</?s>")
_CUT_TAG = re.compile(r"^[^<>]*>|<[^<>]*\Z")
AROUND = 60  # characters beside a tag in which to look for the letter next to it
# A negative power, and a footnote after the full stop of a sentence: "10^-3", "in 2019.^1".
_OTHER_NUMBER = re.compile(r"\d[.,;:)%]?$|\w[.,;:]$")
_NUMBER = re.compile(r"[-+\u2010-\u2015\u2212]?\d")
_NO_LETTER = re.compile(r"[\W\d_]")
_PART_OF_LIST = re.compile(r"<(?P<end>/?)(?P<tag>ol|ul|li)\b(?P<attributes>[^<>]*)>", re.I)
_ATTRIBUTE = re.compile(r'\b(type|start|value)="(\w|-?\d{1,6})"')
ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")]
ROMAN += [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
LARGEST_ROMAN = 4000


def plain(markup: str) -> str:
    """The words of some HTML, with lists numbered. Tags between words become a space; tags within words disappear."""
    if "<" in markup:
        markup = _TAG.sub(" ", WITHIN.sub("", flatten_markup(number_lists(markup))))
    return " ".join(unescape(markup).split())


def flatten_markup(markup: str) -> str:
    """The HTML without tags for raised, lowered or struck-out text: "30th", "NO2", "10^3", "Payment^1"."""
    pieces, done = [], 0
    for tag in _SHIFTED.finditer(markup):
        before, after = markup[max(0, tag.start() - AROUND) : tag.start()], markup[tag.end() : tag.end() + AROUND]
        before = _seen(before) if before.endswith(">") else before
        after = _seen(after) if after.startswith("<") else after
        pieces += [markup[done : tag.start()], between(before, after, is_end=bool(tag[1]), is_raised=tag[2] in "pP")]
        done = tag.end()
    return _STRUCK.sub(lambda found: STRUCK[found[0]], "".join([*pieces, markup[done:]]))


def _seen(part: str) -> str:
    """The text of some HTML, which may begin or end inside a tag."""
    return _TAG.sub(" ", WITHIN.sub("", _SHIFTED.sub("", _CUT_TAG.sub("", part))))


def between(before: str, after: str, *, is_end: bool, is_raised: bool) -> str:
    """What replaces a tag for raised or lowered text, so that numbers and words keep their meaning."""
    # Invisible characters do not separate words: in "10<sup>&#8203;3</sup>" one stands between "10" and "3".
    before, after = INVISIBLE.sub("", before), INVISIBLE.sub("", after)
    if not is_end and is_raised and _OTHER_NUMBER.search(before) and _NUMBER.match(after):
        return "^"
    after = after[:1]
    if not (before[-1:].isalnum() and after.isalnum()):
        return ""
    if is_end:
        return " " if before[-1].isdigit() and (is_raised or after.isdigit()) else ""
    if not is_raised:
        return " " if before[-1].isdigit() and after.isdigit() else ""
    letters = _NO_LETTER.split(before.lower())[-1]
    is_one_word = len(letters) == 1 or (letters in UNITS and after.isdigit()) or (not letters and after.isalpha())
    return "" if is_one_word else "^"


class _List:
    """An open list: how its items are marked, and the number of the next."""

    def __init__(self, tag: str, attributes: dict[str, str]):
        self.is_ordered = tag == "ol"
        self.style = attributes.get("type", "1")
        self.next = int(attributes.get("start", 1))

    def mark(self, attributes: dict[str, str]) -> str:
        number = int(attributes.get("value", self.next))
        self.next = number + 1
        return f"{mark_of(number, self.style)} " if self.is_ordered else ""


def number_lists(markup: str) -> str:
    """The HTML with the numbers and letters of ordered lists written before their items."""
    if "<ol" not in markup:
        return markup
    lists: list[_List] = []

    def marked(found: re.Match[str]) -> str:
        tag, attributes = found["tag"].lower(), dict(_attributes(found["attributes"]))
        if tag == "li":
            return found[0] + (lists[-1].mark(attributes) if lists and not found["end"] else "")
        if found["end"]:
            del lists[-1:]
        else:
            lists.append(_List(tag, attributes))
        return found[0]

    return _PART_OF_LIST.sub(marked, markup)


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    """The attributes that affect numbering, if their values are valid."""
    for name, value in _ATTRIBUTE.findall(written):
        if name == "type" or value.lstrip("-").isdecimal():
            yield name, value


def mark_of(number: int, style: str) -> str:
    """An item's mark: "4.", "(a)", "(iv)"."""
    word = {"a": _letters, "i": _roman}.get(style.lower(), lambda number: "")(number)
    return f"({word.upper() if style.isupper() else word})" if word else f"{number}."


def _letters(number: int) -> str:
    """Letters for a number: a to z, then aa."""
    word = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        word = chr(ord("a") + place) + word
    return word


def _roman(number: int) -> str:
    if not 0 < number < LARGEST_ROMAN:
        return ""
    word = ""
    for value, letters in ROMAN:
        word += letters * (number // value)
        number %= value
    return word
