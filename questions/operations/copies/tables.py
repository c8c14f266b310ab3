"""The tables of a copy, in an order in which each refers only to itself and earlier ones.

Add every new model to COPIED or LEFT_OUT; a test fails until you do.
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
    models.Spelling,
    models.AnswerKindRule,
    models.AnswerKindsInForce,
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

# Loading a copy without accounts leaves these unchanged.
STAYING = (
    User,
    User.user_permissions.through,
    TOTPDevice,
    StaticDevice,
    StaticToken,
    models.SecurityEvent,
)

# Copied only with --with-accounts: an entry of the admin's log needs its user, and
# readers' reports, some with an email address, are only for the people they wrote to.
ACCOUNTS = (*STAYING, User.groups.through, LogEntry, models.MistakeReport)

LEFT_OUT: dict[type[Model], str] = {
    Session: "sessions belong to the site where the users signed in",
    **dict.fromkeys(
        (AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog), "recent failures to sign in"
    ),
    ContentType: "created by migrations with different ids in every database: rows refer to them by name",
    Permission: "created by migrations with different ids in every database: rows refer to them by name",
    models.FailedSignIns: "recent failures to sign in",
    models.KnownPlace: "hashed with the secret key of the original archive, and made again at the next sign-in",
    models.JobRun: "what ran on the site of the original archive",
    models.KeptForm: "forms kept for their users for a day",
    models.Lease: "which process is syncing the original archive, or runs its jobs",
    models.Upload: "uploads kept for their users for an hour",
    models.Validator: "only saves fetching unchanged replies again",
}

# Tables that have rows in a new archive: loading replaces them without asking.
FILLED_AT_FIRST = (
    Group,
    Group.permissions.through,
    models.Archive,
    models.Acronym,
    models.AnswerKindRule,
    models.AnswerKindsInForce,
    models.ParliamentarySession,
    models.SessionsInForce,
)


def tables(*, accounts: bool) -> list[type[Model]]:
    """The models in a copy, in its order."""
    return [model for model in COPIED if accounts or model not in ACCOUNTS]


def replaced_models(*, accounts: bool) -> list[type[Model]]:
    """The models whose rows a copy replaces, with the admin's log, whose entries refer to these rows."""
    return [model for model in COPIED if accounts or model not in STAYING]


def name_of(model: type[Model]) -> str:
    """The model's table as a copy names it: 'questions.question'."""
    return model._meta.label_lower


def fields_of(model: type[Model]) -> list[Field]:
    """The fields of a row, in its order."""
    return list(model._meta.concrete_fields)


def columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in fields_of(model)]


def refers_to_itself(model: type[Model]) -> bool:
    return any(field.related_model is model for field in fields_of(model))
