"""How an archive that exists comes to the new starting rules: rows that nobody changed become them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader

from questions import migrations
from questions.archive.derived.answer_kinds import starting_rules
from questions.models import AnswerKindRule

pytestmark = pytest.mark.django_db

(file,) = Path(migrations.__file__).parent.glob("*_natures.py")
migration = import_module(f"questions.migrations.{file.stem}")
OLD = "NatureRule"


@pytest.fixture(scope="module")
def then() -> Any:
    """The model of a rule as it was, on the table and the column as they are called now."""
    rule: Any = MigrationLoader(None).project_state(("questions", file.stem)).apps.get_model("questions", OLD)
    rule._meta.db_table = AnswerKindRule._meta.db_table
    rule._meta.get_field("nature").column = "answer_kind"
    return rule


@pytest.fixture
def before(then: Any) -> list[Any]:
    """The starting rules as they were."""
    then.objects.all().delete()
    return [then.objects.create(order=10 * place, **said) for place, (said, _) in enumerate(migration.frozen())]


def rules(then: Any) -> list[dict[str, Any]]:
    return [migration.said(rule.__dict__) for rule in then.objects.all()]


def starting() -> list[dict[str, Any]]:
    return [migration.said({**rule, "nature": rule["answer_kind"]}) for rule in starting_rules()]


def replace(then: Any) -> None:
    migration.replace(SimpleNamespace(get_model=lambda app, name: then), None)


def test_an_archive_that_nobody_edited_comes_to_the_new_rules_in_their_order(then: Any, before: list[Any]) -> None:
    replace(then)
    assert rules(then) == starting()
    replace(then)
    assert len(rules(then)) == len(starting_rules())


def test_what_staff_changed_or_added_stays_where_it_is(then: Any, before: list[Any]) -> None:
    then.objects.filter(pk=before[3].pk).update(phrases="see … answer")
    then.objects.filter(pk=before[4].pk).update(longest=99)
    then.objects.create(nature="refers", phrases="as above", order=65)
    changed, added = before[4].phrases, len(before)
    replace(then)
    kept = [rule for rule in then.objects.all() if rule.phrases in ("see … answer", changed, "as above")]
    assert [(rule.nature, rule.phrases, rule.longest, rule.order) for rule in kept] == [
        ("refers", "see … answer", None, 30),
        ("disproportionate-cost", changed, 99, 40),
        ("refers", "as above", None, 65),
    ]
    assert len(rules(then)) == added + 1 + 6


def test_a_row_that_staff_moved_keeps_its_place_and_what_it_becomes_follows_it(then: Any, before: list[Any]) -> None:
    then.objects.filter(pk=before[-1].pk).update(order=5)
    replace(then)
    moved = [rule.place for rule in then.objects.filter(order=5)]
    assert moved == ["anywhere", "anywhere", "early", "early", "anywhere", "anywhere"]


def test_rules_of_a_new_archive_are_left_alone(then: Any) -> None:
    found = rules(then)
    replace(then)
    assert rules(then) == found
