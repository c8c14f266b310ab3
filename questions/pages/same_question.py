"""Whether two questions ask the same in nearly the same words.

Neither words nor their meaning tell "first class post" from "second class post". So all telling words of one question
must be in the other, which may have few more.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from questions.search.index.analysis import plain_words, stems
from questions.search.language.loosening import FUNCTION_WORDS
from questions.text.question_formula import split_formula
from questions.text.references import find_citations

# At least so much of the words of both is in both, and they mean so much the same (a cosine, where it is known).
SAME_WORDS, SAME_MEANING = 0.85, 0.87
# Words of nearly every question, beside those of every sentence.
LITTLE = {"ask", "assessment", "department", "estimate", "made", "make", "plans", "recent", "she", "steps", "taking"}
# Words of every sentence that make another question of it.
DECISIVE = {"from", "less", "more", "no", "not", "off", "out", "without"}
SAYING_LITTLE = (FUNCTION_WORDS | LITTLE) - DECISIVE
# Names of those whom every question is put to, and of the whole country.
PUT_TO = {"answer", "department", "departments", "government", "house", "majesty", "minister", "ministers"}
COMMON_NAMES = PUT_TO | {"kingdom", "secretary", "state", "uk", "united"}
# What a question may begin with before it asks: "With reference to the report entitled …, what …".
_REFERS = re.compile(
    r"(?:with reference to|pursuant to|further to|following|in light of|in the context of"
    r"|(?:under|on)(?! (?:how|what|which|whose)))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r",\s+(?=(?:(?:for|on|in|by|at|from|to|under|of|with) )?(?:what|whether|if|how|when|who|whom|which|why|where)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:)(’'] )[A-Z][\w’'-]*|\b\w*\d\w*\b")


def is_same(one: str, other: str, cosine: float | None, *, is_cut: bool = False) -> bool:
    """Whether two questions ask the same; `cosine` is that of their meanings, if it is known.

    A name, a number or a question referred to that only one of them has makes another question of it, and so does a
    word in the place of another, though each has both. `is_cut`: of the other only the beginning is known.
    """
    if is_cut:
        one, other = _beginnings(one, other)
    if cited_uins(one) != cited_uins(other):
        return False
    one, other = _asking(one), _asking(other)
    words, others = _telling(one), _telling(other)
    is_named = _names(one) <= {*plain_words(other)} and _names(other) <= {*plain_words(one)}
    if not is_named or _decisive(one) != _decisive(other) or _is_exchanged(words, others):
        return False
    return (words == others != []) or (not is_cut and _is_within(words, others, cosine))


def _is_within(words: list[str], others: list[str], cosine: float | None) -> bool:
    """Whether one has all words of the other and few more, and they mean the same."""
    is_within = {*words} <= {*others} or {*others} <= {*words}
    return is_within and _share(words, others) >= SAME_WORDS and (cosine is None or cosine >= SAME_MEANING)


def _beginnings(one: str, other: str) -> tuple[str, str]:
    """Of both, as many words as are known of the other, whose last one can be cut too."""
    rest, known = split_formula(one).rest, split_formula(other).rest.split()[:-1]
    return " ".join(rest.split()[: len(known)]), " ".join(known)


def cited_uins(text: str) -> list[str]:
    """Of the questions that it refers to, such as "to Question 12345"."""
    return sorted({cited.uin for cited in find_citations(text, None)})


def _is_exchanged(words: list[str], others: list[str]) -> bool:
    """Whether a word of one stands in the place of another word of the other. Words that moved do not count."""
    steps = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    return any(step[0] == "replace" for step in steps)


def share_of_words(one: str, other: str) -> float:
    """How much of the words of both is in both: from 0 to 1. Words that say little do not count."""
    return _share(_telling(one), _telling(other))


def _share(words: list[str], others: list[str]) -> float:
    total = len({*words}) + len({*others})
    return 2 * len({*words} & {*others}) / total if total else 0.0


def _asking(text: str) -> str:
    """What is asked, without what it refers to first, unless it says nothing by itself."""
    rest = split_formula(text).rest
    found = _ASKS.search(rest) if _REFERS.match(rest) else None
    asking = rest[found.end() :] if found else rest
    return asking if _telling(asking) else rest


def _telling(text: str) -> list[str]:
    words = plain_words(split_formula(text).rest)
    return [*stems(" ".join(word for word in words if word not in SAYING_LITTLE))]


def _decisive(text: str) -> set[str]:
    return DECISIVE & {*plain_words(text)}


def _names(text: str) -> set[str]:
    """Words with a capital inside the text, and numbers."""
    return {word for name in _NAME.findall(text) for word in plain_words(name)} - COMMON_NAMES
