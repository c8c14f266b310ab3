"""Topics' rules: which rules are valid, what they mean, and which questions of a batch they match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

from django.core.exceptions import ValidationError
from tantivy import Query

from questions.models import Topic
from questions.search.language.meaning import understand_query
from questions.search.language.parser import read_query

from . import queries
from .index import indexed_documents, schema
from .language import tree

HEAP = 15_000_000  # bytes for the index of a batch: the least that the engine accepts
# Fields that a rule cannot use: a topic could refer back to itself, and a status changes without a new text.
REFUSED = {"topic": "other topics", "status": "a status"}


@dataclass(frozen=True)
class Rule:
    """What a rule means; if that changes, so does the `fingerprint` (hex). `tree` is None for an empty rule.

    `unmeant`: why a preview searches by words instead of meaning; '' if it does not. `is_meant_of_all`: whether the
    meaning of all older questions is known.
    """

    tree: tree.Node | None
    fingerprint: str
    unmeant: str = ""
    is_meant_of_all: bool = True

    @cached_property
    def query(self) -> Query:
        return queries.of_tree(self.tree) if self.tree else Query.empty_query()


def check_rule(text: str, *, is_only_previewed: bool = False) -> None:
    """Raises ValidationError if this is not a valid rule. The message says what is wrong and where.

    A preview may search by meaning.
    """
    found = read_query(text)
    if found.trouble:
        wrong = text[found.trouble.start : found.trouble.end]
        raise ValidationError(f"{found.trouble.message} (at character {found.trouble.start + 1}: “{wrong:.40}”)")
    if text.strip() and not found.tree:
        raise ValidationError("This has no letters or digits to search for.")
    for node in _nodes(found.tree):
        if isinstance(node, tree.Meant) and not is_only_previewed:
            raise ValidationError("A rule cannot search by meaning (~): what is close changes with each new question.")
        if isinstance(node, tree.Days) and node.is_relative:
            raise ValidationError("A rule cannot use days that change, such as “last month”. Enter dates.")
        field = node.field if isinstance(node, tree.Named | tree.Coded) else ""
        if field in REFUSED:
            raise ValidationError(
                f"A rule cannot use {REFUSED[field]} (“{field}:” at character {text.find(field + ':') + 1})."
            )
    for named in understand_query(text).nobody:
        raise ValidationError(f"Nobody and nothing is called “{named.name}” (in “{named.field}:”).")


def searches_by_meaning(text: str) -> bool:
    """Whether a valid rule does, so that it can be previewed, but not saved."""
    return any(isinstance(node, tree.Meant) for node in _nodes(read_query(text).tree))


def _nodes(node: tree.Node | None) -> Iterable[tree.Node]:
    if node:
        yield node
        for inner in tree.inside(node):
            yield from _nodes(inner)


def meaning(text: str) -> Rule:
    """What a rule means today, with acronyms, spellings and names looked up."""
    if not text or not (found := understand_query(text)).tree:
        return Rule(None, "")
    said = f"{schema.VERSION} {found.tree!r}".encode("utf-8", "replace")
    return Rule(found.tree, blake2b(said, digest_size=32).hexdigest(), found.unmeant, found.is_meant_of_all)


def in_force(topic: Topic) -> Rule:
    """The topic's rule in force, with the meaning that it had when it was applied."""
    if not topic.fingerprint:  # its meaning has changed, and it is about to be applied again
        return meaning(topic.rule_in_force)
    rule = _kept(topic.rule_in_force, topic.fingerprint)
    if (
        rule.fingerprint != topic.fingerprint
    ):  # it has just changed, and the new meaning must not be kept as the old one
        _kept.cache_clear()
    return rule


# The fingerprint is part of the key, because a change to an acronym, spelling or name can change what the text means.
@lru_cache(maxsize=2_000)
def _kept(text: str, fingerprint: str) -> Rule:
    return meaning(text)


def matches(questions: Iterable[int], rules: dict[int, Rule]) -> dict[int, set[int]]:
    """{key: primary keys of the questions that match}, for each rule; only public questions match.

    The questions are indexed in memory, as they are in the database now, and each rule is run as a query.
    """
    # The same documents as the real index has, so that a rule means the same in both.
    batch = indexed_documents.of(questions)
    if not batch or not rules:
        return {key: set() for key in rules}
    index = schema.in_memory()
    writer = index.writer(HEAP, 1)
    for document in batch:
        writer.add_json(document.json)
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return {key: _found(searcher, rule.query, len(batch)) for key, rule in rules.items()}


def _found(searcher, query: Query, most: int) -> set[int]:
    hits = searcher.search(queries.silent(query), most, count=False).hits
    return {int(pk) for pk in searcher.fast_field_values("pk", [address for _, address in hits])}
