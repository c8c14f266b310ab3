"""The documents that answers cite: finding addresses in an answer, and which document each one is.

Pure functions. The sanitiser has already cleaned an answer's HTML, but its content can still be anything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from .cleaning import OUTSIDE, storable
from .markup import Link, words_of_markup
from .plain import WITHIN, flatten_markup
from .websites import (
    ARCHIVE_HOSTS,
    GOVERNMENT,
    GOVERNMENT_ARCHIVE,
    INTERNET_ARCHIVE,
    NO_DOCUMENTS,
    SAME_SITES,
    TRACKING,
    WHOLE,
    WRAPPED_IN_PATH,
    WRAPPERS,
)

MOST = 200  # documents in one answer
LONGEST = 2000  # characters in an address; longer ones are ignored
LONGEST_GIVEN = 6000  # characters in an address together with its wrapper
LONGEST_TITLE = 200
DEEPEST = 3  # wrappers inside wrappers

# Link words that do not name a document: "here" and similar.
NAMELESS = {
    "here",
    "link",
    "this link",
    "click here",
    "website",
    "webpage",
    "gov.uk",
    "gov.uk website",
    "guidance",
    "report",
    "response",
    "statement",
    "consultation",
    "publication",
    "published",
    "collection",
    "data",
    "online",
}
_SITE_NAMES = re.compile(
    r"\s*(?:[-–—|]\s*GOV(?:\.UK)?\b|\((?:https?://)?(?:www\.)?[\w.-]+\.uk/?\)|\(opens? in (?:a )?new (?:tab|window)\))"
    r"[\s.]*$",
    re.I,
)

_TAG = re.compile(r"(<[^<>]*>)")
_OPENING = re.compile(r'<a\b[^<>]*?\bhref="([^"<>]*)"', re.I)
_CLOSING = re.compile(r"</a\s*>", re.I)
# Addresses in running text: with a scheme, with www., or a page of a British site.
_BARE = re.compile(r"(?<![\w.@/-])(?:https?://|www\.(?=\w)|(?:[\w-]{1,63}\.){1,6}uk/(?=\w))[^\s<>\"“”\u200b]+", re.I)
_MAY_HAVE = re.compile(r"https?:|www\.|\.uk/", re.I)
_ENDS = ".,;:!?'’‘*_|"
_ENCODED_ENDS = re.compile(r"(?:%20|%22|%C2%A0|[.,;:])+$", re.I)
# The start of the next sentence, without a space before it; file extensions are excluded.
_NEXT_SENTENCE = re.compile(r"\.(?!(?:Pdf|Docx?|Xlsx?|Csv|Ods|Aspx?|Html?)$)[A-Z][a-z]*$")
_FOOTNOTE = re.compile(r"\^\d{1,3}$")  # see `flatten_markup`
_PAIRS = {")": "(", "]": "[", "}": "{"}
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class Cited(NamedTuple):
    """A document as an answer cites it; `title` is '' if the answer gives no name."""

    url: str  # as in the answer, without a mail program's wrapper
    document: str  # the normalised address, the same for all addresses of one document
    title: str


class Bare(NamedTuple):
    """An address in running text, and its position."""

    start: int
    end: int
    url: str  # with its scheme


class Archived(NamedTuple):
    """A copy of a page from about that day, in a web archive."""

    archive: str
    url: str


def documents_in(markup: str, *, is_cut: bool = False) -> list[Cited]:
    """The documents that an answer cites, each once: first those in links, then those in the text, in order.

    An address that is incomplete, alone or because the answer is, is left out.
    """
    found: dict[str, Cited] = {}
    for url, words in _addresses(markup, is_cut=is_cut):
        url = storable(unwrapped(url))
        document = normalised(url)
        if not document or (len(found) >= MOST and document not in found):
            continue
        first = found.setdefault(document, Cited(url, document, ""))
        found[document] = first._replace(title=first.title or title_of(words))
    return list(found.values())


def _addresses(markup: str, *, is_cut: bool) -> Iterator[tuple[str, str]]:
    """Everything that looks like an address, with the words linked to it."""
    text: list[str] = []
    words, href = text, ""
    for piece in _TAG.split(flatten_markup(markup)):
        opening = _OPENING.match(piece)
        if opening or _CLOSING.match(piece):
            if words is not text:
                yield href, _plain(words)
            href, words = (html.unescape(opening[1]), []) if opening else ("", text)
        words.append(piece if not piece.startswith("<") else "" if WITHIN.fullmatch(piece) else " ")
    if words is not text:
        yield href, _plain(words)
    for bare in bare_addresses(html.unescape("".join(text)).rstrip(), is_cut=is_cut):
        yield bare.url, ""


def _plain(words: list[str]) -> str:
    return " ".join(html.unescape("".join(words)).split())


def bare_addresses(text: str, *, is_cut: bool = False) -> Iterator[Bare]:
    """The addresses in running text, without punctuation of the sentence around them. Incomplete ones are left out."""
    for match in _BARE.finditer(text):
        is_whole = not (is_cut and match.end() == len(text)) and "..." not in match[0] and "…" not in match[0]
        if is_whole and (url := _without_ends(match[0][:LONGEST_GIVEN])):
            yield Bare(match.start(), match.start() + len(url), url if "://" in url[:9] else f"https://{url}")


def links_in(markup: str, *, is_cut: bool = False) -> list[Link]:
    """Links for the addresses in some HTML that lead to a site. documents_in() finds the same ones."""
    if not _MAY_HAVE.search(markup):
        return []
    words = words_of_markup(markup)
    found = bare_addresses(words.text.rstrip(), is_cut=is_cut)
    return [Link(*words.span(one.start, one.end), one.url, OUTSIDE) for one in found if _leads_to_a_site(one.url)]


def _leads_to_a_site(url: str) -> bool:
    parts = _split(url) if _is_sound(url) else None
    return bool(parts and _host(parts))


def _without_ends(url: str) -> str:
    """The address without text that follows it: a closing bracket that was not opened in it, or punctuation."""
    for place, letter in enumerate(url):
        if letter in _PAIRS and url.count(_PAIRS[letter], 0, place) < url.count(letter, 0, place + 1):
            return url[:place].rstrip(_ENDS)
    return _NEXT_SENTENCE.sub("", _FOOTNOTE.sub("", url.rstrip(_ENDS)).rstrip(_ENDS)).rstrip(_ENDS)


def title_of(words: str) -> str:
    """The document's name in the linked words; '' if they are its address, or not a name."""
    if len(words) > 2 * LONGEST_TITLE:
        return ""
    title = storable(words)
    while (shorter := _SITE_NAMES.sub("", title)) != title:
        title = shorter
    title = _without_ends(title).strip(" .,;:‘’“”'\"")
    is_name = title[:1].isupper() or title[:1].isdigit()
    is_address = re.match(r"https?:|www\.|\S+@\S+$", title, re.I)
    return "" if not is_name or is_address or title.casefold() in NAMELESS or len(title) > LONGEST_TITLE else title


