"""The kinds of records that have spreadsheets, by the names of their models."""

from __future__ import annotations

from .departments import DepartmentResource
from .members import MemberResource
from .memberships import MembershipResource
from .posts import PostResource
from .questions import QuestionResource
from .resources import BulkResource

RESOURCES: dict[str, type[BulkResource]] = {
    str(resource.model._meta.model_name): resource
    for resource in (QuestionResource, MemberResource, MembershipResource, PostResource, DepartmentResource)
}


def kind_of_run(name: str) -> str:
    """The kind of a run that imports such records: “bulk questions”."""
    return f"bulk {RESOURCES[name].model._meta.verbose_name_plural}"


BY_RUN = {kind_of_run(name): name for name in RESOURCES}
