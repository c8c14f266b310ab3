"""The client's address, and the address or network that limits count by."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from pq_archive import environment
from questions.accounts.requests import client_address, limited_by


def ask(address: str, header: str = "") -> Any:
    """A request from this address, with this header X-Forwarded-For, if any."""
    return RequestFactory().get("/", REMOTE_ADDR=address, headers={"x-forwarded-for": header} if header else None)


def trust(settings: Settings, monkeypatch: pytest.MonkeyPatch, proxies: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)
    settings.TRUSTED_PROXIES = environment.trusted_proxies()


PROXIES = {
    "no trusted proxy": ("", "127.0.0.1", "203.0.113.5", "127.0.0.1"),
    "a trusted proxy": ("127.0.0.1", "127.0.0.1", "203.0.113.5", "203.0.113.5"),
    "a header from an untrusted sender": ("10.0.0.0/8", "192.0.2.1", "203.0.113.5", "192.0.2.1"),
    "a header to which the client had added": ("127.0.0.1", "127.0.0.1", "1.1.1.1, 203.0.113.5", "203.0.113.5"),
    "two trusted proxies": ("127.0.0.1,10.0.0.0/8", "127.0.0.1", "1.1.1.1, 203.0.113.5, 10.1.2.3", "203.0.113.5"),
    "a trusted proxy without the header": ("127.0.0.1", "127.0.0.1", "", "127.0.0.1"),
    "an invalid header": ("127.0.0.1", "127.0.0.1", "unknown", "127.0.0.1"),
    "a proxy of IPv4 within IPv6": ("127.0.0.1", "::ffff:127.0.0.1", "203.0.113.5", "203.0.113.5"),
    "a client of IPv4 within IPv6": ("127.0.0.1", "127.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
    "a trusted network of IPv4 within IPv6": ("::ffff:10.0.0.0/104", "10.1.2.3", "203.0.113.5", "203.0.113.5"),
    "a trusted address of IPv4 within IPv6": ("::ffff:10.1.2.3", "10.1.2.3", "203.0.113.5", "203.0.113.5"),
    "a proxy of IPv6": ("2001:db8::/64", "2001:db8::1", "2001:db8:1::5", "2001:db8:1::5"),
    "a port after an address": ("127.0.0.1", "127.0.0.1", "203.0.113.5:1234", "203.0.113.5"),
    "a port after a proxy's address": ("127.0.0.1,10.1.2.3", "127.0.0.1", "203.0.113.5, 10.1.2.3:80", "203.0.113.5"),
    "a port after an IPv6 address": ("127.0.0.1", "127.0.0.1", "[2001:db8:1::5]:443", "2001:db8:1::5"),
    "brackets without a port": ("127.0.0.1", "127.0.0.1", "[2001:db8:1::5]", "2001:db8:1::5"),
    "brackets around IPv4 within IPv6": ("127.0.0.1", "127.0.0.1", "[::ffff:203.0.113.5]:443", "203.0.113.5"),
    "an IPv6 address with a zone": ("", "fe80::1%eth0", "", "fe80::1"),
    "an IPv6 address written in full": ("", "2001:0DB8:0:0:0:0:0:1", "", "2001:db8::1"),
}


@pytest.mark.parametrize(("trusted", "from_", "header", "address"), PROXIES.values(), ids=PROXIES.keys())
def test_the_client_is_the_last_address_that_is_not_a_trusted_proxys(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, trusted: str, from_: str, header: str, address: str
) -> None:
    trust(settings, monkeypatch, trusted)
    assert client_address(ask(from_, header)) == address


@pytest.mark.parametrize("written", ["", "unknown", "[", "[]:80", ":80", "1.2.3", "1.2.3.4:x", "[::1]x", "%eth0", "_a"])
def test_what_is_no_address_gives_none(written: str) -> None:
    assert client_address(ask(written)) is None
    assert limited_by(ask(written)) == ""


LIMITED = {
    "IPv4": ("192.0.2.1", "192.0.2.1"),
    "IPv4 within IPv6": ("::ffff:192.0.2.1", "192.0.2.1"),
    "IPv6": ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    "IPv6 of this machine": ("::1", "::/64"),
}


@pytest.mark.parametrize(("address", "place"), LIMITED.values(), ids=LIMITED.keys())
def test_limits_count_by_ipv4_address_or_ipv6_network(address: str, place: str) -> None:
    assert limited_by(ask(address)) == place


def test_limits_count_by_what_a_trusted_proxy_passes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    trust(settings, monkeypatch, "127.0.0.1")
    assert limited_by(ask("127.0.0.1", "[2001:db8:1:2:3:4:5:6]:443")) == "2001:db8:1:2::/64"
