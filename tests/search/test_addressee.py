"""The department that a draft's formula is put to."""

from __future__ import annotations

from datetime import date

import pytest

from questions.models import Department
from questions.search.names.addressee import find_department_asked
from questions.search.names.directory import Directory
from tests.support.factories import make_department, make_member, make_post

pytestmark = pytest.mark.django_db
NAMES = (
    "Department for Education",
    "Department of Health and Social Care",
    "Department for Energy Security and Net Zero",
    "Home Office",
    "HM Treasury",
    "Prime Minister",
    "Foreign, Commonwealth and Development Office",
    "House of Commons Commission",
    "Government Whips – House of Commons",
)


@pytest.fixture
def known() -> Directory:
    for name in NAMES:
        make_department(name)
    Department.objects.create(name="Department for Children, Schools and Families", ended_on=date(2010, 5, 12))
    make_post(make_member("Rachel Sample"), "Chancellor of the Exchequer", department="HM Treasury")
    affairs = "Secretary of State for Foreign, Commonwealth and Development Affairs"
    make_post(make_member("David Sample"), affairs, department="Foreign, Commonwealth and Development Office")
    return Directory()


@pytest.mark.parametrize(
    ("formula", "department"),
    [
        ("To ask the Secretary of State for Education,", "Department for Education"),
        ("Asked the Secretary of State for Education", "Department for Education"),
        ("[SUGGESTED RE-DRAFT] To ask the Secretary of State for Education,", "Department for Education"),
        (
            "To ask the Secretary of State for Education, To ask the Secretary of State for Education,",
            "Department for Education",
        ),
        ("To ask the Secretary of State for Education, Education,", "Department for Education"),
        ("To ask the Minister of State, Department for Education,", "Department for Education"),
        ("To ask the Secretary of State for Health and Social Care,", "Department of Health and Social Care"),
        ("To ask the Secretary of State for Health,", "Department of Health and Social Care"),
        (
            "To ask the Secretary of State for Energy Security and Net Zero,",
            "Department for Energy Security and Net Zero",
        ),
        ("To ask the Secretary of State for the Home Department,", "Home Office"),
        (
            "To ask the Secretary of State for Foreign, Commonwealth and Development Affairs,",
            "Foreign, Commonwealth and Development Office",
        ),
        ("To ask the Chancellor of the Exchequer,", "HM Treasury"),
        ("Asked the Chancellor of the Exchequer,", "HM Treasury"),
        ("To ask the Prime Minister,", "Prime Minister"),
        (
            "To ask the hon. Member for Broxbourne, representing the House of Commons Commission,",
            "House of Commons Commission",
        ),
        ("To ask His Majesty's Government", None),
        ("To ask HM Government", None),
        ("To ask the Government", None),
        ("To ask the Minister for Children,", None),
        (
            "To ask the Secretary of State for Children, Schools and Families,",
            "Department for Children, Schools and Families",
        ),
        ("To ask the Secretary of State for Fisheries,", None),
        ("", None),
    ],
)
def test_a_formula_names_a_department_by_itself_or_by_a_post(
    known: Directory, formula: str, department: str | None
) -> None:
    found = find_department_asked(f"{formula} what steps were taken on buses.", known)
    names = dict(Department.objects.values_list("pk", "name"))
    assert (names[found] if found else None) == department
