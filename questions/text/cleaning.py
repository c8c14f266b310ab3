"""Texts from outside: cleaning them, recognising incomplete ones, and comparing them. Pure functions."""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import NamedTuple

import nh3

from .plain import plain

WITHIN_LINES = {"a", "b", "strong", "em", "i", "u", "s", "sup", "sub", "br"}
PARAGRAPHS = {"p", "div", "h3", "h4", "h5", "blockquote", "pre", "hr"}
LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ALLOWED_TAGS = WITHIN_LINES | PARAGRAPHS | LISTS | TABLES
# Besides `title` and `lang`, which any tag may have.
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "li": {"value"},
}
# Tags that are replaced by an equivalent. An answer's headings must rank below those of the page.
SAME_TAGS = {"h1": "h3", "h2": "h3", "h6": "h5", "del": "s", "strike": "s", "menu": "ul", "dir": "ul"}
BLOCKS = (
    "section article header footer main aside nav figure figcaption address center form fieldset legend details summary"
)
SAME_TAGS |= dict.fromkeys(BLOCKS.split(), "div")
NOT_SHOWN = {
    "img": "Image",
    "svg": "Image",
    "video": "Video",
    "audio": "Recording",
    "iframe": "Page",
    "object": "Object",
}
OUTSIDE = "noopener noreferrer nofollow"  # `rel` of links to other sites
LARGEST_SPAN = 100
LIST_TYPES = ("1", "a", "A", "i", "I")
LIST_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
LIST_NUMBER = re.compile(r"-?[0-9]{1,6}")
CUT_ANSWER_LENGTH = 258
CUT_QUESTION_LENGTH = 255

