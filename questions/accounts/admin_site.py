"""Django's admin as the desk's site: whoever needs a second factor does nothing before it is given."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from . import second_factor, sessions


class DeskSite(AdminSite):
    site_header = site_title = "PQ Archive"
    index_title = "The desk"

    def has_permission(self, request: HttpRequest) -> bool:
        return self.is_staff(request) and not second_factor.is_missing(request.user)

    def is_staff(self, request: HttpRequest) -> bool:
        """Whether a password was given that is good here, which may not be enough."""
        return super().has_permission(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def in_session(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sessions.end_if_over(request)
            return inner(request, *args, **kwargs)

        return update_wrapper(in_session, inner)

    def halfway_view(self, view: Any) -> Any:
        """For pages of the second factor itself: the password is enough."""

        def in_session(request: HttpRequest) -> HttpResponse:
            sessions.end_if_over(request)
            if not self.is_staff(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return view(request)

        return csrf_protect(never_cache(in_session))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever has given a password is led on, to the page of the second factor that comes next."""
        user: Any = request.user
        if request.method == "GET" and self.is_staff(request) and second_factor.is_missing(user):
            step = "verify" if second_factor.is_set_up(user) else "set-up"
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{reverse(f'admin:{step}')}{'?' if query else ''}{query}")
        return super().login(request, extra_context)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits for whoever looks, above all tables."""
        from .work_lists import desk_of  # as below

        return super().index(request, {"desk": desk_of(request.user), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from . import views  # they need the models, which are not there when the site is made

        return [
            path("logout/", self.logout, name="logout"),  # also halfway
            path("sign-in/code/", self.halfway_view(views.VerifyView.as_view(site=self)), name="verify"),
            path("second-factor/set-up/", self.halfway_view(views.SetUpView.as_view(site=self)), name="set-up"),
            path("second-factor/", self.admin_view(views.FactorView.as_view(site=self)), name="second-factor"),
            path("second-factor/codes/", self.admin_view(views.CodesView.as_view(site=self)), name="recovery-codes"),
            *super().get_urls(),
        ]
