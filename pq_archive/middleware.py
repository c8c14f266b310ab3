"""The headers that tell a browser what pages of this site may do."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SecurityHeadersMiddleware:
    """Adds the settings' Content-Security-Policy and Permissions-Policy to every response.

    Unless a view says otherwise, caches must also ask again each time, so that what is withheld is gone at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": "; ".join(f"{k} {v}" for k, v in settings.CONTENT_SECURITY_POLICY.items()),
            "Cache-Control": "no-cache",
            "Permissions-Policy": ", ".join(f"{k}={v}" for k, v in settings.PERMISSIONS_POLICY.items()),
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
