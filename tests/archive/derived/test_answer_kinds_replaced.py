"""How an archive that exists comes to the new starting rules: rows that nobody changed become them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from questions import migrations
from questions.archive.derived.answer_kinds import starting_rules
from questions.models import AnswerKindRule

pytestmark = pytest.mark.django_db

(file,) = Path(migrations.__file__).parent.glob("*_natures.py")
migration = import_module(f"questions.migrations.{file.stem}")


@pytest.fixture
def before() -> list[AnswerKindRule]:
    """The starting rules as they were."""
    AnswerKindRule.objects.all().delete()
    return [
        AnswerKindRule.objects.create(order=10 * place, **said) for place, (said, _) in enumerate(migration.frozen())
    ]


def rules() -> list[dict[str, Any]]:
    return [migration.said(rule.__dict__) for rule in AnswerKindRule.objects.all()]


def replace() -> None:
    migration.replace(apps, None)


def test_an_archive_that_nobody_edited_comes_to_the_new_rules_in_their_order(before: list[AnswerKindRule]) -> None:
    replace()
    assert rules() == [migration.said(rule) for rule in starting_rules()]
    replace()
    assert len(rules()) == len(starting_rules())


def test_what_staff_changed_or_added_stays_where_it_is(before: list[AnswerKindRule]) -> None:
    AnswerKindRule.objects.filter(pk=before[3].pk).update(phrases="see … answer")
    AnswerKindRule.objects.filter(pk=before[4].pk).update(longest=99)
    AnswerKindRule.objects.create(answer_kind="refers", phrases="as above", order=65)
    changed, added = before[4].phrases, len(before)
    replace()
    kept = [rule for rule in AnswerKindRule.objects.all() if rule.phrases in ("see … answer", changed, "as above")]
    assert [(rule.answer_kind, rule.phrases, rule.longest, rule.order) for rule in kept] == [
        ("refers", "see … answer", None, 30),
        ("disproportionate-cost", changed, 99, 40),
        ("refers", "as above", None, 65),
    ]
    assert len(rules()) == added + 1 + 6


def test_a_row_that_staff_moved_keeps_its_place_and_what_it_becomes_follows_it(before: list[AnswerKindRule]) -> None:
    AnswerKindRule.objects.filter(pk=before[-1].pk).update(order=5)
    replace()
    moved = [rule.place for rule in AnswerKindRule.objects.filter(order=5)]
    assert moved == ["anywhere", "anywhere", "early", "early", "anywhere", "anywhere"]


def test_rules_of_a_new_archive_are_left_alone() -> None:
    found = rules()
    replace()
    assert rules() == found
