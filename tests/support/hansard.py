"""TheyWorkForYou's XML of a day's written answers, as short as a test needs it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

DAY = "2009-10-26"
NAMES = '<!DOCTYPE publicwhip [<!ENTITY ndash "&#8211;"> <!ENTITY pound "&#163;"> <!ENTITY Ouml "&#214;">]>'
_places = count(1)


def major(words: str) -> str:
    return f'<major-heading nospeaker="true">\n\t{words}\n</major-heading>'


def minor(words: str) -> str:
    return f'<minor-heading nospeaker="true">\n\t{words}\n</minor-heading>'


def ques(
    *numbered: tuple[str, str], opening: str = "", by: str = "Ann Asker", who: str = "member/1", day: str = DAY
) -> str:
    """A question with numbered paragraphs, each (UIN, words). `opening` is a paragraph before them."""
    begin = f"<p>{opening}</p>" if opening else ""
    paragraphs = "".join(f'<p pid="1" qnum="{uin}">{words}</p>\n' for uin, words in numbered)
    return _said("ques", begin + paragraphs, by, who, day)


def reply(*paragraphs: str, by: str = "Max Minister", who: str = "member/2", day: str = DAY) -> str:
    """A reply. Paragraphs that already have tags are kept as they are."""
    return _said("reply", "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs), by, who, day)


def _said(tag: str, inside: str, by: str, who: str, day: str) -> str:
    person = f'speakerid="uk.org.publicwhip/{who}"' if who else ""
    address = "http://www.publications.parliament.uk/pa/cm200809/cmhansrd/cm091026/text/91026w0001.htm"
    gid = f"uk.org.publicwhip/wrans/{day}f.{next(_places)}"
    return f'<{tag} id="{gid}" {person} speakername="{by}" url="{address}">\n{inside}\n</{tag}>\n'


def hansard(*parts: str, latest: str = "yes", edition: str = "f", dtd: str = NAMES) -> bytes:
    head = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{dtd}\n'
    body = f'<publicwhip scrapeversion="{edition}" latest="{latest}">\n{"".join(parts)}\n</publicwhip>'
    return (head + body).encode("iso-8859-1")


def write(path: Path, *parts: str, **options: str) -> str:
    """Write a file. Its name can contain its day."""
    path.write_bytes(hansard(*parts, **options))
    return str(path)
