"""Patterns for the wordings that cite questions, over words with single spaces between them (markup.py)."""

from __future__ import annotations

import re

from .dates import DAY, MONTHS

# Numbers: not parts of other numbers, sums or addresses, and not counts or the beginning of a date.
_DAY_GOES_ON = rf" ?(?:st|nd|rd|th)?(?: of)? (?:{'|'.join(MONTHS)})\b"
NOT_AFTER = rf"(?!\w|%|[,.:/]\d|\.\.\.|/\w|{_DAY_GOES_ON}| (?:million|billion|per cent)\b)"
NUMBER = rf"(?P<number>(?:HL ?)?\d{{1,6}}{NOT_AFTER})"
GLUED = r"HL\d{2,5}(?![\w/]|[.,]\d)"
LONG = rf"(?P<number>{GLUED}|\d{{4,6}}{NOT_AFTER})"  # needs weaker evidence from the words before it

# The words that show what a number is.
WORD = r"\b(?:questions?|queston|W?PQs?|WQs?|UINs?)"
MORE_WORDS = r"(?:[ :,.]{0,2}\b(?:nos?\.|(?:uins?|un|numbers?|nos?|W?PQs?|questions?|to|MHCLG)\b)){0,4}"
OPENING = r" ?[:,]? ?[(\[]? ?(?:\([a-z]\) ?)?"
WHEN = rf"(?:,? (?:(?:answered|tabled|published) )?(?:on|of) (?P<when>(?>{DAY})))?"
FIRST = re.compile(rf"(?P<word>{WORD}){MORE_WORDS}{OPENING}{NUMBER}", re.I)
NEXT = re.compile(
    rf"(?P<joint> ?[)\]]?{WHEN}[,;]?(?: ?(?:and|or|&|/))?(?: to)?(?P<word> ?{WORD}{MORE_WORDS})?){OPENING}{NUMBER}",
    re.I,
)
ANSWER = r"\b(?:answers?|repl(?:y|ies)|responses?)"
GIVEN = r"(?: (?:(?:that )?(?:I|she|he|we|they) )?(?:gave|given|provided|made))?"
MEMBER = r"(?:the |my )?(?:right |rt\.? )?(?:hon(?:ourable|\.)? |noble )*(?:member|lady|gentleman|friend|lord)s?"
LOOSE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{ANSWER}{GIVEN}(?:,? (?:of|on|dated) {DAY},?)? (?:to|in|for) {LONG}",
        rf"{ANSWER} ?[(\[]? ?{LONG}",
        rf"\brefer {MEMBER} to {LONG}",
        rf"\bpursuant to {LONG}",
        rf"\bOfficial Report, {LONG}",
        rf"{ANSWER}\b[^.()\[\]\n]{{1,100}}[(\[] ?{LONG} ?[)\]]",
        rf"\b(?P<number>{GLUED})(?!,? published)",
    )
)

# A number below this may be a UIN from the beginning of a Parliament, or a question number in a survey or exam.
SHORT = 1000
CITING = re.compile(rf"{ANSWER}\b|\b(?:pursuant|refer|parliamentary)\b", re.I)
ELSEWHERE = re.compile(
    r"\b(?:consultation|survey|census|questionnaire|petition|referendum|evidence|exam|paper|senedd"
    r"|(?:welsh|scottish) parliament|northern ireland assembly)",
    re.I,
)
BEFORE, AROUND, FAR = 100, 50, 160  # characters

# Dates (except inside addresses); the words before them, the last of which says what a date is of; and dates that
# follow a number.
DAYS = re.compile(rf"\b(?<![a-z]/)(?P<more>(?:\d{{1,2}}(?:st|nd|rd|th)?(?:, | and | & ))*)(?P<day>{DAY})", re.I)
GOVERNOR = re.compile(
    r"\b(?:(?P<answer>answer(?:s|ed)?|repl(?:y|ies|ied)|respon(?:ses?|ded)|questions?|W?PQs?|UINs?)|statements?|letters?"
    r"|(?<!official )reports?|debates?|speech|release|announce\w*|committee|columns?|meeting|contribution|act"
    r"|budget)\b",
    re.I,
)
HOW = r"(?P<how>answered|replied to|published|tabled|asked|given|provided|submitted)"
FOLLOWING = re.compile(
    rf" ?[)\]]?,? ?[(\[]?(?:(?:which|that|he|she|you|I) )?(?:was |were )?{HOW}?,? ?(?:on|of|dated|from)? ?"
    rf"[(\[]?(?P<day>{DAY})",
    re.I,
)
LATER = re.compile(rf"[^.\n]{{0,120}}?\b(?P<how>answered|tabled) on (?P<day>{DAY})", re.I)
JOINED = re.compile(r",? (?:and|&) |, ")
ANOTHER_DAY = re.compile(rf"(?:{JOINED.pattern})(?P<day>{DAY})", re.I)
TABLED = {"tabled", "asked", "submitted"}
# Without one of these a sentence cites nothing. This check is fast.
NEEDED = ("question", "queston", "pq", "wq", "uin", "answer", "repl", "respon", "refer", "pursuant", "report", "hl")
ABBREVIATED = "".join(rf"(?<!\b{word}\. )" for word in ("hon", "Hon", "Rt", "rt", "Mr", "Mrs", "Ms", "Dr", "No", "no"))
SENTENCE = re.compile(rf"\n|[.?!] (?=[A-Z]){ABBREVIATED}")
