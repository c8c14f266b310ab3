"""What is indexed of a question. A change here, of analysis.py or of starting/parties.toml needs another VERSION: the
index is then rebuilt."""

from __future__ import annotations

from pathlib import Path

from tantivy import Index, Schema, SchemaBuilder

from .analysis import AS_WRITTEN, PLAIN, STEMMED, analysers

VERSION = 8

# The texts; of each there are also its words unstemmed, for prefixes and for a word in quotation marks, and its
# acronyms as they are written.
TEXTS = ("heading", "question", "answer")
WORDS = {text: f"{text}_words" for text in TEXTS}
ACRONYMS = {text: f"{text}_acronyms" for text in TEXTS}
# Text values of which each is one term, kept for counting. A subject is the first part of a heading, as a slug. A party
# within another is both, so that who counts parties leaves out those that are within one that is counted.
CODES = (
    *("house", "status", "type", "timing", "nature", "provenance", "gaps"),
    *("party", "seat", "subject", "whole_heading"),
)
# Numbers to filter and to count by. Days are ordinals (date.toordinal), months are year × 12 + month - 1; `days` is
# one more than the days that an answer took; `number` is a UIN's, where it counts what was tabled in a session.
NUMBERS = (
    *("pk", "department", "asker", "answerers", "topics", "documents"),
    *("tabled", "answered", "due", "seen", "year", "month"),
    *("named_day", "attachments", "interest", "days", "cohort", "replied_in_time", "number"),
)
# Numbers to sort by, each with the primary key in it, so that no two questions are equal; and the document's digest.
ORDERS = ("newest", "oldest", "last_answered", "last_corrected")
DIGEST = "digest"

UNKNOWN = 0  # the number, and
NONE = "none"  # the code, of what is not recorded

# The one document that is no question says how far the index has come.
KIND, STATE = "doc", "state"
QUESTION_KIND, STATE_KIND = "question", "state"


def _schema() -> Schema:
    builder = SchemaBuilder()
    for text in TEXTS:
        builder.add_text_field(text, tokenizer_name=STEMMED, index_option="position")
        builder.add_text_field(WORDS[text], tokenizer_name=PLAIN, index_option="basic")
        builder.add_text_field(ACRONYMS[text], tokenizer_name=AS_WRITTEN, index_option="basic")
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
    """A new, empty index in that folder, which is there and empty."""
    return _with_analysers(Index(SCHEMA, path=str(folder)))


def in_memory() -> Index:
    """A new, empty index that goes with this process."""
    return _with_analysers(Index(SCHEMA))


def open_(folder: Path) -> Index:
    """The index in that folder; raises ValueError where there is none that can be read.

    It is read anew when `reload()` says so, never by a thread of the engine's own, which would meet what is cut or
    taken away at a moment of its choosing.
    """
    index = Index.open(str(folder))
    index.config_reader(reload_policy="manual")
    return _with_analysers(index)


def _with_analysers(index: Index) -> Index:
    for name, analyser in analysers().items():
        index.register_tokenizer(name, analyser)
    return index