def unwrapped(url: str) -> str:
    """The address inside a mail program's or viewer's wrapper, if there is one. Spaces around it are removed."""
    for _ in range(DEEPEST):
        inner = _inner(url) if len(url) <= LONGEST_GIVEN else ""
        if not inner:
            break
        url = inner
    return url.strip()


def _inner(url: str) -> str:
    """The wrapped address; '' if `url` is not a wrapper."""
    if in_path := WRAPPED_IN_PATH.match(url):
        return in_path[1]
    parts = _split(url)
    name = next((name for host, name in WRAPPERS.items() if parts and _is_of(parts, host)), "")
    return parse_qs(parts.query).get(name, [""])[0] if parts and name else ""


def _is_of(parts: SplitResult, host: str) -> bool:
    return parts.netloc.lower() == host or parts.netloc.lower().endswith(f".{host}")


def _split(url: str) -> SplitResult | None:
    """The parts of a web address; None if it is malformed or not a web address."""
    try:
        parts = urlsplit(url.strip()[: LONGEST_GIVEN + 1])
        return parts if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def normalised(url: str) -> str:
    """The document's address, the same for all its addresses; '' if it is malformed or not a document's."""
    parts = _split(url) if _is_sound(url) else None
    host = _host(parts) if parts else ""
    if not parts or not host:
        return ""
    path = _ENCODED_ENDS.sub("", parts.path).rstrip("/")
    if host in NO_DOCUMENTS and NO_DOCUMENTS[host].match(path):
        return ""
    if whole := next((found for rule in WHOLE.get(host, ()) if (found := rule.match(path))), None):
        return f"https://{host}{_ENCODED_ENDS.sub('', _without_ends(whole[0]))}"
    query = _without_tracking(parts.query)
    return f"https://{host}{path}{'?' if query else ''}{query}"


def _is_sound(url: str) -> bool:
    """Spaces are allowed in the fragment: browsers accept them there, and people copy them with quoted text."""
    return len(url) <= LONGEST and not re.search(r"[\x00-\x20\x7f]", url.partition("#")[0].strip())


def _host(parts: SplitResult) -> str:
    """The site, with its port unless that is the default; '' if a browser would find no site."""
    try:
        name, port = (parts.hostname or "").rstrip("."), parts.port
        name = name.encode("idna").decode("ascii").lower()
    except (UnicodeError, ValueError):
        return ""
    if "@" in parts.netloc or len(name) > 240 or not _HOST.fullmatch(name):
        return ""
    return SAME_SITES.get(name, name) + (f":{port}" if port and port not in (80, 443) else "")


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part.partition("=")[0].lower()))


def _is_tracking(name: str) -> bool:
    return any(name.startswith(one[:-1]) if one.endswith("*") else name == one for one in TRACKING)


def host_of(document: str) -> str:
    """The site in a document's address."""
    return document.removeprefix("https://").partition("/")[0].partition("?")[0]


def key_of(document: str) -> str:
    """The key of a document's page. It must always be the same for the same address."""
    return blake2b(document.encode(errors="replace"), digest_size=8).hexdigest()


def archived_copies(url: str, day: date) -> list[Archived]:
    """Copies in web archives of that address on that day; none if the address is itself a copy."""
    host = host_of(normalised(url)).partition(":")[0]
    if not host or host in ARCHIVE_HOSTS:
        return []
    archives = [GOVERNMENT_ARCHIVE, INTERNET_ARCHIVE] if GOVERNMENT.fullmatch(host) else [INTERNET_ARCHIVE]
    return [Archived(name, address.format(day=day, url=url)) for name, address in archives]
