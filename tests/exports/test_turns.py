"""Only a few exports run at the same time, in all and for one address."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django.fixtures import Settings

from questions.exports.turns import TurnsTaken, WithTurn, take_turn
from tests.support.factories import make_question

EXPORT = "/questions/export.csv"


@pytest.fixture(autouse=True)
def few(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.EXPORTS_AT_ONCE, settings.EXPORTS_PER_ADDRESS = tmp_path, 3, 2


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """Exports that other readers have begun: they end with the test."""
    with ExitStack() as stack:
        yield stack


def export(client: Client, address: str = "192.0.2.1") -> HttpResponseBase:
    return client.get(EXPORT, REMOTE_ADDR=address)


def test_turns_are_limited_in_all_and_for_each_reader(running: ExitStack) -> None:
    first = take_turn("192.0.2.1")
    running.enter_context(closing(take_turn("192.0.2.1")))
    with pytest.raises(TurnsTaken):
        take_turn("192.0.2.1")
    running.enter_context(closing(take_turn("192.0.2.2")))
    with pytest.raises(TurnsTaken):
        take_turn("192.0.2.3")
    first.close()
    running.enter_context(closing(take_turn("192.0.2.3")))


@pytest.mark.django_db
def test_the_next_export_is_told_when_to_come_back(
    client: Client, running: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    make_question(heading="Family Hubs")
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert running.enter_context(closing(export(client, address))).status_code == 200
    refused = client.get(EXPORT, REMOTE_ADDR="192.0.2.4")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert "Too many downloads at once" in refused.content.decode()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.django_db
def test_neighbours_in_a_network_of_ipv6_share_their_turns(client: Client, running: ExitStack) -> None:
    for address in ("2001:db8::1", "2001:db8::2"):
        running.enter_context(closing(export(client, address)))
    assert export(client, "2001:db8::3").status_code == 503
    assert running.enter_context(closing(export(client, "2001:db8:0:1::3"))).status_code == 200


@pytest.mark.django_db
def test_a_turn_ends_when_the_file_has_been_read(client: Client) -> None:
    make_question(heading="Family Hubs")
    for _ in range(4):
        assert "Family Hubs" in b"".join(export(client)).decode()


def test_a_turn_ends_when_the_reader_leaves_before_the_first_line() -> None:
    for _ in range(4):
        WithTurn(iter(["a line"]), take_turn("192.0.2.1")).close()


@pytest.mark.django_db
def test_a_refused_parameter_or_a_failure_keeps_no_turn(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        assert client.get(EXPORT, {"house": "nowhere"}).status_code == 400
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("questions.views.search.csv_lines", None)
        for _ in range(4):
            assert export(client).status_code == 500
    with closing(export(client)) as response:
        assert response.status_code == 200


@pytest.mark.django_db
def test_no_export_begins_if_its_turn_cannot_be_noted(client: Client, tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file in the folder’s place")
    assert export(client).status_code == 503
