"""What a query names: people, constituencies, posts, departments, topics and questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from questions.rules.parties import party_of
from questions.search.index.analysis import stems
from questions.text.names import fold
from questions.text.typed_names import POSSESSIVE, Fit, Words, fit, is_form, words_typed
from questions.text.typed_titles import (
    body_words,
    could_be_a_post,
    is_body,
    is_ordinary,
    is_seat,
    says_where,
    seat_words,
    title_words,
    titles_meant,
)

from .directory import Directory, Holding, Person, Sat, Seat, Subject

MOST_TOKENS = 15  # of a query: a longer one is not looked at
LONGEST_NAME = 7  # tokens: "the Lord Sample of North Exampleton MP"
MOST_CANDIDATES = 400  # with one word of a name in common
# Words around a name that ask for a list rather than for words in texts.
LISTS = {
    "question",
    "questions",
    "pq",
    "pqs",
    "wpq",
    "wpqs",
    "written",
    "parliamentary",
    "tabled",
    "minister",
    "member",
    "mp",
    "mps",
}
VERBS = {"ask", "asks", "asked", "asking", "answer", "answers", "answered", "answering", "say", "says", "said"}
LITTLE = {
    "by",
    "from",
    "for",
    "to",
    "of",
    "the",
    "about",
    "on",
    "regarding",
    "what",
    "did",
    "do",
    "does",
    "has",
    "have",
}
ASKING = frozenset(LISTS | VERBS | LITTLE)
JOINING = ("and", "or")
# Titles, as names on record have them and as people type them.
OF_MEN = {"mr", "sir", "lord"}
OF_WOMEN = {"mrs", "ms", "miss", "dame", "lady"}
# A number that can be a UIN: not a year, an amount or a percentage.
UIN = re.compile(
    r"(?<![\w£$€.,/-])(?:(?P<label>uins?|w?pqs?|questions?)[\s:#]*(?:no\.?|number)?\s*)?"
    r"(?P<uin>hl\s?\d{1,7}|\d{1,7})(?![\w%/-]|[.,]\d|\s?(?:%|per\b|million|billion|m\b|bn\b))",
    re.I,
)
YEAR = re.compile(r"(?:19|20)\d\d")
LEAST_DIGITS = 5  # of a number without "UIN" or "HL" before it


class Named(NamedTuple):
    """What a query names. `name` has the words that name it, as they were typed, and `rest` the others."""

    people: list[Person] = []
    seats: list[Seat] = []
    holdings: list[Holding] = []  # of the posts named, the latest first
    departments: list[Subject] = []
    topics: list[Subject] = []
    name: str = ""
    rest: str = ""


class Token(NamedTuple):
    """A word as it was typed, and its folded words."""

    typed: str
    words: Words


def find_named(text: str, known: Directory) -> Named:
    """What `text`, plain words, names as a whole; else whom some of its words name in full."""
    text = text.replace("&", " and ")
    tokens = [Token(token, words) for token in text.split() if (words := words_typed(token))]
    if not 0 < len(tokens) <= MOST_TOKENS:
        return Named()
    asked = _trimmed(tokens) or tokens
    whole = Named(
        people=_people(asked, known),
        seats=_seats(asked, known),
        holdings=find_holdings(text, known),
        departments=find_departments(text, known),
        topics=known.topics_by_stems.get(tuple(stems(_as_typed(asked))), []),
    )
    return whole._replace(name=_as_typed(asked)) if any(whole) else _in_part(tokens, known)


def uins_cited(text: str) -> list[str]:
    """The UINs in a text of several words: those after "UIN" or the like, of the Lords, or long and not round."""
    found = [match for match in UIN.finditer(text) if match[0].strip() != text.strip()]
    return [match["uin"].upper().replace(" ", "") for match in found if _is_uin(match["uin"], match["label"])]


def _is_uin(number: str, label: str | None) -> bool:
    """ "20000 police officers" names no question, and neither does "questions 2024"."""
    if label or not number.isdigit():
        return not YEAR.fullmatch(number)
    return len(number) >= LEAST_DIGITS and not number.endswith("00")


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without the words around them that only ask for a list. "Tô Lâm" is not "to Lam"."""
    places = [at for at, token in enumerate(tokens) if not (ASKING.issuperset(token.words) and token.typed.isascii())]
    return tokens[places[0] : places[-1] + 1] if places else []


def _as_typed(tokens: list[Token]) -> str:
    return " ".join(token.typed for token in tokens)


def _name_words(tokens: list[Token]) -> Words:
    return tuple(word for token in tokens for word in token.words if not is_form((word,)))


def _people(tokens: list[Token], known: Directory) -> list[Person]:
    """Shortened given names count only if there are no others."""
    words = _name_words(tokens)
    found = _fitting(words, _with_all(words, known), known) or _fitting(words, _with_any(words, known), known)
    people = [person for person, _ in found]
    others = _others_by_title({word for token in tokens for word in token.words}, known)
    return [person for person in people if person.pk not in others] or people


def _others_by_title(typed: set[str], known: Directory) -> set[int]:
    """The members whose names have a title that contradicts the one typed: lords, for "Mrs Sample"."""
    for own, other in ((OF_MEN, OF_WOMEN), (OF_WOMEN, OF_MEN)):
        if typed & own:
            return set().union(*map(known.called, other)) - set().union(*map(known.called, own))
    return set()


