"""A record that questions or answers name cannot be deleted. The page says what names it, and what to do instead."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import PROTECT
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from questions.models import Post

from .base import format_count


class InUseAdmin(admin.ModelAdmin):
    """It stands first among an admin's bases. `instead` says what to do with a record that is in use."""

    delete_confirmation_template = "admin/questions/in_use/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/questions/in_use/delete_selected_confirmation.html"
    instead = ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        uses = [use for one in objs if is_in_use(one) for use in describe_uses(one)]
        return ([str(one) for one in objs], {}, set(), uses) if uses else super().get_deleted_objects(objs, request)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().delete_view(request, object_id, {**(extra_context or {}), "instead": self.instead})

    def render_change_form(self, request: Any, context: Any, *args: Any, **named: Any) -> Any:
        """A record in use has a link to what uses it, and no button to delete it."""
        obj = named.get("obj")
        if obj and is_in_use(obj) and self.has_delete_permission(request, obj):
            context |= {"show_delete": False, "in_use": True}
        return super().render_change_form(request, context, *args, **named)


def is_in_use(row: Any) -> bool:
    return any(_rows(row, relation).exists() for relation in _relations(row) if relation.on_delete is PROTECT)


def describe_uses(row: Any) -> list[str]:
    """How many rows of each kind name this row, each with a link to their list."""
    counted = [(relation, _rows(row, relation).count()) for relation in _relations(row)]
    return [_describe(row, relation, count) for relation, count in counted if count]


def _relations(row: Any) -> list[Any]:
    """Those that protect the row, and posts, which would lose it."""
    return [r for r in row._meta.related_objects if r.on_delete is PROTECT or r.related_model is Post]


def _rows(row: Any, relation: Any) -> Any:
    return relation.related_model._base_manager.filter(**{relation.field.name: row}).order_by()


def _describe(row: Any, relation: Any, count: int) -> str:
    opts = relation.related_model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    words = format_count(count, str(opts.verbose_name))
    return format_html(
        '<a href="{}?{}__id__exact={}">{}</a> ({})',
        address,
        relation.field.name,
        row.pk,
        words,
        relation.field.verbose_name,
    )
