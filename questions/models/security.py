"""The security log: who signed in, who could not, and whose permissions changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

LONGEST_AGENT = 200


class SecurityEvent(models.Model):
    """An event about access. Written by accounts/security_log.py, and kept for as long as the settings say."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", "signed in with a password"
        VERIFIED = "verified", "entered the second factor"
        RECOVERED = "recovered", "used a recovery code"
        FAILED = "failed", "wrong password"
        CODE_FAILED = "code-failed", "wrong second factor"
        LOCKED_OUT = "locked-out", "locked out"
        SIGNED_OUT = "signed-out", "signed out"
        ENDED = "ended", "session ended"
        FACTOR_SET_UP = "factor-set-up", "second factor set up"
        CODES_MADE = "codes-made", "recovery codes made"
        FACTOR_REMOVED = "factor-removed", "second factor removed"
        FACTOR_RESET = "factor-reset", "second factor reset"
        PASSWORD = "password", "password changed"
        USER_MADE = "user-made", "user added"
        USER_CHANGED = "user-changed", "user changed"
        USER_DELETED = "user-deleted", "user deleted"
        GROUP_MADE = "group-made", "group added"
        GROUP_CHANGED = "group-changed", "group changed"
        GROUP_DELETED = "group-deleted", "group deleted"
        ALLOWED = "allowed", "permissions changed"

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField("what", max_length=15, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    by = models.CharField(
        max_length=150, blank=True, help_text="The user, even if since deleted. Empty if a command did it."
    )
    on = models.CharField("affected", max_length=150, blank=True, help_text="The user or group.")
    detail = models.TextField(blank=True)
    address = models.GenericIPAddressField(null=True, help_text="Where the request came from.")
    user_agent = models.CharField("browser", max_length=LONGEST_AGENT, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # Deleting events older than the settings allow.
            models.Index(fields=["at"], name="security_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.by or 'A command'}: {self.get_kind_display()}{f' ({self.on})' if self.on else ''}"
