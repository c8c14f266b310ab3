"""Load the starting topics from questions/starting/topics.toml; former_rules.toml there has their earlier rules."""

from __future__ import annotations

import tomllib
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Q

from questions import STARTING
from questions.archive.audit import recording
from questions.archive.derived.topics import mark_stale
from questions.models import Archive, Topic

FILE = STARTING / "topics.toml"
FORMER = FILE.with_name("former_rules.toml")


def starting_set() -> dict[str, list[dict[str, Any]]]:
    """{"topic": [{slug, name, description, rule, parent}]}"""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def former_rules() -> dict[str, list[str]]:
    """{slug: digests of the rules that earlier versions gave it}"""
    return tomllib.loads(FORMER.read_text(encoding="utf-8"))


@transaction.atomic
def load_topics() -> tuple[int, int]:
    """Create missing topics, and give a rule to topics without one; returns (number changed, number in the set).

    A rule from an earlier version that nobody has changed is replaced by the newest. Editors' changes to a topic stay.
    Rules are not in force until they are applied. The same goes for rules that now have another meaning.
    """
    Archive.lock()
    given = starting_set()
    made = [_load(row) for row in given["topic"]]
    parents = {row["slug"]: row["parent"] for row in given["topic"] if row.get("parent")}
    for topic in Topic.objects.filter(slug__in=parents, parent=None):
        if topic in made:
            parent = Topic.objects.get(slug=parents[topic.slug])
            recording.update(Topic.objects.filter(pk=topic.pk), parent_id=parent.pk)
    mark_stale()
    former = former_rules()
    renewed = [_renew(row, former.get(row["slug"], [])) for row in given["topic"]]
    return sum(topic is not None for topic in made) + sum(renewed), len(made)


def _load(row: dict[str, Any]) -> Topic | None:
    """The topic, if it was created or given its rule."""
    rule = _one_line(row["rule"])
    words = {"name": row["name"], "description": row["description"]}
    topic = _known(row)
    if topic is None:
        topic = Topic.objects.create(slug=row["slug"], rule=rule, **words)
        recording.record_created([topic])
        return topic
    if topic.rule:
        return None
    words = {"rule": rule, "description": topic.description or row["description"]}
    recording.update(Topic.objects.filter(pk=topic.pk), **words)
    return topic


def _renew(row: dict[str, Any], former: list[str]) -> bool:
    """Give the topic its newest rule if it still has an earlier one (digests in `former`); returns whether it did."""
    topic, rule = _known(row), _one_line(row["rule"])
    if not topic or topic.rule == rule or digest(topic.rule) not in former:
        return False
    recording.update(Topic.objects.filter(pk=topic.pk), rule=rule)
    return True


def _known(row: dict[str, Any]) -> Topic | None:
    return Topic.objects.filter(Q(slug=row["slug"]) | Q(name=row["name"])).first()


def _one_line(rule: str) -> str:
    return " ".join(rule.split())


def digest(rule: str) -> str:
    return blake2b(rule.encode(), digest_size=16).hexdigest()
