"""Deleting questions at the desk: so that it can be undone, and for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from questions.archive import deletion
from questions.models import Question

from .assignments import selected, too_many
from .base import MOST_COUNTED, LargeTableAdmin, number

MOST_NAMED = 10


class Way(NamedTuple):
    """What may be done with questions, by whom."""

    label: str
    permission: str
    done: str
    about: str
    do: Callable[[list[int]], int]


WAYS = {
    "delete": Way(
        "Delete (can be undone)",
        "questions.delete_question",
        "deleted",
        "Nobody but the desk sees them any more. Nothing is lost, and it can be undone.",
        deletion.delete,
    ),
    "undelete": Way(
        "Undo deletion",
        "questions.delete_question",
        "there again",
        "What is deleted comes back as it was: public, or a draft.",
        deletion.undelete,
    ),
    "erase": Way(
        "Erase for good",
        "questions.erase_question",
        "erased",
        "What is deleted goes with its answers and its evidence, and cannot be brought back. Its history stays.",
        deletion.erase,
    ),
}


class DeletedFilter(admin.SimpleListFilter):
    title, parameter_name = "deleted", "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Deleted"), ("0", "Not deleted")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(deleted_at__isnull=self.value() == "0") if self.value() in ("0", "1") else queryset


class DeletionAdmin(LargeTableAdmin):
    """Django's own deletion of one question is the one that can be undone, and so is that of many."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "deleted_at")

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        ways = {name: way for name, way in WAYS.items() if request.user.has_perm(way.permission)}
        return {**found, **{name: (_action(name), name, way.label) for name, way in ways.items()}}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.way_view)
        ways = [path(f"<int:pk>/{name}/", view, {"name": name}, _address(name)) for name in WAYS if name != "delete"]
        return [*ways, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Of a deleted question, what may be done with it."""
        question = kwargs.get("obj")
        names = [name for name in ("undelete", "erase") if request.user.has_perm(WAYS[name].permission)]
        if question and question.deleted_at:
            context["tools"] = [(reverse(f"admin:{_address(n)}", args=[question.pk]), WAYS[n].label) for n in names]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Nothing else goes with it."""
        return [str(question) for question in objs], {"questions": len(objs)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        deletion.delete([obj.pk])
        undo = reverse(f"admin:{_address('undelete')}", args=[obj.pk])
        messages.info(request, format_html('It can be undone: <a href="{}">undo deletion</a>.', undo))

    def way_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        if not request.user.has_perm(WAYS[name].permission):
            raise PermissionDenied
        if self.get_object(request, str(pk)) is None:
            raise Http404("There is no such question.")
        return self.go(request, name, [pk], []) or redirect("admin:questions_question_changelist")

    def go_with_some(self, request: HttpRequest, name: str, queryset: QuerySet) -> HttpResponse | None:
        pks = list(queryset.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
        if len(pks) > MOST_COUNTED:
            messages.error(request, too_many("questions"))
            return None
        return self.go(request, name, pks, selected(request, name))

    def go(self, request: HttpRequest, name: str, pks: list[int], kept: list[Any]) -> HttpResponse | None:
        """Ask once, then do it."""
        way = WAYS[name]
        if "sure" not in request.POST:
            return self.ask(request, way, pks, kept)
        done = way.do(pks)
        messages.success(request, f"{number(done, 'question')} {way.done}.")
        if left := len(pks) - done:
            messages.info(request, f"{number(left, 'question')} left alone: there was nothing to be done.")
        return None

    def ask(self, request: HttpRequest, way: Way, pks: list[int], kept: list[Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{way.label}: {number(len(pks), 'question')}",
            "opts": self.opts,
            "way": way,
            "questions": Question.objects.in_bulk(pks[:MOST_NAMED]).values(),
            "kept": [("sure", "1"), *kept],
        }
        return TemplateResponse(request, "admin/questions/question/deletion.html", context)


def _address(name: str) -> str:
    return f"questions_question_{name}"


def _action(name: str) -> Callable[..., HttpResponse | None]:
    return lambda model_admin, request, queryset: model_admin.go_with_some(request, name, queryset)
