"""The uploaded files that the site shows: portraits."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
NAME = re.compile(rf"\w[\w.-]*\.({'|'.join(TYPES)})")
DAYS_KEPT = 30  # a new portrait has a new name


@cache_control(public=True, max_age=DAYS_KEPT * 24 * 60 * 60)
def portrait(request: HttpRequest, name: str) -> HttpResponse:
    """A portrait, always served as the image type in its name, whatever was uploaded."""
    if not (named := NAME.fullmatch(name)):
        raise Http404("No such portrait.")
    try:
        with default_storage.open(f"portraits/{name}") as file:
            return HttpResponse(file.read(), content_type=TYPES[named[1]])
    except FileNotFoundError:
        raise Http404("No such portrait.") from None
