from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT = timedelta(hours=1)


class Upload(models.Model):
    """A spreadsheet between its preview and the user's confirmation. One for each user, for an hour."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=12, help_text="The kind of records, such as “question”.")
    name = models.CharField(max_length=200, help_text="The file's own name.")
    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
