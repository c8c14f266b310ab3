"""Texts from outside: cleaning, telling cut ones, and comparing them. Pure functions."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

import nh3

ALLOWED_TAGS = {
    *("p", "br", "strong", "b", "em", "i", "u", "sup", "sub", "a", "ul", "ol", "li", "blockquote"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "h3", "h4", "h5", "div"),
}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
LARGEST_SPAN = 100
CUT_ANSWER_LENGTH = 258
CUT_QUESTION_LENGTH = 255

# Not in XML, not in PostgreSQL, half of a pair, or turning round the text after them: no text may carry these.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
# Only names that HTML knows: "if x <y and z> 3" is no markup.
_HAS_TAG = re.compile(rf"</?(?:{'|'.join(ALLOWED_TAGS)}|span|font|h[126]|hr|img|script)\b[^<>]*>", re.I)
_HALF_ENTITY = re.compile(r"&#?[a-zA-Z0-9]*$")
# All but letters, digits and the points within numbers.
_NOT_COMPARED = re.compile(r"(?:(?!(?<=\d)\.(?=\d))[\W_])+")


class Form:
    """How full a text is; the greater is the better. Plain numbers, as they are kept in JSON."""

    CUT = 0
    PLAIN = 1
    HTML = 2


class Wording(NamedTuple):
    body: str
    form: int


def storable(text: str) -> str:
    """`text` without the characters that no database takes, or no reader should be given."""
    return _UNSTORABLE.sub("", text)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """No links that take their host from an address without a scheme, and no cells that span a screen."""
    if name == "href":
        return value if value.lower().startswith(("http:", "https:", "mailto:", "#")) else None
    if name in ("colspan", "rowspan"):
        return value if len(value) < 5 and value.isdecimal() and 0 < int(value) <= LARGEST_SPAN else None
    return value


def sanitise(markup: str) -> str:
    """HTML with nothing left in it that could run, load or restyle. The one sanitiser."""
    return nh3.clean(
        markup,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_attribute,
        link_rel="noopener noreferrer nofollow",
    )


def paragraphs(plain: str) -> str:
    """Plain text as HTML paragraphs."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", plain))
    return "".join(f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def plain(markup: str) -> str:
    """The words of some HTML, with spaces where tags stood between them."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def answer_wording(given: str) -> Wording:
    """An answer as a source gives it, cleaned, with its form; its length tells before it is cleaned."""
    text = storable(given)
    if len(given) == CUT_ANSWER_LENGTH and given.endswith("..."):
        return Wording(html.unescape(_HALF_ENTITY.sub("", text[:-3])).strip(), Form.CUT)
    if _HAS_TAG.search(text):
        return Wording(sanitise(text).strip(), Form.HTML)
    return Wording(html.unescape(text).strip(), Form.PLAIN)


def question_wording(given: str) -> Wording:
    """A question as a source gives it, always plain, with its form; as of answers."""
    text = storable(given)
    cut = len(given) == CUT_QUESTION_LENGTH and given[-1] not in ".?"
    words = plain(text) if _HAS_TAG.search(text) else html.unescape(text).strip()
    return Wording(words, Form.CUT if cut else Form.PLAIN)


def entered_html(text: str) -> str:
    """What a person typed into a form, HTML or plain, as clean HTML."""
    text = storable(text)
    return sanitise(text) if _HAS_TAG.search(text) else paragraphs(text)


def as_html(wording: Wording) -> str:
    return wording.body if wording.form == Form.HTML else paragraphs(wording.body)


def essence(wording: Wording) -> str:
    """The letters and numbers alone.

    Lists flatten tables and replace characters that they cannot show by "?" or "-", so that
    spaces and punctuation tell nothing about whether two texts are the same one.
    """
    body = html.unescape(_TAG.sub("", wording.body)) if wording.form == Form.HTML else wording.body
    return _NOT_COMPARED.sub("", body)


def same(one: Wording, other: Wording) -> bool:
    """Whether these are two forms of one text: a cut one is the beginning of the other."""
    short, long = sorted(((essence(w), w.form) for w in (one, other)), key=lambda pair: len(pair[0]))
    if short[1] != Form.CUT or not short[0]:
        return short[0] == long[0]
    return long[0].startswith(short[0])


def fuller(one: Wording, other: Wording) -> Wording:
    """The better form of one text; of equals the second, which is to be the newer."""
    return one if one.form > other.form else other
