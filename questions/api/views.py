"""What every address for programs shares: JSON whatever is asked for, open to other sites, limited, and cacheable."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from questions.accounts.requests import limited_by
from questions.search.index.store import IndexUnavailable

from .problems import answer_error
from .state import entity_tag

READ = "GET, HEAD, OPTIONS"
SHOWN = "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Archive-Left-Out"
ALLOWED_AGE = "86400"  # seconds for which a browser remembers what other sites may ask


class AlwaysJson(BaseContentNegotiation):
    """JSON, also for a browser, `text/plain` or a `format` in the address."""

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        return parsers[0] if parsers else None

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], "application/json; charset=utf-8"


class PerAddress(SimpleRateThrottle):
    """So many requests a minute from one address, in each process of the site."""

    scope = "api"

    def get_rate(self) -> str:
        return f"{settings.API_REQUESTS_PER_MINUTE}/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"api:{limited_by(request._request)}"

    @property
    def headers(self) -> dict[str, str]:
        """How many requests are allowed a minute, how many are left, and in how many seconds one more will be."""
        left = max(0, self.num_requests - len(self.history))
        oldest = self.history[-1] if self.history else self.now
        reset = max(0, round(oldest + self.duration - self.now))
        said = {"Limit": self.num_requests, "Remaining": left, "Reset": reset}
        return {f"RateLimit-{name}": str(value) for name, value in said.items()}


class ReadView(APIView):
    """A view that anybody may read, without a key. What it says depends only on the address and the archive."""

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()
    parser_classes: Sequence[Any] = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    http_method_names = ("get", "head", "options")
    tag = ""  # the state of the archive; "" if it is not known

    def get_throttles(self) -> list[PerAddress]:
        self.throttle = PerAddress()
        return [self.throttle]

    def get_exception_handler(self) -> Any:
        return answer_error

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        with suppress(IndexUnavailable):  # an address that needs the index will say so
            self.tag = entity_tag()

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = Response(status=204)
        response.headers["Access-Control-Allow-Methods"] = READ
        response.headers["Access-Control-Allow-Headers"] = "*"
        response.headers["Access-Control-Max-Age"] = ALLOWED_AGE
        return response

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """What `answer` returns; nothing but "not modified" if the reader has it already."""
        if self.tag and self.tag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified()
        return self.answer(request, *args, **kwargs)

    head = get

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError

    def finalize_response(self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().finalize_response(request, response, *args, **kwargs)
        del response.headers["Vary"]  # nothing depends on what the reader accepts
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = SHOWN
        for name, value in self.throttle.headers.items():
            response.headers[name] = value
        if response.status_code in (200, 304) and self.tag:
            response.headers["ETag"] = self.tag
            patch_cache_control(response, public=True, no_cache=True)
        return response
