"""The table of parameters, and the criteria made from it."""

import pytest
from django.http import QueryDict
from tantivy import Query

from questions.lists.filters import QuestionFilterSet
from questions.lists.form_fields import FIELDS
from questions.search.criteria import Criteria
from questions.search.index.schema import CODES, NUMBERS
from questions.search.parameters import CRITERIA, OUTCOMES, PARAMETERS, Kind, Parameter


@pytest.mark.parametrize("row", PARAMETERS.values(), ids=PARAMETERS)
def test_each_row_has_an_indexed_field_and_a_form_field(row: Parameter) -> None:
    assert row.field in ("", *CODES, *NUMBERS)
    assert row.kind in FIELDS
    described = QuestionFilterSet.base_filters[row.name]
    assert (described.label, described.field.label) == (row.label, row.label)


def test_only_codes_and_orders_have_choices() -> None:
    with_choices = {row.kind for row in PARAMETERS.values() if row.choices}
    assert with_choices == {Kind.CODES, Kind.ORDER}


def test_outcomes_are_the_parameters_that_shares_on_time_must_ignore() -> None:
    names = {"status", "timing", "kind", "overdue", "replied_in_time", "answered_after", "answered_before"}
    assert set(OUTCOMES) == names


def test_criteria_are_equal_whatever_the_order_of_their_parameters() -> None:
    one = Criteria(house=("commons",), year=(2023,), topic=(), overdue=None)
    other = Criteria(year=(2023,), house=("commons",))
    assert (one, hash(one)) == (other, hash(other))
    assert (one["house"], one["topic"]) == (("commons",), ())


def test_replace_and_without_make_new_criteria() -> None:
    asked = Criteria(house=("commons",), sort="oldest", counted=False)
    assert asked.replace(house=("lords",), year=(2023,)) == Criteria(
        house=("lords",), year=(2023,), sort="oldest", counted=False
    )
    assert asked.without("house", "sort", "year") == Criteria(counted=False)


def test_criteria_accept_only_parameters_that_choose_questions() -> None:
    with pytest.raises(TypeError, match="colour, lineage"):
        Criteria(lineage=True, colour=("red",))
    assert {"q", "lineage", "counted", "sort", "per_page"} == PARAMETERS.keys() - CRITERIA.keys()


@pytest.mark.django_db
def test_the_parameters_of_an_address_become_criteria() -> None:
    address = "house=lords&year=none&overdue=0&parliament=58&tabled_before=2023"
    filterset = QuestionFilterSet(QueryDict(address))
    assert filterset.is_valid()
    criteria = filterset.criteria
    assert isinstance(criteria.as_query(), Query)
    assert (criteria["house"], criteria["year"], criteria["parliament"]) == (("lords",), (None,), ("58",))
    assert (criteria["overdue"], f"{criteria['tabled_before']}") == (False, "2023-12-31")
