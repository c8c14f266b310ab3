"""People's names: how they are compared, and the surname for lists. Pure functions."""

from __future__ import annotations

import re
import unicodedata

from .plain import INVISIBLE

# Letters that are not an accented form of another letter.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# Characters inside a word that are sometimes written, sometimes left out, and sometimes replaced by a space.
JOINTS = re.compile(r"(?<=[^\W_])['’‘ʼ`´\-‐‑‒–](?=[^\W_])")
HYPHENS = re.compile("[-‐‑‒–]")
NO_LETTER = re.compile(r"[\W_]+")
# Forms of address, which some sources write before or after a name, and others leave out. A peer's title is part of
# the name.
FORMS = {
    "the",
    "rt",
    "right",
    "hon",
    "honourable",
    "mr",
    "mrs",
    "ms",
    "miss",
    "sir",
    "dame",
    "dr",
    "prof",
    "professor",
    "rev",
    "revd",
    "mp",
    "kc",
    "qc",
}
MOST_WORDS = 50  # in what somebody typed
# What people say for a title.
SAID = {
    **dict.fromkeys(("baroness", "countess", "viscountess", "marchioness"), "lady"),
    **dict.fromkeys(("earl", "viscount", "marquess", "baron"), "lord"),
}
# A peer's or a bishop's title. The name for lists comes after it.
TITLE = re.compile(
    r"((?:the )?(?:lord |lady )?(?:(?:arch)?bishop of|(?:lord|lady|baron|baroness|viscount|viscountess|earl|countess|"
    r"duke|duchess|marquess|marchioness)(?: of)?)) (\S.*)",
    re.I,
)


def fold(text: str) -> str:
    """A text's words in lower case, without accents, apostrophes and hyphens: "o’brien" becomes "obrien"."""
    letters = unicodedata.normalize("NFKD", INVISIBLE.sub("", text)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(PLAIN)
    return " ".join(NO_LETTER.sub(" ", JOINTS.sub("", plain)).split())


def split_hyphens(name: str) -> str:
    """ "Mary Sample Demo" from "Mary Sample-Demo"."""
    return JOINTS.sub(" ", name)


def folded_words(name: str) -> list[str]:
    """The words that find a name: whole words, parts of hyphenated ones, and what people say for titles."""
    whole = fold(name).split()
    return list(
        dict.fromkeys((*whole, *fold(split_hyphens(name)).split(), *(SAID[word] for word in whole if word in SAID)))
    )


def words_called(text: str) -> list[str]:
    """The words that somebody typed, all of which a name must have."""
    return list(dict.fromkeys(without_forms(HYPHENS.sub(" ", text))))[:MOST_WORDS]


def without_forms(text: str) -> list[str]:
    """A name's words without forms of address, unless there are no others."""
    words = fold(text).split()
    return [word for word in words if word not in FORMS] or words


def surname_first(name: str, family: str = "") -> str:
    """ "Shannon, Jim"; for a peer "Sample of Exampleton, Lord". `family` gives a surname of several words."""
    name = " ".join(name.split())
    if titled := TITLE.fullmatch(name):
        return f"{titled[2]}, {titled[1]}"
    words = name.split(" ")
    place = _surname_at(words, family)
    return ", ".join(filter(None, (" ".join(words[place:]), " ".join(words[:place]))))


def listed_as(name: str, list_name: str) -> str:
    """The current name, surname first, if it contains the surname from the list; else the name in the list."""
    family = list_name.partition(",")[0]
    return surname_first(name, family) if _joined(name).endswith(_joined(family)) else list_name


def _surname_at(words: list[str], family: str) -> int:
    """The position at which the surname begins: by default the last word."""
    tails = (place for place in range(len(words)) if _joined(" ".join(words[place:])) == _joined(family))
    return next(tails, len(words) - 1)


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")
