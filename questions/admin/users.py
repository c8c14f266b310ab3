"""The admin of users and roles. Nobody gives, takes or takes over permissions that they do not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.accounts import giving, second_factor
from questions.accounts.roles import ROLES
from questions.accounts.security_log import Kind, record

from .base import CappedPaginator
from .user_forms import PermissionsField, RolesField, StaffForm, describe_permissions, describe_role

ONLY_SUPERUSERS_SET = ("is_superuser", "user_permissions")

for model in (TOTPDevice, StaticDevice, User, Group):
    admin.site.unregister(model)


@admin.register(User)
class StaffAdmin(UserAdmin):
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/auth/user/staff_form.html"
    list_display = ("username", "roles", "is_active", "is_staff", "is_superuser", "has_second_factor", "last_login")
    form = StaffForm
    filter_horizontal = ()
    readonly_fields = ("last_signed_in", "signs_in_with")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if not obj:
            return super().get_fieldsets(request, obj)
        shown: list[Any] = [
            (None, {"fields": ("username", ("first_name", "last_name"), "email", "is_active", "is_staff")}),
            ("Roles", {"fields": ("groups",)}),
            ("Signing in", {"fields": ("last_signed_in", "signs_in_with")}),
        ]
        only_superusers = ("Only for superusers", {"fields": ONLY_SUPERUSERS_SET, "classes": ("collapse",)})
        return [*shown, only_superusers] if request.user.is_superuser else shown

    @admin.display(description="last signed in")
    def last_signed_in(self, user: User) -> str:
        at = user.last_login
        return date_format(timezone.localtime(at), "j F Y, H:i") if at else "Never"

    @admin.display(description="second factor")
    def signs_in_with(self, user: User) -> str:
        if second_factor.is_set_up(user):
            return "Set up: a code from an app is asked for."
        needed = second_factor.is_needed(user)
        return "Not set up yet. They must set it up when they sign in." if needed else "Not set up. It is not required."

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(has_app=Exists(apps))

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, user: Any) -> bool:
        return user.has_app

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else (*own, *ONLY_SUPERUSERS_SET)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"widget": forms.CheckboxSelectMultiple, "help_text": ""}
        if db_field.name == "groups":
            kwargs |= {"queryset": giving.groups_within(request.user), "form_class": RolesField, "label": "Roles"}
        elif db_field.name == "user_permissions":
            kwargs |= {"form_class": PermissionsField, "label": "Single permissions"}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever can set a user's password can become that user, so nobody may change a user who can do more."""
        return super().has_change_permission(request, obj) and _is_within(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user and _is_within(request, obj)

    # A lost second factor

    def get_urls(self) -> list[Any]:
        reset = self.admin_site.admin_view(self.reset_view)
        return [path("<int:pk>/second-factor/", reset, name="auth_user_second_factor"), *super().get_urls()]

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self.get_object(request, str(pk))
        if not user:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            return self.reset_second_factor(request, user)
        context = {**self.admin_site.each_context(request), "title": f"Reset the second factor of {user}"}
        return TemplateResponse(request, "admin/auth/user/second_factor.html", {**context, "opts": self.opts})

    def reset_second_factor(self, request: HttpRequest, user: User) -> HttpResponse:
        if second_factor.remove(user):
            record(Kind.FACTOR_RESET, on=user)
            self.log_change(request, user, "Second factor reset.")
            messages.success(
                request, f"{user} no longer has a second factor. They can sign in with their password only."
            )
        else:
            messages.info(request, f"{user} had no second factor.")
        return redirect("admin:auth_user_change", user.pk)


def _is_within(request: HttpRequest, user: User | None) -> bool:
    return user is None or giving.is_user_within(request.user, user)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """roles.py fixes the four roles. Whoever may add groups can make others, within their own permissions."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    filter_horizontal = ()
    readonly_fields = ("may",)

    @admin.display(description="what it may do")
    def may(self, group: Group) -> str:
        return "\n".join(filter(None, (describe_role(group), *describe_permissions(group.permissions.all()))))

    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        is_fixed = obj and (obj.name in ROLES or not self.has_change_permission(request, obj))
        return ("name", "may") if is_fixed else ("name", "permissions")

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        kwargs |= {"queryset": giving.held_by(request.user), "form_class": PermissionsField, "label": "May"}
        kwargs |= {"widget": forms.CheckboxSelectMultiple, "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or giving.is_within(request.user, obj.permissions.all()))

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return ("name", "permissions", "may") if obj and obj.name in ROLES else ("may",)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (
            obj is None or (obj.name not in ROLES and giving.is_within(request.user, obj.permissions.all()))
        )
