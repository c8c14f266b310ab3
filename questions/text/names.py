"""People's names, pure: how they are compared, and under which surname somebody is listed."""

from __future__ import annotations

import re
import unicodedata

from .plain import INVISIBLE

# Letters that are no others with an accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# Within a word they are written, or left out, or a space stands for them.
JOINTS = re.compile(r"(?<=[^\W_])['’‘ʼ`´\-‐‑‒–](?=[^\W_])")
HYPHENS = re.compile("[-‐‑‒–]")
NO_LETTER = re.compile(r"[\W_]+")
# What stands before some names in one source, and not in another, or after them. A peer's title is part of the name.
FORMS = {
    *("the", "rt", "right", "hon", "honourable", "mr", "mrs", "ms", "miss", "sir", "dame"),
    *("dr", "prof", "professor", "rev", "revd", "mp", "kc", "qc"),
}
MOST_WORDS = 50  # of what somebody typed
# What people say for a title.
SAID = {
    **dict.fromkeys(("baroness", "countess", "viscountess", "marchioness"), "lady"),
    **dict.fromkeys(("earl", "viscount", "marquess", "baron"), "lord"),
}
# A peer's or a bishop's title, after which the name follows by which they are listed.
TITLE = re.compile(
    r"((?:the )?(?:lord |lady )?(?:(?:arch)?bishop of|(?:lord|lady|baron|baroness|viscount|viscountess|earl|countess|"
    r"duke|duchess|marquess|marchioness)(?: of)?)) (\S.*)",
    re.I,
)


def fold(text: str) -> str:
    """A text's words in small letters, without accents, apostrophes and hyphens: "o’brien" is "obrien"."""
    letters = unicodedata.normalize("NFKD", INVISIBLE.sub("", text)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(PLAIN)
    return " ".join(NO_LETTER.sub(" ", JOINTS.sub("", plain)).split())


def parted(name: str) -> str:
    """ "Mary Sample Demo" of "Mary Sample-Demo"."""
    return JOINTS.sub(" ", name)


def folded_words(name: str) -> list[str]:
    """The words by which a name is found: whole, and parted where they have joints; and what people say for titles."""
    whole = fold(name).split()
    return list(dict.fromkeys((*whole, *fold(parted(name)).split(), *(SAID[word] for word in whole if word in SAID))))


def words_called(text: str) -> list[str]:
    """The words of what somebody typed that a name has to have."""
    return list(dict.fromkeys(without_forms(HYPHENS.sub(" ", text))))[:MOST_WORDS]


def without_forms(text: str) -> list[str]:
    """The words of a name but for forms of address, unless there is nothing else."""
    words = fold(text).split()
    return [word for word in words if word not in FORMS] or words


def surname_first(name: str, family: str = "") -> str:
    """ "Shannon, Jim"; of a peer "Sample of Exampleton, Lord". `family` tells a surname of several words."""
    name = " ".join(name.split())
    if titled := TITLE.fullmatch(name):
        return f"{titled[2]}, {titled[1]}"
    words = name.split(" ")
    place = _surname_at(words, family)
    return ", ".join(filter(None, (" ".join(words[place:]), " ".join(words[:place]))))


def listed_as(name: str, list_name: str) -> str:
    """The name that is used, surname first, where the surname in the list is in it; else as the list has it."""
    family = list_name.partition(",")[0]
    return surname_first(name, family) if _joined(name).endswith(_joined(family)) else list_name


def _surname_at(words: list[str], family: str) -> int:
    """From which word on the name is the surname: by default the last."""
    tails = (place for place in range(len(words)) if _joined(" ".join(words[place:])) == _joined(family))
    return next(tails, len(words) - 1)


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")
