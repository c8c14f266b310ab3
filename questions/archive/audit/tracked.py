"""Which kinds of rows and columns have an audit history."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model

from questions.models import Answer, Attachment, Department, Member, Membership, Post, Question, Topic


class Tracked(NamedTuple):
    """On which page a kind of row is shown, and the lookup that leads there from the row."""

    root: type[Model]
    way: str = "pk"


TRACKED: dict[type[Model], Tracked] = {
    Question: Tracked(Question),
    Answer: Tracked(Question, "question_id"),
    Attachment: Tracked(Question, "answer__question_id"),
    Member: Tracked(Member),
    Membership: Tracked(Member, "member_id"),
    Post: Tracked(Member, "member_id"),
    Department: Tracked(Department),
    Topic: Tracked(Topic),
}
MODELS = {model._meta.model_name: model for model in TRACKED}
# Only editable columns, which a source or an editor fills in: what is worked out from them has no history.
COLUMNS = {
    model: tuple(f.attname for f in model._meta.concrete_fields if f.editable and not f.primary_key)
    for model in TRACKED
}
# A change to these alone has no entry: otherwise every import of members would leave one for each of them.
UNREMARKABLE = {"listed_on"}
