"""The groups of tables on the admin's first page. Only Administrators see what runs the archive itself."""

from __future__ import annotations

from typing import Any

MACHINERY = "Machinery"
# Each group with its models, in order. All models that are not named here are machinery.
GROUPS = {
    "Records": ("question", "answer", "attachment", "parliamentarysession"),
    "Words and topics": ("topic", "topicassignment", "acronym", "spelling", "answerkindrule"),
    "People and departments": ("member", "membership", "post", "externalid", "department", "departmentlink"),
    "Checks": ("mistakereport", "refusedrow", "reference", "auditentry"),
    "Staff": ("user", "group", "securityevent"),
}


def is_administrator(user: Any) -> bool:
    """A superuser, or somebody with the role: a permission that only it has, so that nothing is queried."""
    return user.has_perm("questions.view_jobrun")


def group_tables(apps: list[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """Django's list of apps with the models that the user may see, as such a list with a group for each app."""
    left = {table["object_name"].lower(): table for app in apps for table in app["models"]}
    found = {title: [left.pop(name) for name in names if name in left] for title, names in GROUPS.items()}
    if is_administrator(user):
        found[MACHINERY] = sorted(left.values(), key=lambda table: table["name"].lower())
    return [_as_app(title, tables) for title, tables in found.items() if tables]


def _as_app(title: str, tables: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": title, "app_label": title.lower().replace(" ", "-"), "models": tables}
