"""The texts that a generated archive varies: real ones from ../shared/data, or else invented ones."""

from __future__ import annotations

import html
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from questions.text.cleaning import answer_wording, as_html, question_wording

from .queries import QUERIES

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "fulltext" / "questions.jsonl.xz"
DEPARTMENTS = (
    "Department of Health and Social Care",
    "Department for Education",
    "Home Office",
    "Treasury",
    "Ministry of Defence",
    "Department for Transport",
    "Department for Work and Pensions",
    "Ministry of Justice",
    "Cabinet Office",
    "Department for Energy Security and Net Zero",
)
OPENING = 60  # characters of a question that show whom it asks
MADE_UP = 5000
SYLLABLES = ("ba", "co", "di", "fen", "gor", "hal", "im", "jun", "kes", "lor", "mon", "nar", "os", "per", "qui", "ral")


class Text(NamedTuple):
    department: str
    heading: str
    question: str
    answer: str  # HTML; "" if there is none
    is_cut: bool  # whether the answer is incomplete


class Texts(NamedTuple):
    texts: list[Text]
    words: list[str]  # words in lower case, each as often as it is used
    endings: list[str]  # complete answers, to continue incomplete ones


def load(random: Random) -> Texts:
    texts = list(_real()) if REAL.is_file() else list(_made_up(random))
    texts = _with_departments(texts)
    texts = _with_headings(texts, random)
    random.shuffle(texts)
    used = (word for text in texts[:5000] for word in f"{text.question} {text.answer}".split())
    words = [word for word in used if word.isalpha() and word.islower()]
    return Texts(texts, words, [text.answer for text in texts if text.answer and not text.is_cut])


def vary(text: str, words: list[str], random: Random) -> str:
    """The text with every twelfth plain word (no tags or names) replaced by a random one from `words`."""
    there = text.split(" ")
    for _ in range(len(there) // 12):
        place = int(random.random() * len(there))
        if there[place].isalpha() and there[place].islower():
            there[place] = words[int(random.random() * len(words))]
    return " ".join(there)


def _real() -> Iterator[Text]:
    with lzma.open(REAL, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield _read(json.loads(line))


def _read(record: dict[str, Any]) -> Text:
    answer = record.get("answer") or ""
    return Text(
        record.get("answeringBodyName") or "",
        record.get("heading") or "",
        question_wording(record["question"]).body,
        as_html(answer_wording(answer)) if answer else "",
        bool(record.get("answerTruncated")),
    )


def _with_departments(texts: list[Text]) -> list[Text]:
    """Give texts without a department the one most often asked in these words, or else one of the largest."""
    asked: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        asked[_opening(text)][text.department] += bool(text.department)
    usual = {opening: counted.most_common(1)[0][0] for opening, counted in asked.items()}
    return [
        text if text.department else text._replace(department=usual[_opening(text)] or DEPARTMENTS[place % 10])
        for place, text in enumerate(texts)
    ]


def _opening(text: Text) -> str:
    return text.question.partition(", ")[0][:OPENING]


def _with_headings(texts: list[Text], random: Random) -> list[Text]:
    """Give most texts without a heading one from the same department, because few in an archive have none."""
    known: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        if text.heading:
            known[text.department].append(text.heading)
    return [
        text if text.heading or random.random() < 0.05 else text._replace(heading=_any(known[text.department], random))
        for text in texts
    ]


def _any(values: list[str], random: Random) -> str:
    return random.choice(values) if values else ""


def _made_up(random: Random) -> Iterator[Text]:
    terms, weights = _vocabulary(random)
    for _ in range(MADE_UP):
        department = random.choice(DEPARTMENTS)
        heading, question, *answer = (" ".join(random.choices(terms, weights, k=k)) for k in (3, 30, 60, 50))
        asked = f"To ask the {department}, what steps they are taking on {question}."
        told = "".join(f"<p>{html.escape(paragraph)}.</p>" for paragraph in answer)
        yield Text(department, heading.title(), asked, told if random.random() < 0.77 else "", is_cut=False)


def _vocabulary(random: Random) -> tuple[list[str], list[float]]:
    """Searched and invented words, with weights: the n-th is used in proportion to 1 / (n + 2)."""
    asked = [query.words.replace('"', "") for query in reversed(QUERIES)]
    invented = ["".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(3000)]
    mixed = [term for five in range(40) for term in (asked[five], *invented[five * 5 : five * 5 + 5])]
    terms = [*mixed, *invented[200:]]
    return terms, [1 / (place + 2) for place in range(len(terms))]
