"""“Asked before?”: the questions most like a draft, and whether one of them already asks the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from questions import models
from questions.models.lineage import widen
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
from questions.templating import with_article
from questions.text.drafts import MOST_DRAFTS
from questions.text.question_formula import split_formula

from .asked_before_verdict import MOST_COUNTED, write_verdict
from .same_question import SAYING_LITTLE, cited_uins, is_same, share_of_words

SHOWN = 10  # matches of a draft
MARKED = 30  # words of a draft that are marked in its matches
# A match with less than this is not shown.
LEAST_WORDS, LEAST_MEANING = 0.2, 0.5
LONGEST = 20_000  # characters of all drafts
TOO_LONG = f"Your drafts must be {LONGEST:,} characters or fewer. Paste some of them."
SAME_WORDS, AS_FAR_AS_KNOWN = "nearly the same words", " as far as they are on record"
OVERTAKEN = "Overtaken by a later answer of the same department to a question in nearly the same words:"
NOT_INSTALLED = "Search by meaning is not installed on this site."
NOT_ANSWERING = "Search by meaning is not available at the moment."
WORDS_ONLY = "Only words are compared here, so questions in other words may be missing."
NOT_READY = "Search by meaning is not ready for all older questions yet. For some of them, only words are compared."


class Match(NamedTuple):
    """`same`: questions with the same words and the same answer, which are folded into this one."""

    hit: Hit
    is_asked: bool  # whether it asks the same as the draft
    is_elsewhere: bool  # the same, but of another department than the draft
    same: list[Hit]
    later: Hit | None  # one that asks the same department the same, and has another, later answer

    @property
    def said(self) -> str:
        """'' unless it asks the same."""
        if not self.is_asked:
            return ""
        known = f"{SAME_WORDS}{AS_FAR_AS_KNOWN if self.hit.text_is_cut else ''}"
        department = self.hit.department if self.is_elsewhere else None
        return f"{known}, put to {with_article(department)}" if department else known

    @property
    def overtaken(self) -> str:
        return OVERTAKEN if self.later else ""

    @property
    def answer(self) -> Given | None:
        return self.hit.answers[-1] if self.hit.answers else None


class Department(NamedTuple):
    """The one that a draft is put to. `keys`: its own primary key, and those of its predecessors and successors."""

    name: str = ""
    keys: frozenset[int] = frozenset()


class Finding(NamedTuple):
    """`asked`: all questions that ask the same department the same, or any department if the draft names none;
    `elsewhere`: those that ask others. Only some of both are in the matches shown, so `left` are not.

    `cited`: UINs that the draft refers to.
    """

    draft: str
    department: Department
    matches: list[Match]
    left: int
    asked: list[Hit]
    elsewhere: list[Hit]
    cited: list[str]
    is_narrowed: bool  # whether only some questions were looked at
    is_by_meaning: bool  # whether the meaning was compared too, and not only words
    is_complete: bool  # whether the meaning of all older questions is known

    @property
    def more(self) -> str:
        """What is not shown."""
        return f"{self.left} more in nearly the same words are not shown." if self.left else ""

    @property
    def verdict(self) -> str:
        if not self.matches:
            return f"Nothing like it {'among these questions' if self.is_narrowed else 'on record'}"
        return write_verdict(self.asked, self.elsewhere, self.department.name, is_narrowed=self.is_narrowed)


def find_asked(drafts: Sequence[str], criteria: Criteria, department: int | None = None) -> list[Finding]:
    """A finding for each draft, MOST_DRAFTS at most. Raises IndexUnavailable.

    `department`: the primary key of one whose questions are preferred; by default the one that a draft is put to.
    """
    return [
        _find(Text("", draft, department or find_department_asked(draft, directory())), criteria)
        for draft in drafts[:MOST_DRAFTS]
    ]


def explain_left_out(drafts: Sequence[str]) -> str:
    """Which of the drafts were not compared; '' if all were."""
    number = len(drafts)
    are_too_many = f"These are the first {MOST_DRAFTS} of your {number} drafts. Paste the others by themselves."
    return are_too_many if number > MOST_DRAFTS else ""


def explain_missing_model(findings: list[Finding]) -> str:
    """Why only words were compared, or only words of some questions; '' if the meaning was compared too."""
    if all(one.is_by_meaning for one in findings):
        return "" if all(one.is_complete for one in findings) else NOT_READY
    return f"{NOT_ANSWERING if is_installed() else NOT_INSTALLED} {WORDS_ONLY}"


def _find(text: Text, criteria: Criteria) -> Finding:
    compared = find_similar(store.snapshot(), text, criteria, set())
    similar, draft = {one.key: one for one in compared.found[:MOST_COUNTED]}, text.text
    loaded = hits([*similar], Highlighter(_marked(draft)))
    close = [hit for hit in loaded if _is_close(draft, hit, similar[hit.pk].cosine)]
    same = [hit for hit in close if is_same(draft, hit.text, similar[hit.pk].cosine, is_cut=hit.text_is_cut)]
    department = _department(text.department)
    asked, elsewhere = _divide(same, department)
    groups = [*_fold(close)]
    matches = [_match(group, asked, elsewhere) for group in groups[:SHOWN]]
    left = sum(hit in same for group in groups[SHOWN:] for hit in group)
    state = (bool(criteria.chosen), compared.is_by_meaning, compared.is_complete)
    return Finding(draft, department, matches, left, asked, elsewhere, cited_uins(draft), *state)


def _department(key: int | None) -> Department:
    name = models.Department.objects.filter(pk=key).values_list("name", flat=True).first() if key else None
    return Department(name, frozenset(widen([key]))) if key and name else Department()


def _divide(same: list[Hit], department: Department) -> tuple[list[Hit], list[Hit]]:
    """Those put to that department, or all if there is none; and the others. Two departments can have one name."""
    if not department.keys:
        return same, []
    put_to = models.Question.objects.filter(pk__in=[hit.pk for hit in same], department__in=department.keys)
    keys = set(put_to.values_list("pk", flat=True))
    return [hit for hit in same if hit.pk in keys], [hit for hit in same if hit.pk not in keys]


def _marked(draft: str) -> Either:
    """What is marked in the matches: the words of the draft that say something."""
    words = dict.fromkeys(plain_words(split_formula(draft).rest))
    return Either(tuple(Word(word) for word in words if len(word) > 1 and word not in SAYING_LITTLE)[:MARKED])


def _match(group: list[Hit], asked: list[Hit], elsewhere: list[Hit]) -> Match:
    first, *rest = group
    same = [*asked, *elsewhere]
    later = _later(group, [hit for hit in same if hit not in group]) if first in same else None
    return Match(first, first in same, first in elsewhere, rest, later)


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


def _later(group: list[Hit], same: list[Hit]) -> Hit | None:
    """Of all others that ask the same department the same, the last answered, if its answer is another and later."""
    department, answered_on = group[0].department, max(map(_answered_on, group))
    last = max((hit for hit in same if hit.department == department), key=_answered_on, default=None)
    is_later = last and group[0].answered_on and _answered_on(last) > answered_on
    return last if is_later and last and _answer_text(last) != _answer_text(group[0]) else None


def _answered_on(hit: Hit) -> date:
    return hit.answered_on or date.min
