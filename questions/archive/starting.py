"""The starting set of topics, as questions/starting/topics.toml has them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from questions.models import Acronym, Archive, Topic

from . import history
from .topics import mark_stale

FILE = Path(__file__).resolve().parent.parent / "starting" / "topics.toml"


def starting_set() -> dict[str, list[dict[str, Any]]]:
    """{"topic": [{slug, name, description, rule, parent}], "acronym": [{letters, long_form}]}"""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@transaction.atomic
def load_topics() -> tuple[int, int]:
    """Make the topics that are not there yet, and give a rule to those that have none: (how many, out of how many).

    What editors have made of a topic stays. The rules are not in force until they are applied; nor is what rules that
    are mean with acronyms that were not known before.
    """
    Archive.lock()
    given = starting_set()
    for row in given.get("acronym", []):
        Acronym.objects.get_or_create(**row)
    made = [_load(row) for row in given["topic"]]
    parents = {row["slug"]: row["parent"] for row in given["topic"] if row.get("parent")}
    for topic in Topic.objects.filter(slug__in=parents, parent=None):
        if topic in made:
            parent = Topic.objects.get(slug=parents[topic.slug])
            history.update(Topic.objects.filter(pk=topic.pk), parent_id=parent.pk)
    mark_stale()
    return sum(topic is not None for topic in made), len(made)


def _load(row: dict[str, Any]) -> Topic | None:
    """The topic, where it was made or given its rule."""
    rule = " ".join(row["rule"].split())
    words = {"name": row["name"], "description": row["description"]}
    topic = Topic.objects.filter(Q(slug=row["slug"]) | Q(name=row["name"])).first()
    if topic is None:
        topic = Topic.objects.create(slug=row["slug"], rule=rule, **words)
        history.made([topic])
        return topic
    if topic.rule:
        return None
    words = {"rule": rule, "description": topic.description or row["description"]}
    history.update(Topic.objects.filter(pk=topic.pk), **words)
    return topic
