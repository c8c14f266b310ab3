from typing import Any

from django.db import models


class HttpsURLField(models.URLField):
    """A URL whose form takes "example.org" for https, as Django 6 will for every one."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
