"""Patterns for what stands around and before drafts of questions, where people paste them (drafts.py).

Each is bounded or tried once a line, so hostile texts take no longer than others.
"""

from __future__ import annotations

import re

QUOTES = "\"“”‘’'"

# Whom a question can be put to. In any letters, but then with the comma that ends the name.
_OFFICE = (
    "secretary|minister|prime|deputy|chancellor|attorney|solicitor|advocate|leader|president|lord|parliamentary|chair"
    r"|right hon|hon"
)
_WHOM = rf"(?i:to ask (?:the (?:{_OFFICE})\b|his majesty|her majesty))"
_ASK = rf"(?:(?:To|TO) (?:ask|ASK)\s|{_WHOM}[^,?]{{0,150}},)"
_WORDS = (
    "what|how|whether|if|when|which|who|whose|where|why|(?:for|to|on|by|from) what"
    "|pursuant to|further to|with reference to"
)
_MORE_WORDS = "Is|Are|Was|Were|Do|Does|Did|Has|Have|Can|Could|Should|Would|Will (?:the|he|she|they)"

FORMULA = re.compile(rf"\b{_ASK}|^Asked\s(?!by\b)")
WORD = re.compile(rf"[{QUOTES}]?(?:(?i:{_WORDS})|{_MORE_WORDS})\b(?! you)")
CAPITAL_WORD = re.compile(rf"(?=[{QUOTES}]?[A-Z]){WORD.pattern}")

# What stands before a question. Symbol fonts, which Word's bullets are in, have characters of their own.
LEAD = re.compile(
    r"[-•*–—·▪●‣◦■○\uf020-\uf0ff]\s+|o\s+"
    r"|[(\[]?\d{1,3}[.):\]](?:\s+|$|(?=[A-Z]))"
    r"|(?:Question|P?Q)[ .]{0,2}\d{1,3}(?:\s?[.):–—-]\s*|\s*(?:\n|\Z))"
    rf"|[(\[]?(?:N|(?:UIN )?(?:HL)?\d{{1,7}}|P?Q\d{{1,3}})[)\]]?:?\s+(?={_ASK})"
)
LETTER = re.compile(r"\(?(?:[A-Za-z]|[ivx]{2,4})\)\s*")
INNER_LETTER = re.compile(r"(?<![\w(])\(?(?:[A-Za-z]|[ivx]{2,4})\)")
# What the order paper or a letter has before a question: "907210 Simon Opher (Stroud): To ask…".
BEFORE = re.compile(r"[^?]{0,150}?:\s*(?=To ask\s)")
BEGINS = re.compile(rf"{LEAD.pattern}|[{QUOTES}]?(?:{_ASK}|Asked\s(?!by\b))|{BEFORE.pattern}")
# The next question on the same line.
NEXT = re.compile(rf"(?:(?<=[.?!)\]{QUOTES}])\s(?=[{QUOTES}]?{_ASK})|(?<!:)\s(?=To ask )(?={_WHOM}))")

# What stands around a draft.
QUOTED = re.compile("[\"“‘'](.*)[\"”’']", re.DOTALL)
UIN = re.compile(
    rf"(?:(?<=[.?!{QUOTES}])\s?[(\[](?:UIN )?(?:HL|PQ)? ?\d{{1,7}}[)\]]"
    r"|\s[(\[](?!(?:19|20)\d\d[)\]])(?:UIN )?(?:HL ?\d{1,5}|\d{4,7})[)\]]"  # not "(2019)", nor "section 5(3)"
    r"|(?<=[.?]) (?:UIN )?(?:HL ?\d{1,5}|\d{3,7}))$"
)
# Whom it asks in capitals or small letters, which no formula is.
UNKNOWN_WHOM = re.compile(rf"{_WHOM}(?:[^?]{{1,150}}?,\s*(?=(?i:{_WORDS})\b)|[^,]{{1,150}},\s*)")
# "HL123 Baroness Demo to ask His Majesty's Government".
_PEER = "lord|lady|baron|baroness|viscount|viscountess|earl|countess|duke|duchess|marquess|bishop|archbishop"
LORDS = re.compile(
    rf"(?!to ask H)(?i:[^\w{QUOTES}]{{0,5}}(?:(?:UIN )?(?:HL)?\d{{1,7}}\W{{1,3}})?(?:(?:the )?(?:{_PEER})\b"
    r"[^?:]{1,80}?\s)?(to ask (?:h(?:is|er) majesty['’]s(?: government)?|the senior deputy speaker)\b))"
)

# What has lines of its own on the Order Paper; "[R]" is a registered interest.
NUMBER = re.compile(r"(?:[-–—] )?\d{1,3}(?: [-–—])?")
NAMED_DAY = re.compile(r"\s?\[[NR]\]")
NOTE = re.compile(
    r"N|HL\d{1,5}|(?i:page \d{1,4}(?: of \d{1,4})?)"
    r"|(?i:named[ -]day(?: questions?| pqs?)?(?:[:( –-]{1,3}(?:for |on )?(?:\w{3,6}day,? )?\d{1,2}[\w /.-]{1,20}\)?)?)"
)

# What else people paste.
MARKDOWN = re.compile(r"(?<![\w*])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*])")
ASIDE = re.compile(r"(?:From|Sent|Date|To|Cc|Bcc|Subject|Attachments): .*|On .{1,200} wrote:|[-_=*]{3,}.*")
CLOSING = re.compile(
    r"(?!.{61})(?i:(?:(?:with|many|kind|kindest|best|warm|warmest|all|the|yours|very) ){0,3}"
    r"(?:thanks|thank you|cheers|regards|wishes|best|sincerely|faithfully)(?: again| in advance| so much| very much)?)"
    r"(?:[,.!–-]{0,2}(?: ?[A-Z][\w'’-]{1,20}){0,3}[,.!]?)|--|Sent from my .*"
)
GREETING = re.compile(
    r"(?:[Hh]i|[Hh]ello|Hey|Dear|Good (?:morning|afternoon|evening))(?: [\w.'’-]{1,30}){0,4}(?:[,!:]| [–-] |$)\s*",
    re.MULTILINE,
)
REQUEST = re.compile(
    r"(?i:(?:please|(?:could|can|would) you|(?:(?:i|we)(?:['’]d| would) be )?grateful)\b[^.?!:]{0,100}?"
    r"\b(?:tabl(?:e|ed|ing)|submit|put|check|look|confirm|send|lay|drafts?|pqs?|questions?|below|following)\b"
    r"|here (?:is|are)|thanks for|thank you for|i hope|hope you|let me know|if you"
    r"|ha(?:s|ve) (?:this|it|these|any of these) been asked)\b[^.?!:]{0,150}(?:[.?!:]+\s*|\Z)"
)
CONTACT = re.compile(r"[\w.+-]@[\w-]{1,60}\.\w|(?:\+44|\b0)[\d ()]{9,14}\b|^\s*(?:https?://|www\.)\S*\s*$")
