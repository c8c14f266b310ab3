"""The migration to newer starting rules for answer kinds: it replaces the rules that nobody edited."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader

from questions import migrations
from questions.models import AnswerKindRule
from tests.support.answer_kind_rules import starting_rules

pytestmark = pytest.mark.django_db

(file,) = Path(migrations.__file__).parent.glob("*_natures.py")
migration = import_module(f"questions.migrations.{file.stem}")
OLD = "NatureRule"


@pytest.fixture(scope="module")
def old_model() -> Any:
    """The model that the migration knew, with the present names of its table and column."""
    rule: Any = MigrationLoader(None).project_state(("questions", file.stem)).apps.get_model("questions", OLD)
    rule._meta.db_table = AnswerKindRule._meta.db_table
    rule._meta.get_field("nature").column = "answer_kind"
    return rule


@pytest.fixture
def old_rules(old_model: Any) -> list[Any]:
    """The former starting rules, as rows."""
    old_model.objects.all().delete()
    return [old_model.objects.create(order=10 * place, **said) for place, (said, _) in enumerate(migration.frozen())]


def rules(old_model: Any) -> list[dict[str, Any]]:
    return [migration.said(rule.__dict__) for rule in old_model.objects.all()]


def starting() -> list[dict[str, Any]]:
    return [migration.said({**rule, "nature": rule["answer_kind"]}) for rule in starting_rules()]


def replace(old_model: Any) -> None:
    migration.replace(SimpleNamespace(get_model=lambda app, name: old_model), None)


def test_rules_that_nobody_edited_become_the_new_ones_in_order(old_model: Any, old_rules: list[Any]) -> None:
    replace(old_model)
    assert rules(old_model) == starting()
    replace(old_model)
    assert len(rules(old_model)) == len(starting_rules())


def test_rules_that_staff_edited_or_added_stay_where_they_are(old_model: Any, old_rules: list[Any]) -> None:
    old_model.objects.filter(pk=old_rules[3].pk).update(phrases="see … answer")
    old_model.objects.filter(pk=old_rules[4].pk).update(longest=99)
    old_model.objects.create(nature="refers", phrases="as above", order=65)
    changed, added = old_rules[4].phrases, len(old_rules)
    replace(old_model)
    kept = [rule for rule in old_model.objects.all() if rule.phrases in ("see … answer", changed, "as above")]
    assert [(rule.nature, rule.phrases, rule.longest, rule.order) for rule in kept] == [
        ("refers", "see … answer", None, 30),
        ("disproportionate-cost", changed, 99, 40),
        ("refers", "as above", None, 65),
    ]
    assert len(rules(old_model)) == added + 1 + 6


def test_the_rules_that_replace_a_moved_one_take_its_place(old_model: Any, old_rules: list[Any]) -> None:
    old_model.objects.filter(pk=old_rules[-1].pk).update(order=5)
    replace(old_model)
    moved = [rule.place for rule in old_model.objects.filter(order=5)]
    assert moved == ["anywhere", "anywhere", "early", "early", "anywhere", "anywhere"]


def test_the_rules_of_a_new_archive_stay_unchanged(old_model: Any) -> None:
    found = rules(old_model)
    replace(old_model)
    assert rules(old_model) == found
