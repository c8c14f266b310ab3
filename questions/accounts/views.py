"""The pages of the second factor: give it, set it up, manage it."""

from __future__ import annotations

from typing import Any

import django_otp
from django import forms
from django.contrib import messages
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.generic import FormView, TemplateView
from django_otp.util import random_hex

from . import known, limits, lockout, second_factor
from .security_log import Kind, record

KEY = "second_factor_key"  # in the session, until a code proves that the app has it
FEW_CODES = 3


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        error_messages={"required": "Enter the code."},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class DeskPage:
    """A page of the admin that belongs to no table."""

    site: Any = None
    title = ""
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**self.site.each_context(self.request), "title": self.title, **kwargs}
        return super().get_context_data(**context)  # type: ignore[misc]


class CodePage(DeskPage, RedirectURLMixin, FormView):
    """Asks for a code, then redirects to the page that the user wanted."""

    form_class = CodeForm
    next_page = "admin:index"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"next": self.get_redirect_url(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        if self.site.has_permission(request):
            known.remember(request, response, request.user)
        return response

    def refuse(self, form: CodeForm, why: str) -> HttpResponse:
        form.add_error("code", why)
        return self.form_invalid(form)


def _is_known(request: HttpRequest) -> bool:
    return bool(known.browser_of(request, request.user.get_username()))


class VerifyView(CodePage):
    title = "Your second factor"
    template_name = "admin/desk/verify.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_verified():  # type: ignore[union-attr]
            return redirect(self.get_success_url())
        if not second_factor.is_set_up(request.user):  # type: ignore[arg-type]
            return redirect("admin:set-up")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        request: Any = self.request
        if lockout.is_locked_out(request):
            return self.form_invalid(form)
        try:
            device = second_factor.find_device(request.user, form.cleaned_data["code"], is_known=_is_known(request))
        except second_factor.TooSoon as wait:
            return self.refuse(form, f"Wait until {_clock(wait.until)} before you try again.")
        if not device:
            lockout.count_wrong_code(request)
            return self.refuse(form, "This code is wrong or already used. Enter the code that your app shows now.")
        self.let_in(request, device)
        return super().form_valid(form)

    def let_in(self, request: Any, device: Any) -> None:
        limits.forgive(request, request.user.get_username())
        mark_session(request, device)
        is_paper = device.name == "paper"
        record(Kind.RECOVERED if is_paper else Kind.VERIFIED, on=request.user)
        left = second_factor.recovery_codes_left(request.user)
        if is_paper and left < FEW_CODES:
            messages.warning(request, f"You have {left} recovery codes left. Make new ones under “Second factor”.")


def mark_session(request: HttpRequest, device: Any) -> None:
    """Mark the session as having a second factor, and give it a new key, as after a password."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _clock(at: Any) -> str:
    return date_format(timezone.localtime(at), "H:i:s")


class SetUpView(CodePage):
    """Set up an app, or replace one: the user must have given a code of the old one."""

    title = "Set up your second factor"
    template_name = "admin/desk/set_up.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if second_factor.is_set_up(request.user) and not request.user.is_verified():
            return redirect("admin:verify")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session[KEY] = random_hex(20)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """When a user reloads the page with the codes, there is nothing left to confirm."""
        return super().post(request, *args, **kwargs) if KEY in request.session else redirect("admin:second-factor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        key = self.request.session[KEY]
        shown = {
            "picture": second_factor.draw_qr_code(second_factor.app_address(user, key)),
            "letters": second_factor.in_letters(key),
        }
        return super().get_context_data(**shown, is_compulsory=second_factor.is_compulsory(user), **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        request: Any = self.request
        device = second_factor.confirm(request.user, request.session[KEY], form.cleaned_data["code"])
        if not device:
            return self.refuse(form, "This code does not match the secret. Enter the code that your app shows now.")
        del request.session[KEY]
        mark_session(request, device)
        record(Kind.FACTOR_SET_UP, on=request.user)
        return show_codes(self.site, request, self.get_success_url())


def show_codes(site: Any, request: Any, onwards: str) -> HttpResponse:
    """Show new recovery codes in the response itself, because they are not shown again."""
    codes = second_factor.new_recovery_codes(request.user)
    record(Kind.CODES_MADE, on=request.user)
    context = {**site.each_context(request), "title": "Your recovery codes", "codes": codes, "next": onwards}
    return TemplateResponse(request, "admin/desk/codes.html", context)


class FactorView(DeskPage, TemplateView):
    """The user's second factor; POST removes it unless it is compulsory."""

    title = "Second factor"
    template_name = "admin/desk/factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            is_set_up=second_factor.is_set_up(user),
            is_compulsory=second_factor.is_compulsory(user),
            codes_left=second_factor.recovery_codes_left(user),
            **kwargs,
        )

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        if second_factor.is_compulsory(request.user):
            messages.error(request, "Your role needs a second factor. You can replace it but not remove it.")
        elif second_factor.remove(request.user):
            record(Kind.FACTOR_REMOVED, on=request.user)
            messages.success(request, "Second factor removed. You now sign in with your password only.")
        return redirect("admin:second-factor")


class CodesView(DeskPage, TemplateView):
    """Asks before it makes new codes, because the old ones stop working."""

    title = "Make new recovery codes"
    template_name = "admin/desk/new_codes.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_verified():
            return redirect("admin:second-factor")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return show_codes(self.site, request, reverse("admin:second-factor"))
