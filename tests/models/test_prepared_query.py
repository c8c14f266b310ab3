"""Queries that are compiled once find the same as Django's own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db.models import QuerySet

from questions.models import Department
from questions.models.prepared_query import PreparedQuery

pytestmark = pytest.mark.django_db


def names_of(keys: Sequence[int]) -> QuerySet:
    return Department.objects.filter(pk__in=keys).order_by("name").values_list("name")


@pytest.fixture
def departments() -> list[Department]:
    return [Department.objects.create(name=name, slug=name.lower()) for name in ("Treasury", "Health", "Defence")]


def test_a_prepared_query_finds_the_rows_with_its_keys(departments: list[Department]) -> None:
    names, keys = PreparedQuery(names_of), [department.pk for department in departments]
    assert names.rows(keys) == [("Defence",), ("Health",), ("Treasury",)]
    assert names.rows(keys[:2]) == [("Health",), ("Treasury",)]
    assert names.rows(keys[1:]) == [("Defence",), ("Health",)]


def test_without_keys_it_finds_nothing(departments: list[Department]) -> None:
    assert PreparedQuery(names_of).rows([]) == []


def test_a_query_with_other_parameters_cannot_be_prepared(departments: list[Department]) -> None:
    health = PreparedQuery(lambda keys: names_of(keys).filter(name="Health"))
    with pytest.raises(ValueError, match="no parameters but its keys"):
        health.rows([departments[0].pk])
