"""A base model whose forms refuse the same impossible days as sources do (see questions/rules/days.py)."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from questions.rules.days import fault


class Dated(models.Model):
    """A model whose days are checked in forms. `happened` names the fields that cannot be in the future."""

    happened: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        days = (field.name for field in self._meta.fields if type(field) is models.DateField and field.editable)
        faults = {name: fault(getattr(self, name), has_happened=name in self.happened) for name in days}
        if wrong := {name: said for name, said in faults.items() if said}:
            raise ValidationError(wrong)