# Invalid in XML or PostgreSQL, halves of surrogate pairs, or marks that reverse the text after them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<[^>]*>")
# Only names of HTML tags: "if x <y and z> 3" is not markup.
_HAS_TAG = re.compile(
    rf"</?(?:{'|'.join(ALLOWED_TAGS)}|span|font|h[126]|del|strike|ins|section|article|svg|img|script)\b[^<>]*>", re.I
)
_SAME_TAG = re.compile(rf"<(/?)({'|'.join(SAME_TAGS)})(?![\w-])", re.I)
_STYLED_LIST = re.compile(
    rf"""<ol(?=\s[^<>]*?\bstyle\s*=\s*["'][^"'<>]*list-style(?:-type)?\s*:\s*({"|".join(LIST_STYLES)})\b)""", re.I
)
_MEDIA = re.compile(
    rf"""<({"|".join(NOT_SHOWN)})(?![\w-])((?:[^>"']|"[^"]{{0,2000}}"|'[^']{{0,2000}}')*+>|[^>]*>)""", re.I
)
_ALT = re.compile(r"""(?<![\w-])alt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_NOTE = re.compile(rf"\[(?:{'|'.join(set(NOT_SHOWN.values()))})(?: at Parliament|: [^\]]*)\]")
_HALF_ENTITY = re.compile(r"&#?[a-zA-Z0-9]*$")
_ENTITY = re.compile(r"&(?P<name>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Letters and digits, with the points within numbers.
_COMPARED = re.compile(r"[^\W_]+(?:(?<=\d)\.(?=\d)[^\W_]+)*")


class Form:
    """How full a text is: greater is better. Plain integers, because JSON stores them."""

    CUT = 0
    PLAIN = 1
    HTML = 2


class Wording(NamedTuple):
    body: str
    form: int


def storable(text: str) -> str:
    """`text` without characters that databases refuse or that could mislead readers."""
    return text if text.isprintable() else _UNSTORABLE.sub("", text)


def with_characters(text: str) -> str:
    """Plain text with its entities decoded. Only those that end in ";", because "?a=1&region=2" has none."""
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    is_known = entity["name"].startswith("#") or f"{entity['name']};" in html5
    return html.unescape(entity[0]) if is_known else entity[0]


def one_line(text: str) -> str:
    """A one-line text (a heading, a name) as it is read: with entities decoded and single spaces."""
    return plain(sanitise(text)) if _HAS_TAG.search(text) else " ".join(_unescaped(text).split())


def web_address(given: str) -> str:
    """The full address if it is a web address ("//host" and "www." become https); else ''."""
    url = given.strip()
    if url.startswith("//") or url.lower().startswith("www."):
        url = f"https://{url.lstrip('/')}"
    return url if url.lower().startswith(("http://", "https://")) else ""


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Allow only full web addresses, email and in-page links, cells of sensible size, and standard list numbering."""
    if name == "href":
        return web_address(value) or (value.strip() if value.strip().lower().startswith(("mailto:", "#")) else None)
    if name in ("colspan", "rowspan"):
        return value if len(value) < 5 and value.isdecimal() and 0 < int(value) <= LARGEST_SPAN else None
    if name == "type":
        return value if value in LIST_TYPES else None
    if name in ("start", "value"):
        return value if LIST_NUMBER.fullmatch(value) else None
    return value


def _seen_at_parliament(found: re.Match[str]) -> str:
    """Replace an image by its description, or by a note that there is one. Content of other media tags stays.

    Only a drawing keeps its tag, so that the sanitiser removes the drawing with its content.
    """
    tag = found[1].lower()
    alt = _ALT.search(found[2])
    words = " ".join(html.unescape(next(filter(None, alt.groups()), "")).split()) if alt else ""
    told = f": {html.escape(words.replace(']', ')'))}" if words else " at Parliament"
    note = f" [{NOT_SHOWN[tag]}{told}]"
    return f"{note}{found[0]}" if tag == "svg" else note


def _known(markup: str) -> str:
    """The HTML with other tags replaced by equivalent ones that the sanitiser allows."""
    same = _SAME_TAG.sub(lambda found: f"<{found[1]}{SAME_TAGS[found[2].lower()]}", markup)
    lettered = _STYLED_LIST.sub(lambda found: f'<ol type="{LIST_STYLES[found[1].lower()]}"', same)
    return _MEDIA.sub(_seen_at_parliament, lettered)


def sanitise(markup: str) -> str:
    """HTML with nothing left that could run, load or restyle anything. The only sanitiser."""
    clean = nh3.clean(
        _known(markup),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_attribute,
        link_rel=OUTSIDE,
    )
    return storable(clean)


def paragraphs(plain: str) -> str:
    """Plain text as HTML paragraphs."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", plain))
    return "".join(f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def cut_wording(markup: str) -> Wording:
    """An incomplete answer from its HTML: the text of which `paragraphs` made it, or else its plain text."""
    blocks = re.findall(r"<p>(.*?)</p>", markup, re.S)
    body = "\n\n".join(html.unescape(block.replace("<br>", "\n")) for block in blocks)
    return Wording(body if paragraphs(body) == markup else plain(markup), Form.CUT)


def answer_wording(given: str) -> Wording:
    """An answer as a source gives it, cleaned, with its form. Its length is measured before cleaning."""
    text = storable(given)
    if len(given) == CUT_ANSWER_LENGTH and given.endswith("..."):
        return Wording(_unescaped(_HALF_ENTITY.sub("", text[:-3])), Form.CUT)
    if _HAS_TAG.search(text):
        return Wording(sanitise(text).strip(), Form.HTML)
    return Wording(_unescaped(text), Form.PLAIN)


def _unescaped(text: str) -> str:
    """Plain text with entities decoded, without unstorable characters that decoding can produce."""
    return storable(with_characters(text)).strip()


def question_wording(given: str) -> Wording:
    """A question as a source gives it (always plain), with its form. Its length is measured before cleaning."""
    text = storable(given)
    cut = len(given) == CUT_QUESTION_LENGTH and given[-1] not in ".?"
    words = plain(sanitise(text)) if _HAS_TAG.search(text) else _unescaped(text)
    return Wording(words, Form.CUT if cut else Form.PLAIN)


def entered_html(text: str) -> str:
    """What a person typed into a form, HTML or plain, as clean HTML."""
    text = storable(text)
    return sanitise(text) if _HAS_TAG.search(text) else paragraphs(text)


def as_html(wording: Wording) -> str:
    return wording.body if wording.form == Form.HTML else paragraphs(wording.body)


def essence(wording: Wording) -> str:
    """Only the letters and numbers.

    Lists leave out images, flatten tables and replace some characters with "?" or "-", so spaces and punctuation
    do not show whether two texts are the same.
    """
    body = html.unescape(_TAG.sub("", _NOTE.sub("", wording.body))) if wording.form == Form.HTML else wording.body
    return "".join(_COMPARED.findall(body))


def is_same_text(one: Wording, other: Wording) -> bool:
    """Whether these are forms of one text: they are equal, or one is incomplete and the other starts with it."""
    if one == other:
        return True  # most are
    # A prefix sorts before the longer text.
    short, long = sorted((essence(w), w.form) for w in (one, other))
    if short[1] != Form.CUT or not short[0]:
        return short[0] == long[0]
    return long[0].startswith(short[0])


def fuller_text(one: Wording, other: Wording) -> Wording:
    """The better form of one text: of two incomplete ones the longer. If equal, the second, which must be the newer."""
    if one.form == other.form == Form.CUT:
        return max(other, one, key=lambda cut: len(essence(cut)))
    return one if one.form > other.form else other
