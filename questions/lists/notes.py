"""How a list's query was understood, and suggestions if it found nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

from questions.search import queries
from questions.search.index.analysis import plain_words
from questions.search.index.schema import WORDS
from questions.search.index.store import Snapshot
from questions.search.language import tree
from questions.search.language.meaning import Meaning, Widened
from questions.search.language.other_spellings import Offered, Respelt
from questions.search.language.spelling import did_you_mean
from questions.text.typed_references import identify_question

from .absent_months import Absent, find_absent
from .closest import Either, offer_either
from .filters import QuestionFilterSet
from .named import Panel, named

CURRENCY = re.compile(r"[$€]\s?\d")
CONTEXT = 60  # characters shown on each side of a mistake


class Mistake(NamedTuple):
    """A mistake in a query: the text around it in three parts, the reason, and what was searched for instead."""

    before: str
    wrong: str
    after: str
    message: str
    instead: str


class Notes(NamedTuple):
    mistake: Mistake | None = None
    widened: list[Widened] = []
    respelt: Respelt | None = None
    offered: list[Offered] = []
    nobody: list[tree.Named] = []
    is_unmeant: bool = False  # whether only the words of a text were searched for, not its meaning
    most_meant: int = 0  # how many questions a search by meaning finds at most, if it found as many
    is_meant_of_all: bool = True  # whether the meaning of all older questions is known
    as_acronyms: str = ""
    did_you_mean: str = ""
    in_small_letters: str = ""
    either: Either | None = None
    is_in_currency: bool = False  # whether a sum is in a currency other than pounds, which searches do not tell apart
    is_of_no_question: bool = False  # whether a UIN or a question's address was typed that is not in the archive
    absent: Absent = Absent()  # months asked for that are not in the archive


def notes(filterset: QuestionFilterSet) -> Notes:
    return _notes_on_query(filterset)._replace(absent=find_absent(filterset))


def _notes_on_query(filterset: QuestionFilterSet) -> Notes:
    """Look for corrections and other spellings only if nothing was found."""
    meaning = filterset.meaning if filterset.is_valid() else None
    if meaning is None:
        return Notes()
    typed = filterset.form.cleaned_data["q"]
    nothing = meaning.tree is not None and filterset.qs.count() == 0
    if identify_question(typed) and (nothing or not typed.strip().isdigit()):  # a number may be of anything
        return Notes(is_of_no_question=True)
    return Notes(
        mistake=_mistake(typed, meaning),
        widened=meaning.widened,
        respelt=_in_archive(filterset.qs.snapshot, meaning.respelt),
        offered=meaning.offered,
        nobody=meaning.nobody,
        is_unmeant=bool(meaning.unmeant),
        most_meant=meaning.most_meant,
        is_meant_of_all=meaning.is_meant_of_all,
        as_acronyms=meaning.as_acronyms,
        did_you_mean=_correction(filterset, meaning) if nothing else "",
        in_small_letters=_in_small_letters(filterset, meaning) if nothing else "",
        either=offer_either(filterset),
        is_in_currency=not nothing and CURRENCY.search(typed) is not None,
    )


def _in_archive(snapshot: Snapshot, respelt: Respelt | None) -> Respelt | None:
    """Without spellings that no text has, which would only look odd."""
    there = [one for one in respelt.spellings if _is_there(snapshot, one)] if respelt else []
    return respelt._replace(spellings=there) if respelt and there else None


def _is_there(snapshot: Snapshot, spelling: str) -> bool:
    words = plain_words(spelling)
    if len(words) == 1:
        forms = (words[0], f"{words[0]}s")
        return any(snapshot.searcher.doc_freq(field, form) for field in WORDS.values() for form in forms)
    query = queries.silent(queries.of_tree(tree.Phrase(spelling)))
    return snapshot.once(("spelling", spelling), lambda: bool(snapshot.search(query, 1).hits))


def _correction(filterset: QuestionFilterSet, meaning: Meaning) -> str:
    better = did_you_mean(filterset.qs.snapshot, meaning.read)
    other = _instead(filterset, better)
    return better if better and (other.qs.count() or _has_questions(named(other))) else ""


def _has_questions(panel: Panel) -> bool:
    people = (*panel.people, *panel.holders, *panel.earlier)
    links = (link for one in people for link in (one.asked, one.answered))
    things = (*panel.seats, *panel.departments, *panel.topics)
    return any(link.number for link in (*links, *(one.questions for one in things)))


def _in_small_letters(filterset: QuestionFilterSet, meaning: Meaning) -> str:
    other = meaning.in_small_letters
    return other if other and _instead(filterset, other).qs.count() else ""


def _instead(filterset: QuestionFilterSet, query: str) -> QuestionFilterSet:
    """The same list with another query."""
    given = filterset.given.copy()
    given["q"] = query
    return type(filterset)(given, filterset.preset)


def _mistake(typed: str, meaning: Meaning) -> Mistake | None:
    if not (trouble := meaning.trouble):
        return None
    before, after = typed[: trouble.start], typed[trouble.end :]
    return Mistake(
        before=before if len(before) <= CONTEXT else f"…{before[-CONTEXT:]}",
        wrong=typed[trouble.start : trouble.end][:CONTEXT],
        after=after if len(after) <= CONTEXT else f"{after[:CONTEXT]}…",
        message=trouble.message,
        instead=trouble.instead,
    )
