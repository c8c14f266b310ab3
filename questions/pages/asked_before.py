"""“Asked before?”: the questions most like a draft, and whether one of them already asks the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from questions.models import Question
from questions.search.criteria import Criteria
from questions.search.highlight import Highlighter
from questions.search.hit import Given, Hit
from questions.search.index import store
from questions.search.index.analysis import plain_words
from questions.search.language.tree import Either, Word
from questions.search.loaded_hits import hits
from questions.search.names.addressee import find_department_asked
from questions.search.names.kept import directory
from questions.search.similar import Text, find_similar
from questions.search.vectors.model import is_installed
from questions.text.drafts import MOST_DRAFTS
from questions.text.question_formula import split_formula

from .same_question import SAYING_LITTLE, is_same, share_of_words

SHOWN = 10  # matches of a draft
LOOKED_AT = 100  # from which these are chosen: those that say the same are folded into one
MARKED = 30  # words of a draft that are marked in its matches
# A match with less than this is not shown.
LEAST_WORDS, LEAST_MEANING = 0.2, 0.5
LONGEST = 20_000  # characters of all drafts
NOT_INSTALLED = "Search by meaning is not installed on this site."
NOT_ANSWERING = "Search by meaning is not available at the moment."
WORDS_ONLY = "Only words are compared here, so questions in other words may be missing."
NOT_READY = "Search by meaning is not ready for all older questions yet. For some of them, only words are compared."


class Match(NamedTuple):
    """`same`: questions with the same words and the same answer, which are folded into this one."""

    hit: Hit
    is_asked: bool  # whether it asks the same as the draft
    same: list[Hit]
    later: Hit | None  # a later one that asks the same, and whose answer is another

    @property
    def answer(self) -> Given | None:
        return self.hit.answers[-1] if self.hit.answers else None


class Finding(NamedTuple):
    """`asked`: all questions that ask the same, of which only some are in the matches shown."""

    draft: str
    matches: list[Match]
    asked: list[Hit]
    is_narrowed: bool  # whether only some questions were looked at
    is_by_meaning: bool  # whether the meaning was compared too, and not only words
    is_complete: bool  # whether the meaning of all older questions is known

    @property
    def verdict(self) -> str:
        among = " among these questions" if self.is_narrowed else ""
        if not self.matches:
            return f"Nothing like it{among or ' on record'}"
        if not self.asked:
            return f"Not asked in these words{among}. These are the closest"
        return f"Asked {_how_often(self.asked)}{among}; {_how_answered(self.asked)}"


def _how_often(asked: list[Hit]) -> str:
    days = [hit.tabled_on for hit in asked if hit.tabled_on]
    if len(asked) == 1:
        return f"once, on {date_format(days[0], 'j F Y')}" if days else "once"
    least = "at least " if len(asked) == LOOKED_AT else ""
    return f"{least}{len(asked)} times{f' since {min(days).year}' if days else ''}"


def _how_answered(asked: list[Hit]) -> str:
    last = max((hit.answered_on for hit in asked if hit.answered_on), default=None)
    if last:
        return f"{'last ' if len(asked) > 1 else ''}answered on {date_format(last, 'j F Y')}"
    is_withdrawn = all(hit.status == Question.Status.WITHDRAWN for hit in asked)
    return "withdrawn" if is_withdrawn else "not answered yet"


def find_asked(drafts: Sequence[str], criteria: Criteria, department: int | None = None) -> list[Finding]:
    """A finding for each draft, MOST_DRAFTS at most. Raises IndexUnavailable.

    `department`: the primary key of one whose questions are preferred; by default the one that a draft is put to.
    """
    return [
        _find(Text("", draft, department or find_department_asked(draft, directory())), criteria)
        for draft in drafts[:MOST_DRAFTS]
    ]


def explain_missing_model(findings: list[Finding]) -> str:
    """Why only words were compared, or only words of some questions; '' if the meaning was compared too."""
    if all(one.is_by_meaning for one in findings):
        return "" if all(one.is_complete for one in findings) else NOT_READY
    return f"{NOT_ANSWERING if is_installed() else NOT_INSTALLED} {WORDS_ONLY}"


def _find(text: Text, criteria: Criteria) -> Finding:
    compared = find_similar(store.snapshot(), text, criteria, set())
    similar, draft = {one.key: one for one in compared.found[:LOOKED_AT]}, text.text
    loaded = hits([*similar], Highlighter(_marked(draft)))
    close = [hit for hit in loaded if _is_close(draft, hit, similar[hit.pk].cosine)]
    asked = [hit for hit in close if is_same(draft, hit.text, similar[hit.pk].cosine)]
    groups = [*_fold(close)]
    matches = [_match(group, asked, groups) for group in groups[:SHOWN]]
    return Finding(draft, matches, asked, bool(criteria.chosen), compared.is_by_meaning, compared.is_complete)


def _marked(draft: str) -> Either:
    """What is marked in the matches: the words of the draft that say something."""
    words = dict.fromkeys(plain_words(split_formula(draft).rest))
    return Either(tuple(Word(word) for word in words if len(word) > 1 and word not in SAYING_LITTLE)[:MARKED])


def _match(group: list[Hit], asked: list[Hit], groups: list[list[Hit]]) -> Match:
    first, *rest = group
    is_asked = first in asked
    return Match(first, is_asked, rest, _later(group, groups, asked) if is_asked else None)


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
    """The same for questions that are folded. Of texts that are cut, the rest may differ."""
    is_known = hit.answers and not hit.text_is_cut and not hit.answers[-1].text_is_cut
    question = " ".join(plain_words(split_formula(hit.text).rest))
    return question, _answer_text(hit) if is_known and _answer_text(hit) else f"none {hit.pk}"


def _answer_text(hit: Hit) -> str:
    return hit.answers[-1].text if hit.answers else ""


def _later(group: list[Hit], groups: list[list[Hit]], asked: list[Hit]) -> Hit | None:
    """The last answered of all that ask the same, if its answer is another and later than any of this group."""
    others = [hit for other in groups if other is not group for hit in other if hit in asked and hit.answered_on]
    last = max(others, key=_answered_on, default=None)
    is_later = last and group[0].answered_on and _answered_on(last) > max(map(_answered_on, group))
    return last if is_later and last and _answer_text(last) != _answer_text(group[0]) else None


def _answered_on(hit: Hit) -> date:
    return hit.answered_on or date.min
