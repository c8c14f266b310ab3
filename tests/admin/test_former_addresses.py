"""Addresses of the admin that models had before they were renamed."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rest", ["", "add/", "1/change/?answer_kind=refers"])
def test_the_former_address_of_the_rules_for_answer_kinds_leads_to_the_new_one(admin_client: Client, rest: str) -> None:
    response = admin_client.get(f"/admin/questions/naturerule/{rest}")
    assert response.headers["Location"] == f"/admin/questions/answerkindrule/{rest}"
