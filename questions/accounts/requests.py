"""The current request, for code in models, and the address that it came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

current: ContextVar[HttpRequest | None] = ContextVar("current request", default=None)

NETWORK = 64  # bits of an IPv6 address that all addresses of one connection share
# Some proxies add the sender's port: 192.0.2.1:1234 or [2001:db8::1]:443. A zone (fe80::1%eth0) is only of use there.
WITH_PORT = re.compile(r"\[(?P<v6>[0-9A-Fa-f:.]+)(%[^\]]*)?\](:\d*)?|(?P<v4>[0-9.]+):\d*|(?P<bare>[^%]*)(%.*)?")


class CurrentRequestMiddleware:
    """Makes the current request available while it is being answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = current.set(request)
        try:
            return self.get_response(request)
        finally:
            current.reset(token)


def client_address(request: HttpRequest) -> str | None:
    """The client's address: the last in X-Forwarded-For that is not a trusted proxy's.

    The header counts only if the request comes from a trusted proxy, because anybody can send one.
    """
    chain = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), request.META.get("REMOTE_ADDR", "")]
    address = None
    for written in reversed(chain):
        try:
            found = read_address(written)
        except ValueError:
            return address
        address = str(found)
        if not any(found in network for network in settings.TRUSTED_PROXIES):
            return address
    return address


def limited_by(request: HttpRequest) -> str:
    """What limits count by: the client's IPv4 address, or the /64 network of its IPv6 address; "" if unknown."""
    address = client_address(request)
    return read_place(address) if address else ""


def read_place(written: str) -> str:
    """An IPv4 address as it is, or the /64 network of an IPv6 address. Raises ValueError."""
    address = read_address(written)
    return str(address) if address.version == 4 else str(ip_network((address, NETWORK), strict=False))


def read_address(written: str) -> IPv4Address | IPv6Address:
    """An address as a server or proxy writes it. One of IPv4 within IPv6 (::ffff:192.0.2.1) is the IPv4 address.

    Raises ValueError.
    """
    parts = WITH_PORT.fullmatch(written.strip())
    found = ip_address((parts["v6"] or parts["v4"] or parts["bare"]) if parts else "")
    return getattr(found, "ipv4_mapped", None) or found
