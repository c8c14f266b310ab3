"""Which kinds of rows and columns have an audit history."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model

from questions.models import Answer, Attachment, Department, Member, Membership, Post, Question, Topic


class Tracked(NamedTuple):
    """The page that shows a kind of row, and the lookup from the row to that page."""

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
# Only editable columns, which a source or an editor fills in: values worked out from them have no history.
COLUMNS = {
    model: tuple(f.attname for f in model._meta.concrete_fields if f.editable and not f.primary_key)
    for model in TRACKED
}
# A change to these alone has no entry; otherwise each import of members would add one for every member.
UNREMARKABLE = {"listed_on"}
