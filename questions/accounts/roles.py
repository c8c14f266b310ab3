"""Who may do what at the desk: one table, from which every migration gives the four roles their permissions.

A role is a group; each may also do what those before it may. What is not in the table, only superusers may. The four
groups always have just these permissions: who needs others makes a group of another name.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS

VIEWER, EDITOR, PUBLISHER, ADMINISTRATOR = ROLES = ("Viewer", "Editor", "Publisher", "Administrator")

RECORDS = ("question", "answer", "attachment", "member", "membership", "post", "department", "departmentlink")
MEANINGS = ("topic", "acronym", "naturerule")
CALENDARS = ("parliamentarysession",)
ASSIGNMENTS = ("topicassignment",)
# What the archive writes about itself.
OWN = (
    *("archive", "auditentry", "change", "evidence", "formeraddress", "grouplink", "importrun", "naturesinforce"),
    "sessionsinforce",
    *("questionevent", "reference", "refusedrow", "synclease", "syncplan"),
)

# From which role on, what may be done with which models: of this app, or of the one that is named.
TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (VIEWER, ("view",), (*RECORDS, *MEANINGS, *CALENDARS, *ASSIGNMENTS, *OWN)),
    (VIEWER, ("preview",), ("question",)),
    (EDITOR, ("add", "change"), (*RECORDS, *ASSIGNMENTS)),
    (VIEWER, ("view",), ("externalid",)),
    (EDITOR, ("change",), ("externalid",)),  # who somebody is whom a source names by an id of its own
    (EDITOR, ("delete",), ASSIGNMENTS),  # an editor's word, after which the topic's rule speaks again
    (EDITOR, ("correct",), ("answer",)),
    (EDITOR, ("change",), ("refusedrow",)),  # to repair it, which takes it in as an import does
    (EDITOR, ("view", "change"), ("mistakereport",)),  # readers' words, some with their address
    (PUBLISHER, ("publish", "remove"), ("question",)),
    (PUBLISHER, ("amend", "remove"), ("answer",)),
    (PUBLISHER, ("add", "change"), MEANINGS),  # a rule changes at once what the public sees
    (ADMINISTRATOR, ("delete",), (*RECORDS, *MEANINGS, "mistakereport")),
    (ADMINISTRATOR, ("add", "change", "delete"), CALENDARS),  # what has lapsed, everywhere
    (ADMINISTRATOR, ("view",), ("securityevent", "auth.group")),
    (ADMINISTRATOR, ("view", "add", "change"), ("auth.user",)),
)

# Who may do one of these signs in with a second factor.
GUARDED = ("questions.publish_question", "questions.remove_question", "questions.delete_question", "auth.change_user")


def permissions(role: str) -> set[tuple[str, str]]:
    """(app, codename) of all that a role may do."""
    own = ROLES[: ROLES.index(role) + 1]
    return {
        (app or "questions", f"{action}_{name}")
        for first, actions, models in TABLE
        if first in own
        for app, _, name in (model.rpartition(".") for model in models)
        for action in actions
    }


def grant_roles(apps: Any = installed, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the roles, and bring their permissions to what the table says; after every `migrate` and `flush`.

    The permissions themselves are made where this comes before whoever makes them.
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
    """Those of the roles. Here and below many rows at once, of which no signal tells the security log."""
    there = set(groups.values_list("name", flat=True))
    groups.bulk_create(groups.model(name=role) for role in ROLES if role not in there)
    return groups.filter(name__in=ROLES)


def _set(group: Any, wanted: set[int], using: str) -> None:
    through = type(group).permissions.through
    rows = through.objects.using(using).filter(group=group)
    there = set(rows.values_list("permission", flat=True))
    rows.filter(permission__in=there - wanted).delete()
    through.objects.using(using).bulk_create(through(group=group, permission_id=pk) for pk in sorted(wanted - there))
