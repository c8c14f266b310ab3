"""Which kinds of rows and columns have an audit history."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model

from questions.models import Answer, Attachment, Department, Member, Membership, Post, Question, Topic


class Tracked(NamedTuple):
    """The page that shows a kind of row, and how to get there from the row."""

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
# Only what people or sources say; what is worked out from it is not recorded.
COLUMNS = {
    model: tuple(f.attname for f in model._meta.concrete_fields if f.editable and not f.primary_key)
    for model in TRACKED
}
# Of a record that says nothing else that is new: the day as of which a member was listed so.
UNREMARKABLE = {"listed_on"}
