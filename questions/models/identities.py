"""Titles and addresses of questions and members, which rows of the database and results of searches share."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import slugify

from questions.text.question_formula import capitalise, split_formula, start_after_title, title_of_words

TITLES = {"Mr", "Mrs", "Ms", "Miss", "Dr", "Dame", "Sir", "Rt", "Hon"}
TITLES_OF_LORDS = {"The", "Lord", "Lady", "Baroness", "Viscount", "Earl", "Countess", "Bishop"}
NAME_PREFIXES = TITLES | TITLES_OF_LORDS


@lru_cache(maxsize=20_000)
def _address(name: str, *parts: str | date) -> str:
    """Cached, because lists show the same addresses again and again, and working one out takes longer than a lookup."""
    return reverse(name, args=parts)


class QuestionIdentity:
    """A question's title, content and address: shared by rows and by search results."""

    __slots__ = ()
    if TYPE_CHECKING:
        pk: Any
        parliament_id: Any
        house: Any
        uin: Any
        heading: Any
        text: Any
        text_is_cut: Any
        tabled_on: Any
        answered_on: Any

    def get_absolute_url(self) -> str:
        if self.tabled_on:
            return _address("question", self.house, self.tabled_on.isoformat(), self.uin)
        return _address("question-by-answer", self.house, self.answered_on or "none", self.uin)

    @property
    def title(self) -> str:
        """The heading, else the first words of what is asked; without a text, its UIN.

        Many questions get a heading only shortly before their answer, and some never.
        """
        return self.heading or title_of_words(self.text, is_cut=self.text_is_cut) or f"Question {self.uin}"

    @property
    def is_titled_by_words(self) -> bool:
        """Whether its title is the first words of what is asked, which pages tell apart from a heading."""
        return not self.heading and bool(self.text.strip())

    @property
    def title_and_uin(self) -> str:
        """For pages and lists that show no more of it: "Buses: Fares (UIN 5)", or "Question 5: How many buses…"."""
        if self.heading:
            return f"{self.heading} (UIN {self.uin})"
        words = title_of_words(self.text, is_cut=self.text_is_cut)
        return f"Question {self.uin}: {words}" if words else f"Question {self.uin}"

    @property
    def content(self) -> str:
        """What is asked, without whom it asks ("To ask the Prime Minister, ")."""
        return capitalise(split_formula(self.text).rest)

    @property
    def content_after_title(self) -> str:
        """What a list shows beside the title, which without a heading is the beginning of the content."""
        if self.heading:
            return self.content
        rest = split_formula(self.text).rest
        after = rest[start_after_title(rest) :]
        return f"…{after}" if after else ""

    @property
    def reference(self) -> str:
        """The API's id: Parliament's, or 'a' and the primary key if there is none."""
        return str(self.parliament_id) if self.parliament_id else f"a{self.pk}"


@lru_cache(maxsize=10_000)
def _slug(name: str, reference: str) -> str:
    return f"{slugify(name) or 'member'}-{reference}"


class MemberIdentity:
    """A member's address: shared by rows and by search results."""

    __slots__ = ()
    if TYPE_CHECKING:
        pk: Any
        parliament_id: Any
        name: Any

    def get_absolute_url(self) -> str:
        return _address("member", self.slug)

    @property
    def reference(self) -> str:
        """'4806', or 'a12' for a member without an id from Parliament."""
        return str(self.parliament_id) if self.parliament_id else f"a{self.pk}"

    @property
    def slug(self) -> str:
        return _slug(self.name, self.reference)

    @property
    def initials(self) -> str:
        words = [w for w in self.name.split() if w[0].isupper() and w not in NAME_PREFIXES]
        return "".join(w[0] for w in ([*words[:1], *words[-1:]] if len(words) > 1 else words))
