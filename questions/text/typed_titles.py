"""Posts, departments, constituencies and topics as people type them: "Home Secretary", "DfE", "Leeds". Pure."""

from __future__ import annotations

from collections.abc import Iterable

from .typed_names import Words, without_the, words_typed

JOINING = frozenset(("of", "the", "for", "and", "to", "in", "at", "state", "hm", "his", "her", "majestys", "uk")) | {
    "former",
    "ex",
}
# What people say for words of titles.
SAID_FOR: dict[str, Words] = {
    "pm": ("prime", "minister"),
    "dpm": ("deputy", "prime", "minister"),
    "welsh": ("wales",),
    "scottish": ("scotland",),
}
SAID_ALONE: dict[Words, Words] = {("chancellor",): ("chancellor", "exchequer")}
ROLES = frozenset(("secretary", "minister", "chancellor", "whip", "leader", "general", "president", "seal")) | {
    "advocate",
    "comptroller",
    "treasurer",
}
LOWER = frozenset(("deputy", "under", "assistant"))  # another post, so only if typed
# Words that alone do not tell one post from another.
COMMON = LOWER | {"secretary", "minister", "parliamentary", "lord", "lady", "baroness", "whip", "senior", "junior"}
OF_A_SUBJECT = ("Secretary of State for", "Minister for")
BODIES = frozenset(("department", "departments", "dept", "ministry"))
DIRECTIONS = frozenset(("north", "south", "east", "west", "mid", "central", "city"))
# Words that begin names of departments and constituencies, and that alone, in small letters, mean something else.
ORDINARY = (
    {"children", "church", "civil", "deputy", "digital", "foreign", "government", "home", "house", "innovation"}
    | {"international", "leader", "lord", "members", "national", "office", "prime", "public", "social", "women", "work"}
    | {"down", "forest", "great", "high", "isle", "new", "old", "st"}
)


def title_words(text: str) -> frozenset[str]:
    """The words of a post's title, or of what somebody typed for it, that tell it from others, in the singular."""
    said = [word for one in words_typed(text) for word in SAID_FOR.get(one, (one,)) if word not in JOINING]
    return frozenset(map(_singular, SAID_ALONE.get(tuple(said), said)))


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def could_be_a_post(words: frozenset[str]) -> bool:
    """Not if it is a single word, such as "general" or "leaders", or "government ministers"."""
    return len(words) > 1 and bool(words & ROLES and words - COMMON - {"government"})


def is_ordinary(typed: str) -> bool:
    return typed.removeprefix("the ") in ORDINARY


def titles_meant(typed: frozenset[str], titles: dict[str, frozenset[str]]) -> list[str]:
    """The titles with all typed words (see `title_words`); only those with no others, unless they name a subject.

    So "Prime Minister" is not the Deputy Prime Minister, but "education secretary" is also the Secretary of State for
    Education and Skills. The second of two posts counts too: "Secretary of State for Justice and Lord Chancellor".
    """
    found = [title for title, words in titles.items() if typed <= words and not _is_lower(title, words, typed)]
    same = [title for title in found if typed in (titles[title], title_words(title.rpartition(" and ")[2]))]
    return same if same and not same[0].startswith(OF_A_SUBJECT) else found


def _is_lower(title: str, words: frozenset[str], typed: frozenset[str]) -> bool:
    """Whether it is another post than the one typed: a deputy, or a secretary who is not a Secretary of State."""
    is_parliamentary = title.startswith("Parliamentary") and typed.isdisjoint(("parliamentary", "under"))
    return is_parliamentary or not LOWER.isdisjoint(words - typed)


def body_words(name: str) -> Words:
    """A department's name without "Department for" and the like: "Education", but "Home Office"."""
    words = [word for word in words_typed(name) if word not in BODIES]
    while words and words[0] in JOINING:
        words.pop(0)
    return tuple(words)


def is_body(typed: Words, words: Words) -> bool:
    """Whether typed words are a department's words, or the beginning of them (both from `body_words`)."""
    is_short = len(typed) == 2 and typed[1] == "office" and words[:1] + words[-1:] == typed  # the Foreign Office
    return bool(typed) and (words[: len(typed)] == typed or is_short)


def seat_words(text: str) -> Words:
    """The words of a constituency's name: "Wrekin" for "The Wrekin"."""
    return without_the(words_typed(text))


def is_seat(typed: Words, words: Words) -> bool:
    """Whether typed words are a constituency's (both from `seat_words`), their beginning, or all except directions.

    "Hackney" is Hackney North and Hackney South, and "Somerset" North Somerset.
    """
    place = tuple(word for word in words if word not in DIRECTIONS)
    return words[: len(typed)] == typed or place == typed or (len(words) == len(typed) and set(words) == set(typed))


def says_where(typed: Iterable[str]) -> bool:
    """Whether there is anything but directions and joining words."""
    return any(word not in DIRECTIONS and word not in JOINING for word in typed)
