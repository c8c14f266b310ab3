"""“Asked before?”: the questions most like a draft, and whether one of them already asks the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from questions.search.criteria import Criteria
from questions.search.highlight import Highlighter
from questions.search.hit import Given, Hit
from questions.search.index import store
from questions.search.index.analysis import plain_words
from questions.search.language.loosening import FUNCTION_WORDS
from questions.search.language.tree import Either, Word
from questions.search.loaded_hits import hits
from questions.search.similar import Similar, Text, find_similar
from questions.search.vectors.model import is_installed
from questions.text.drafts import split_drafts
from questions.text.question_formula import split_formula

from .same_question import is_same, share_of_words

SHOWN = 10  # matches of a draft
LOOKED_AT = 40  # from which these are chosen: those that say the same are folded into one
MARKED = 30  # words of a draft that are marked in its matches
# A match with less than this is not shown.
LEAST_WORDS, LEAST_MEANING = 0.2, 0.5
LONGEST = 20_000  # characters of all drafts
NOT_INSTALLED = "Search by meaning is not installed on this site."
NOT_ANSWERING = "Search by meaning is not available at the moment."
WORDS_ONLY = "Only words are compared here, so questions in other words may be missing."


class Match(NamedTuple):
    """`same`: questions with the same words and the same answer, which are folded into this one."""

    hit: Hit
    is_asked: bool  # whether it asks nearly the same as the draft
    same: list[Hit]
    later: Hit | None  # a later one that asks nearly the same, and whose answer is another

    @property
    def answer(self) -> Given | None:
        return self.hit.answers[-1] if self.hit.answers else None


class Finding(NamedTuple):
    draft: str
    matches: list[Match]
    is_by_meaning: bool  # whether the meaning was compared too, and not only words

    @property
    def asked(self) -> list[Hit]:
        """The questions that ask nearly the same, with those folded."""
        return [hit for match in self.matches if match.is_asked for hit in (match.hit, *match.same)]

    @property
    def verdict(self) -> str:
        if not self.matches:
            return "Nothing like it on record"
        if not self.asked:
            return "No question on record asks the same. These are the closest"
        return f"Asked {_how_often(self.asked)}; {_how_answered(self.asked)}"


def _how_often(asked: list[Hit]) -> str:
    days = [hit.tabled_on for hit in asked if hit.tabled_on]
    if len(asked) == 1:
        return f"once, on {date_format(days[0], 'j F Y')}" if days else "once"
    return f"{len(asked)} times{f' since {min(days).year}' if days else ''}"


def _how_answered(asked: list[Hit]) -> str:
    last = max((hit.answered_on for hit in asked if hit.answered_on), default=None)
    if not last:
        return "not answered yet"
    return f"{'last ' if len(asked) > 1 else ''}answered on {date_format(last, 'j F Y')}"


def find_asked(text: str, criteria: Criteria, department: int | None = None) -> list[Finding]:
    """A finding for each draft in the text. Raises IndexUnavailable.

    `department`: the primary key of one whose questions are preferred.
    """
    return [_find(Text("", draft, department), criteria) for draft in split_drafts(text)]


def explain_missing_model(findings: list[Finding]) -> str:
    """Why only words were compared; '' if the meaning was compared too."""
    if all(one.is_by_meaning for one in findings):
        return ""
    return f"{NOT_ANSWERING if is_installed() else NOT_INSTALLED} {WORDS_ONLY}"


def _find(draft: Text, criteria: Criteria) -> Finding:
    compared = find_similar(store.snapshot(), draft, criteria, set())
    return Finding(draft.text, _matches(draft.text, compared.found[:LOOKED_AT]), compared.is_by_meaning)


def _matches(draft: str, similar: list[Similar]) -> list[Match]:
    found = {one.key: one for one in similar}
    words = [word for word in dict.fromkeys(plain_words(split_formula(draft).rest)) if word not in FUNCTION_WORDS]
    marked = Either(tuple(Word(word) for word in words[:MARKED]))
    loaded = hits([*found], Highlighter(marked))
    close = [hit for hit in loaded if _is_close(draft, hit, found[hit.pk].cosine)]
    asked = {hit.pk for hit in close if is_same(draft, hit.text, found[hit.pk].cosine)}
    folded = [(first, rest, first.pk in asked) for first, *rest in _fold(close)][:SHOWN]
    return [Match(first, is_asked, rest, _later(first, is_asked, folded)) for first, rest, is_asked in folded]


def _is_close(draft: str, hit: Hit, cosine: float | None) -> bool:
    """Words alone decide where the meaning is not known."""
    return share_of_words(draft, hit.text) >= LEAST_WORDS if cosine is None else cosine >= LEAST_MEANING


def _fold(found: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Those with the same words and the same answer together, in the order of the best of each."""
    together: dict[tuple[str, str], list[Hit]] = {}
    for hit in found:
        together.setdefault(_said(hit), []).append(hit)
    yield from together.values()


def _said(hit: Hit) -> tuple[str, str]:
    question = " ".join(plain_words(split_formula(hit.text).rest))
    return question, _answer_text(hit) or f"none {hit.pk}"


def _answer_text(hit: Hit) -> str:
    return hit.answers[-1].text if hit.answers else ""


def _later(hit: Hit, is_asked: bool, folded: list[tuple[Hit, list[Hit], bool]]) -> Hit | None:
    """The last answered of those that ask nearly the same, with another answer, if that is later than this one's."""
    same = (other for first, rest, is_same in folded if is_same for other in (first, *rest))
    others = [other for other in same if other.answered_on and _answer_text(other) != _answer_text(hit)]
    last = max(others, key=lambda other: other.answered_on or date.min, default=None)
    is_overtaken = is_asked and last and hit.answered_on and (last.answered_on or date.min) > hit.answered_on
    return last if is_overtaken else None
