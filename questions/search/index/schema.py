"""The index's fields. A change here, in analysis.py or in questions/starting/parties.toml needs a new VERSION, which
rebuilds the index."""

from __future__ import annotations

from pathlib import Path

from tantivy import Index, Schema, SchemaBuilder

from .analysis import AS_WRITTEN, PLAIN, STEMMED, analysers

VERSION = 11

# The texts. For each, two more fields have its words unstemmed, for prefixes and words in quotation marks, and its
# acronyms as written. "question" is without the formula ("To ask the Prime Minister, "), which is one term of its own.
TEXTS = ("heading", "question", "answer")
WORDS = {text: f"{text}_words" for text in TEXTS}
ACRONYMS = {text: f"{text}_acronyms" for text in TEXTS}
FORMULA = "formula"
# Text values that are one term each, kept for counting. A subject is the first part of a heading, as a slug. A party
# within a wider one is indexed as both, so a count of parties must leave out those within another counted party.
CODES = (
    "house",
    "status",
    "type",
    "timing",
    "nature",
    "provenance",
    "gaps",
    "party",
    "seat",
    "subject",
    "whole_heading",
    "official",
)
# Numbers to filter and count by. Days are ordinals (date.toordinal), months are year × 12 + month - 1; `days` is one
# more than the days that an answer took; `number` is a UIN's, if it belongs to the session's main series. `replied`,
# `corrected` and `official` are for Parliament's API: see indexed_official.py.
NUMBERS = (
    "pk",
    "department",
    "asker",
    "answerers",
    "topics",
    "documents",
    "tabled",
    "answered",
    "due",
    "seen",
    "year",
    "month",
    "named_day",
    "attachments",
    "interest",
    "days",
    "cohort",
    "replied_in_time",
    "number",
    "replied",
    "corrected",
)
# Numbers to sort by, which contain the primary key so that no two questions are equal; and the document's digest.
ORDERS = ("newest", "oldest", "last_answered", "last_corrected", "slowest", "latest_reply")
DIGEST = "digest"

UNKNOWN = 0  # the number for "not recorded"
NONE = "none"  # the code for "not recorded"

# One document is not a question: it records the last change that the index has.
KIND, STATE = "doc", "state"
QUESTION_KIND, STATE_KIND = "question", "state"


def _schema() -> Schema:
    builder = SchemaBuilder()
    for text in TEXTS:
        builder.add_text_field(text, tokenizer_name=STEMMED, index_option="position")
        builder.add_text_field(WORDS[text], tokenizer_name=PLAIN, index_option="basic")
        builder.add_text_field(ACRONYMS[text], tokenizer_name=AS_WRITTEN, index_option="basic")
    builder.add_text_field(FORMULA, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("uin", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(KIND, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(STATE, tokenizer_name="raw", index_option="basic", stored=True)
    for code in CODES:
        builder.add_text_field(code, tokenizer_name="raw", index_option="basic", fast=True)
    for number in NUMBERS:
        builder.add_integer_field(number, indexed=True, fast=True)
    for number in (*ORDERS, DIGEST):
        builder.add_integer_field(number, indexed=number in ORDERS, fast=True)
    return builder.build()


SCHEMA = _schema()


def create(folder: Path) -> Index:
    """A new index in that folder, which must exist and be empty."""
    return _with_analysers(Index(SCHEMA, path=str(folder)))


def in_memory() -> Index:
    """A new index, kept only in this process's memory."""
    return _with_analysers(Index(SCHEMA))


def open_(folder: Path) -> Index:
    """The index in that folder. Raises ValueError if there is none that can be read.

    Only `reload()` reads it again, never a thread of the engine, which could find files cut or deleted at any moment.
    """
    index = Index.open(str(folder))
    index.config_reader(reload_policy="manual")
    return _with_analysers(index)


def _with_analysers(index: Index) -> Index:
    for name, analyser in analysers().items():
        index.register_tokenizer(name, analyser)
    return index
