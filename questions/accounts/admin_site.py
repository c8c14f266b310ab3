"""The admin site: users who need a second factor can do nothing until they have given it."""

from __future__ import annotations

from functools import update_wrapper
from http import HTTPStatus
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.generic import RedirectView

from . import known, second_factor, sessions
from .lockout import SignInForm
from .table_groups import group_tables

FORMER_RULES = "/admin/questions/answerkindrule/%(rest)s"  # their model was renamed


class DeskSite(AdminSite):
    site_header = site_title = "PQ Archive"
    index_title = "Admin"
    enable_nav_sidebar = False
    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        return self.is_staff(request) and not second_factor.is_missing(request.user)

    def is_staff(self, request: HttpRequest) -> bool:
        """Whether the user has given a staff password; a second factor may still be needed."""
        return super().has_permission(request)

    def is_signed_in(self, request: HttpRequest) -> bool:
        """The same for a page outside the admin: the second factor is given, and the session is not over."""
        sessions.end_if_over(request)
        return self.has_permission(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def in_session(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sessions.end_if_over(request)
            return inner(request, *args, **kwargs)

        return update_wrapper(in_session, inner)

    def halfway_view(self, view: Any) -> Any:
        """Wrap a view of the second factor's own pages, where the password is enough."""

        def in_session(request: HttpRequest) -> HttpResponse:
            sessions.end_if_over(request)
            if not self.is_staff(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return view(request)

        return csrf_protect(never_cache(in_session))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """After the password, redirect to the next page of the second factor."""
        user: Any = request.user
        if request.method == "GET" and self.is_staff(request) and second_factor.is_missing(user):
            step = "verify" if second_factor.is_set_up(user) else "set-up"
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{reverse(f'admin:{step}')}{'?' if query else ''}{query}")
        response = super().login(request, extra_context)
        is_in = request.method == "POST" and response.status_code == HTTPStatus.FOUND
        if is_in and not second_factor.is_needed(request.user):
            known.remember(request, response, request.user)
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: what one does, and every table in groups."""
        from .work_lists import desk_of  # imported here: see `get_urls`

        desk, tables = desk_of(request.user), group_tables(self.get_app_list(request), request.user)
        return super().index(request, {"desk": desk, "app_list": tables, **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page has the tables of all apps."""
        return redirect("admin:index")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from . import views  # imported here: the models are not loaded yet when the site is made

        return [
            path("logout/", self.logout, name="logout"),  # allowed after the password alone
            path("sign-in/code/", self.halfway_view(views.VerifyView.as_view(site=self)), name="verify"),
            path("second-factor/set-up/", self.halfway_view(views.SetUpView.as_view(site=self)), name="set-up"),
            path("second-factor/", self.admin_view(views.FactorView.as_view(site=self)), name="second-factor"),
            path("second-factor/codes/", self.admin_view(views.CodesView.as_view(site=self)), name="recovery-codes"),
            re_path("^questions/naturerule/(?P<rest>.*)$", RedirectView.as_view(url=FORMER_RULES, query_string=True)),
            *super().get_urls(),
        ]
