"""Delete questions permanently, but only those already deleted in the way that can be undone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from questions.admin.base import LargeTableAdmin
from questions.archive.editing import publishing
from questions.models import Evidence, FormerAddress, GroupLink, Question, QuestionEvent

from .publishing import StandsFilter


class ErasingAdmin(LargeTableAdmin):
    """Offers Django's own deletion, of one question or many, only where it is allowed."""

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.deleted_at is not None)

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer deletion only in the list of deleted questions: an action applies only to rows that the list shows."""
        actions = super().get_actions(request)
        if request.GET.get(StandsFilter.parameter_name) != "deleted":
            actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Allow deleting rows of a question that cannot be deleted on their own."""
        shown, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        own = {str(model._meta.verbose_name) for model in (Evidence, QuestionEvent, GroupLink, FormerAddress)}
        return shown, counts, set(forbidden) - own, protected

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        publishing.erase([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        publishing.erase(queryset.values_list("pk", flat=True))
