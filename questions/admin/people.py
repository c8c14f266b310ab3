"""The admin of members, memberships, posts, and people whom other sources name by their own ids."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from questions.archive.derived.posts_held import (
    log_answered_as,
    log_asked_as,
    recompute_memberships,
    recompute_posts,
    tag_asked_as,
)
from questions.archive.writing.printed_names import give, match, settle_printed
from questions.models import Answer, Archive, ExternalId, Member, Membership, Post
from questions.models.periods import Source

from .base import LargeTableAdmin, NamedTabularInline, SettlingAdmin, apply_rules
from .in_use import InUseAdmin
from .spreadsheets import SpreadsheetAdmin
from .work_list_filters import WithoutPartyFilter


class MembershipInline(NamedTabularInline):
    model = Membership
    extra = 0


class PostInline(NamedTabularInline):
    model = Post
    extra = 0
    autocomplete_fields = ("department",)
    fields = ("title", "rank", "department", "started_on", "ended_on", "is_acting", "is_on_leave")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Load departments too: a post's title may end with the department's name."""
        return super().get_queryset(request).select_related("department")


@admin.register(Member)
class MemberAdmin(InUseAdmin, SettlingAdmin, SpreadsheetAdmin):
    instead = "If this person no longer sits, enter the end dates of their memberships and posts."
    list_display = ("name", "list_name", "parliament_id")
    list_filter = (WithoutPartyFilter,)
    search_fields = ("name", "list_name", "=parliament_id")
    inlines = (MembershipInline, PostInline)
    fields = (
        ("name", "list_name"),
        "other_names",
        "parliament_id",
        "portrait",
        ("listed_party", "listed_seat", "listed_on"),
    )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search by any spelling of any of their names, or by the id at Parliament."""
        if not search_term or search_term.isdigit():
            return super().get_search_results(request, queryset, search_term)
        return queryset.called(search_term), False

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """A name given by an editor counts as Parliament's own, as of today."""
        if {"name", "list_name"} & set(form.changed_data):
            obj.name_source, obj.name_as_of = Member.NameSource.PARLIAMENT, timezone.localdate()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        for row in (row for formset in formsets for row in formset.forms if row.has_changed()):
            row.instance.source = Source.EDITOR
        log_asked_as(form.instance.memberships.all())
        log_answered_as(form.instance.posts.all())
        super().save_related(request, form, formsets, change)
        settle_printed()
        recompute_memberships([form.instance.pk])
        tag_asked_as(form.instance.memberships.all())
        recompute_posts([form.instance.pk])

    def settle_rows(self, request: HttpRequest, rows: list[Member]) -> None:
        apply_rules(request)


@admin.register(Membership)
class MembershipAdmin(SettlingAdmin, SpreadsheetAdmin):
    list_display = ("member", "house", "party", "seat", "started_on", "ended_on")
    list_filter = ("house",)
    list_select_related = ("member",)
    search_fields = ("member__name", "party", "seat")
    autocomplete_fields = ("member",)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        obj.source = Source.EDITOR
        super().save_model(request, obj, form, change)

    def prepare_rows(self, rows: list[Membership]) -> None:
        log_asked_as(rows)

    def settle_rows(self, request: HttpRequest, rows: list[Membership]) -> None:
        settle_printed()
        recompute_memberships([row.member_id for row in rows])
        tag_asked_as(rows)
        apply_rules(request)


@admin.register(Post)
class PostAdmin(SettlingAdmin, SpreadsheetAdmin):
    list_display = ("__str__", "member", "department", "rank", "started_on", "ended_on")
    list_filter = ("rank", "is_acting", "is_on_leave")
    list_select_related = ("member", "department")
    search_fields = ("title", "member__name")
    autocomplete_fields = ("member", "department")

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        obj.source = Source.EDITOR
        super().save_model(request, obj, form, change)

    def prepare_rows(self, rows: list[Post]) -> None:
        log_answered_as(rows)

    def settle_rows(self, request: HttpRequest, rows: list[Post]) -> None:
        """Also settle the member who had a post that an editor has just given to another member."""
        shown = Answer.objects.filter(answered_as__in=[row.pk for row in rows if row.pk]).order_by()
        held = set(shown.values_list("answered_by", flat=True)) - {None}
        settle_printed()
        recompute_posts(held | {row.member_id for row in rows})


@admin.register(ExternalId)
class ExternalIdAdmin(LargeTableAdmin):
    """People whom a source names by its own id. An editor's match is kept whatever imports say."""

    list_display = ("name", "house", "seen_on", "member", "scheme", "value")
    list_filter = (("member", admin.EmptyFieldListFilter), "house", "is_an_editors")
    list_select_related = ("member",)
    search_fields = ("name", "value")
    autocomplete_fields = ("member",)
    readonly_fields = ("name", "house", "seen_on", "scheme", "value")
    fields = (("name", "house", "seen_on"), ("scheme", "value"), ("member", "is_an_editors"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ExternalId | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ExternalId, form: Any, change: bool) -> None:
        """Choosing a member makes the match permanent; clearing it lets the records decide again."""
        obj.is_an_editors = obj.is_an_editors or "member" in form.changed_data
        super().save_model(request, obj, form, change)
        give([obj])
        match([obj])
