"""The security log, and the counts and places that limit failed sign-ins."""

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
    times = models.PositiveIntegerField(db_default=1, help_text="Failures of one day are one event.")
    last_at = models.DateTimeField("last", null=True, help_text="The last time, if there were several.")
    kind = models.CharField("what", max_length=15, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    by = models.CharField(
        max_length=150, blank=True, help_text="The user, even if since deleted. Empty if a command did it."
    )
    on = models.CharField("affected", max_length=150, blank=True, help_text="The user or group.")
    detail = models.TextField(blank=True)
    address = models.GenericIPAddressField(null=True, help_text="Where the request came from. Empty for several.")
    user_agent = models.CharField("browser", max_length=LONGEST_AGENT, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # Deleting events older than the settings allow.
            models.Index(fields=["at"], name="security_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.by or 'A command'}: {self.get_kind_display()}{f' ({self.on})' if self.on else ''}"


class FailedSignIns(models.Model):
    """How often signing in has failed lately by one name, from one place, or both. Written by accounts/limits.py.

    `key` says which, with keyed hashes: a name that somebody typed may be a password.
    """

    key = models.CharField(max_length=60)
    failures = models.PositiveIntegerField()
    at = models.DateTimeField(help_text="When it last failed.")

    class Meta:
        constraints = [
            # One count for each name and place; each attempt to sign in reads it.
            models.UniqueConstraint(fields=["key"], name="failed_sign_ins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"


class KnownPlace(models.Model):
    """A place where a user has signed in lately, as a keyed hash of its address. Written by accounts/known.py."""

    # No constraint, so that the previous version, which does not know this table, can delete a user.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    place = models.CharField(max_length=32)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Each attempt to sign in looks up its place.
            models.UniqueConstraint(fields=["place", "user"], name="known_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.place}"
