from collections.abc import Callable
from typing import Any

from django.db import models


class HttpsURLField(models.URLField):
    """A URL field whose form reads "example.org" as https, which will be Django 6's default."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class Following(models.TextField):
    """A column worked out from others of its row by `rule`, in save() and bulk_create() (so also in upserts). Code that
    writes in another way must set it.
    """

    def __init__(self, rule: Callable[[Any], str] = str, **kwargs: Any):
        super().__init__(**{**kwargs, "blank": True, "editable": False})
        self.rule = rule

    def deconstruct(self) -> Any:
        """In migrations it is a plain text column."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.rule(model_instance)
        setattr(model_instance, self.attname, value)
        return value
