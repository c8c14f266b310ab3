from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

KEPT = timedelta(hours=24)


class KeptForm(models.Model):
    """What a user typed into a form of the admin and sent after the session had ended."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    path = models.CharField(max_length=200)
    sent = models.JSONField(help_text="{name: [values]}, without passwords and files.")
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            # One row for each form, so that nobody can fill the table. After sign-in, the form is found by this.
            models.UniqueConstraint(fields=["user", "path"], name="kept_form_once"),
        ]

    def __str__(self) -> str:
        return self.path