def _fitting(words: Words, members: Iterable[int], known: Directory) -> list[tuple[Person, Fit]]:
    people = (known.people[pk] for pk in members)
    fits = ((person, [how for parts in person.parts if (how := fit(words, parts))]) for person in people)
    return [(person, max(hows)) for person, hows in fits if hows]


def _with_all(words: Words, known: Directory) -> set[int]:
    """The members with all these words in their names, apart from initials."""
    found = sorted((known.called(word) for word in words if len(word) > 1), key=len)
    return found[0].intersection(*found[1:]) if found else set()


def _with_any(words: Words, known: Directory) -> set[int]:
    """Members with one of several words in their names, unless the word is very common."""
    found = [known.called(word) for word in words if len(words) > 1]
    return set().union(*(members for members in found if len(members) <= MOST_CANDIDATES))


def _seats(tokens: list[Token], known: Directory) -> list[Seat]:
    """The one with exactly this name comes first."""
    typed = seat_words(_as_typed(tokens))
    if not says_where(typed) or is_ordinary(_as_typed(tokens)):
        return []
    found = [seat for seat in known.seats.values() if typed[0] in seat.words and is_seat(typed, seat.words)]
    return sorted(found, key=lambda seat: seat.words != typed)


def find_holdings(text: str, known: Directory) -> list[Holding]:
    """Those who hold a post first, then from the last to the first."""
    typed = title_words(text)
    titles = titles_meant(typed, known.titles) if could_be_a_post(typed) else []
    found = [held for title in titles for held in known.holdings[title]]
    return sorted(found, key=lambda held: (held.last or 9999, held.first, held.rank), reverse=True)


def find_departments(text: str, known: Directory) -> list[Subject]:
    """The open ones first."""
    words, short = () if is_ordinary(text) else body_words(text), fold(text)
    found = [one for one in known.departments if one.short == short or is_body(words, one.words)]
    return sorted(found, key=lambda one: one.is_closed)


def _in_part(tokens: list[Token], known: Directory) -> Named:
    """Whom the longest runs of words name in full, and the words around them."""
    for start, end, people in _runs(tokens, known):
        sides = [_beside(side, people, known) for side in (tokens[:start], tokens[end:])]
        if None not in sides:
            return _together([Named(people=people, name=_as_typed(tokens[start:end])), *filter(None, sides)])
    return Named()


def _runs(tokens: list[Token], known: Directory) -> Iterator[tuple[int, int, list[Person]]]:
    """Where somebody's full name begins and ends, the longest first."""
    could_name = [_could_name(token, known) for token in tokens]
    for length in range(min(len(tokens), LONGEST_NAME), 1, -1):
        for start in range(len(tokens) - length + 1):
            end = start + length
            is_it = all(could_name[start:end]) and not _owns(tokens[end - 1], tokens[end : end + 1])
            if is_it and (people := _in_full(tokens[start:end], known)):
                yield start, end, people


def _owns(token: Token, following: list[Token]) -> bool:
    """Whether it belongs to the name of a thing: "the Duke of Sample's Award", but not "Ann Sample's questions"."""
    return bool(POSSESSIVE.search(token.typed)) and not all(ASKING.issuperset(after.words) for after in following)


def _beside(tokens: list[Token], people: list[Person], known: Directory) -> Named | None:
    """What the words on one side of a name add: nothing, if they say who these people are; other names; other words.
    None if they show that it is no name of a member: "Robert Sample and Ann Example Hospital"."""
    if _say_who(tokens, people, known):
        return Named()
    joined = [place for place in (0, -1) if tokens and tokens[place].typed in JOINING]
    others = tokens[1 if 0 in joined else 0 : -1 if -1 in joined else None]
    found = _in_part(others, known)
    if found.people or not others:
        return found
    return None if joined else Named(rest=_as_typed(_trimmed(tokens)))


def _say_who(tokens: list[Token], people: list[Person], known: Directory) -> bool:
    """Whether these words are a post, a constituency or the party of one of these people."""
    words = _trimmed(tokens)
    holders = {held.person.pk for held in find_holdings(_as_typed(tokens), known)}
    members = {person.pk for seat in _seats(words, known) for _, person in seat.holders}
    return any(one.pk in holders | members or _is_party(_as_typed(words), one.sat) for one in people)


def _is_party(typed: str, sat: Sat | None) -> bool:
    """Not in small letters: "green" may be what a question is about."""
    return sat is not None and not typed.islower() and bool(typed) and party_of(typed).slug == sat.party_slug


def _together(found: list[Named]) -> Named:
    return Named(
        people=[person for one in found for person in one.people],
        name=" and ".join(one.name for one in found if one.name),
        rest=" ".join(one.rest for one in found if one.rest),
    )


def _could_name(token: Token, known: Directory) -> bool:
    """Whether it may be part of a full name. An initial must be a capital, because "a" is also a word."""
    if len(token.typed.strip(".")) == 1:
        return token.typed.isupper()
    return is_form(token.words) or all(word in known.by_word for word in token.words)


def _in_full(run: list[Token], known: Directory) -> list[Person]:
    words = _name_words(run)
    return [person for person, how in _fitting(words, _with_all(words, known), known) if how is Fit.FULL]
