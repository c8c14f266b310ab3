"""Names are never taken for spelling mistakes, and misspelt ones are corrected to names."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from django.test import Client

from tests.support.factories import make_member, make_membership, make_question
from tests.support.pages import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Jim Shanon", "Jim Shannon"),
        ("shanon", "shannon"),
        ("strangfrod", "strangford"),
        ("Jim Shanon hospitls", "Jim Shannon hospitals"),
        ("Jim Shanon candles", ""),  # which would find nothing
        ("Shamima Begun", ""),
        ("Jim Shannon", ""),
        ("Strangford", ""),
        ("Former", ""),
    ],
)
def test_a_name_is_never_respelt_and_a_misspelt_name_is_corrected_to_a_name(
    client: Client, typed: str, offered: str
) -> None:
    jim = make_member("Jim Shannon")
    make_membership(jim, "Democratic Unionist Party", seat="Strangford")
    make_member("Siân Example", other_names="Siân Former")
    for _ in range(3):
        make_question("Hospitals by Rail", asked_by=jim)
    make_question("Sharon", text="To ask about Sharon, Sharron and the hospitals of Strangforth.")
    page = read(client, f"/questions/?q={quote_plus(typed)}")
    assert page.count == 0
    assert ("Did you mean" in page.text) == bool(offered)
    if offered:
        assert f">{offered}</a>?" in page.text
