"""A member whom searches name."""

import pytest

from tests.support.factories import make_answered, make_member, make_membership, make_question


@pytest.fixture
def shannon(db: None) -> None:
    """Jim Shannon, who asked three questions and answered one; no text mentions him."""
    jim = make_member("Jim Shannon", parliament_id=4131)
    make_membership(jim, "Democratic Unionist Party", seat="Strangford")
    make_question("Hospitals", uin="1", asked_by=jim, department="Home Office")
    make_question("Hospitals", uin="2", asked_by=jim)
    make_question("Rail", uin="3", asked_by=jim, department="Home Office")
    make_answered("Rail", uin="4", answered_by=jim, asked_by=make_member("Ann Example", parliament_id=9))
