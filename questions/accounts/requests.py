"""The current request, for code in models, and the address that it came from."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

current: ContextVar[HttpRequest | None] = ContextVar("current request", default=None)


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
            found = ip_address(written.strip())
        except ValueError:
            return address
        address = str(found)
        if not any(found in network for network in settings.TRUSTED_PROXIES):
            return address
    return address
