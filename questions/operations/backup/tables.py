"""What a copy of the archive holds: its tables, in an order in which each refers only to itself and those before it.

A new model belongs into one of COPIED and LEFT_OUT; a test fails until it is.
"""

from __future__ import annotations

from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Field, Model
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions import models

COPIED: tuple[type[Model], ...] = (
    Group,
    Group.permissions.through,
    User,
    User.groups.through,
    User.user_permissions.through,
    TOTPDevice,
    StaticDevice,
    StaticToken,
    models.SecurityEvent,
    models.Archive,
    models.Acronym,
    models.NatureRule,
    models.NaturesInForce,
    models.ParliamentarySession,
    models.SessionsInForce,
    models.Department,
    models.DepartmentLink,
    models.Member,
    models.Membership,
    models.Post,
    models.ExternalId,
    models.Question,
    models.Answer,
    models.Attachment,
    models.Evidence,
    models.QuestionEvent,
    models.GroupLink,
    models.FormerAddress,
    models.Topic,
    models.FormerTopicSlug,
    models.TopicAssignment,
    models.CitedDocument,
    models.Citation,
    models.Reference,
    models.ImportRun,
    models.RefusedRow,
    models.AuditEntry,
    models.SyncPlan,
    models.SyncWindow,
    models.ListedQuestion,
    models.MistakeReport,
    models.Change,
    LogEntry,
)

# Where a copy without accounts is loaded, these stay as they are.
STAYING = (
    *(User, User.user_permissions.through, TOTPDevice, StaticDevice, StaticToken),
    models.SecurityEvent,
)

# Copied only with --with-accounts; an entry of the admin's log cannot do without the user that it is of, and what
# readers reported, some with their address, is for those alone whom they wrote to.
ACCOUNTS = (*STAYING, User.groups.through, LogEntry, models.MistakeReport)

LEFT_OUT: dict[type[Model], str] = {
    Session: "who is logged in where ends with the site that they are logged in to",
    **dict.fromkeys(
        (AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog), "who failed to sign in a moment ago"
    ),
    ContentType: "made by migrations, under other ids in every database: rows that refer to one name it",
    Permission: "made by migrations, under other ids in every database: rows that refer to one name it",
    models.KeptForm: "what somebody typed as their session ended is theirs, for a day",
    models.SyncLease: "who is at work where the copy is made",
    models.Upload: "a spreadsheet that somebody is looking at is theirs, for an hour",
    models.Validator: "by it an answer is recognised without reading it; without it, it is read",
}

# What a newly migrated archive has rows in, or one that nobody has put anything into: loading replaces them unasked.
FILLED_AT_FIRST = (
    *(Group, Group.permissions.through),
    *(models.Archive, models.Acronym, models.NatureRule, models.NaturesInForce),
    *(models.ParliamentarySession, models.SessionsInForce),
)


def tables(*, accounts: bool) -> list[type[Model]]:
    """The models whose rows a copy holds, in its order."""
    return [model for model in COPIED if accounts or model not in ACCOUNTS]


def replaced(*, accounts: bool) -> list[type[Model]]:
    """The models whose rows a copy takes the place of: entries of the admin's log too, which speak of these rows."""
    return [model for model in COPIED if accounts or model not in STAYING]


def name_of(model: type[Model]) -> str:
    """What a copy calls the model's table: 'questions.question'."""
    return model._meta.label_lower


def fields_of(model: type[Model]) -> list[Field]:
    """The fields whose values make up a row, in its order."""
    return list(model._meta.concrete_fields)


def columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in fields_of(model)]


def refers_to_itself(model: type[Model]) -> bool:
    return any(field.related_model is model for field in fields_of(model))
