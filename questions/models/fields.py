from collections.abc import Callable
from typing import Any

from django.db import models


class HttpsURLField(models.URLField):
    """A URL whose form takes "example.org" for https, as Django 6 will for every one."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class Following(models.TextField):
    """A column that follows from others of its row by `rule`: worked out by save() and by bulk_create(), which upserts
    are too. Whoever writes past these has to write it as well."""

    def __init__(self, rule: Callable[[Any], str] = str, **kwargs: Any):
        super().__init__(**{**kwargs, "blank": True, "editable": False})
        self.rule = rule

    def deconstruct(self) -> Any:
        """To migrations it is text like any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.rule(model_instance)
        setattr(model_instance, self.attname, value)
        return value
