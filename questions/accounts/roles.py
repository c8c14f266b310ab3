"""The table of who may do what in the admin. Every `migrate` gives the four roles their permissions from it.

A role is a group; each role includes the ones before it. Only superusers may do what is not in the table. The four
groups always have exactly these permissions; for other needs, make a group with another name.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS

VIEWER, EDITOR, PUBLISHER, ADMINISTRATOR = ROLES = ("Viewer", "Editor", "Publisher", "Administrator")

# What each role may do, for whoever gives it.
SENTENCES = {
    VIEWER: "Reads everything at the desk and changes nothing.",
    EDITOR: "Enters and corrects records. New questions are drafts until somebody publishes them.",
    PUBLISHER: "Does all that an Editor does, and publishes, deletes and restores questions and answers.",
    ADMINISTRATOR: "Does all that a Publisher does, manages users, and deletes permanently.",
}

RECORDS = ("question", "answer", "attachment", "member", "membership", "post", "department", "departmentlink")
MEANINGS = ("topic", "acronym", "spelling", "answerkindrule")
CALENDARS = ("parliamentarysession",)
ASSIGNMENTS = ("topicassignment",)
# What the archive writes about itself.
OWN = (
    "archive",
    "auditentry",
    "change",
    "evidence",
    "formeraddress",
    "grouplink",
    "importrun",
    "lease",
    "answerkindsinforce",
    "sessionsinforce",
    "questionevent",
    "reference",
    "refusedrow",
    "syncplan",
)

# For each role: actions and the models they apply to, of this app unless another is named.
TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (VIEWER, ("view",), (*RECORDS, *MEANINGS, *CALENDARS, *ASSIGNMENTS, *OWN)),
    (VIEWER, ("preview",), ("question",)),
    (EDITOR, ("add", "change"), (*RECORDS, *ASSIGNMENTS)),
    (VIEWER, ("view",), ("externalid",)),
    (EDITOR, ("change",), ("externalid",)),  # matches members to the ids that other sources use
    (EDITOR, ("delete",), ASSIGNMENTS),  # deletes an editor's decision, so that the topic's rule decides again
    (EDITOR, ("correct",), ("answer",)),
    (EDITOR, ("change",), ("refusedrow",)),  # repairs the row, which imports it
    (EDITOR, ("view", "change"), ("mistakereport",)),  # readers' reports, some with an email address
    (PUBLISHER, ("publish", "remove"), ("question",)),
    (PUBLISHER, ("amend", "remove"), ("answer",)),
    (PUBLISHER, ("add", "change"), MEANINGS),  # a rule changes what the public sees at once
    (ADMINISTRATOR, ("delete",), (*RECORDS, *MEANINGS, "mistakereport")),
    (ADMINISTRATOR, ("add", "change", "delete"), CALENDARS),  # sessions decide which questions have lapsed
    (ADMINISTRATOR, ("view",), ("securityevent", "auth.group")),
    (ADMINISTRATOR, ("view", "add", "change"), ("auth.user",)),
    (ADMINISTRATOR, ("view", "run"), ("jobrun",)),  # its output may name other machines
)

# Users with any of these permissions need a second factor.
GUARDED = ("questions.publish_question", "questions.remove_question", "questions.delete_question", "auth.change_user")


def permissions(role: str) -> set[tuple[str, str]]:
    """(app, codename) of every permission of a role."""
    own = ROLES[: ROLES.index(role) + 1]
    return {
        (app or "questions", f"{action}_{name}")
        for first, actions, models in TABLE
        if first in own
        for app, _, name in (model.rpartition(".") for model in models)
        for action in actions
    }


def grant_roles(apps: Any = installed, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the roles and set their permissions from the table, after every `migrate` and `flush`.

    Permissions that do not exist yet are made first.
    """
    try:
        group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    for label in ("questions", "auth"):
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    rows = permission.objects.using(using).values_list("content_type__app_label", "codename", "pk")
    there = {(app, codename): pk for app, codename, pk in rows}
    for row in _groups(group.objects.using(using)):
        _set(row, {there[key] for key in permissions(row.name) if key in there}, using)


def _groups(groups: Any) -> Any:
    """The roles' groups, created if missing. Bulk writes here and below send no signals, so nothing is logged."""
    there = set(groups.values_list("name", flat=True))
    groups.bulk_create(groups.model(name=role) for role in ROLES if role not in there)
    return groups.filter(name__in=ROLES)


def _set(group: Any, wanted: set[int], using: str) -> None:
    through = type(group).permissions.through
    rows = through.objects.using(using).filter(group=group)
    there = set(rows.values_list("permission", flat=True))
    rows.filter(permission__in=there - wanted).delete()
    through.objects.using(using).bulk_create(through(group=group, permission_id=pk) for pk in sorted(wanted - there))
