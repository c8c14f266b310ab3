"""“Report a mistake”: a public form that sets no cookie and needs no JavaScript."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView

from questions.accounts.requests import limited_by
from questions.archive.editing.reader_reports import TooMany, is_from_here, make_token, save_report
from questions.models import MistakeReport, Question
from questions.models.mistakes import LONGEST
from questions.pages import question as record
from questions.text.cleaning import storable

STALE = "This form was open for too long, or came from another page. Your report is still here. Send it again."


class Words(forms.CharField):
    """What somebody typed. A new line counts as one character, as in the browser."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(storable(value).replace("\r\n", "\n") if isinstance(value, str) else value)


class ReportForm(forms.Form):
    """`website` is hidden: only a program fills it in."""

    what = Words(
        max_length=LONGEST,
        error_messages={
            "required": "Enter what is wrong.",
            "max_length": f"Your report must be {LONGEST:,} characters or fewer.",
        },
    )
    where = forms.ChoiceField(
        choices=MistakeReport.Where.choices,
        error_messages={"required": "Select where the mistake is.", "invalid_choice": "Select one of these."},
    )
    email = forms.EmailField(
        required=False,
        error_messages={
            "invalid": "Enter an email address in the correct format, or leave this empty if you do not want a reply."
        },
    )
    website = forms.CharField(required=False)

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def report(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("what", "where", "email")}


class OfQuestion:
    """A page below a public question's page, not indexed by search engines."""

    find = staticmethod(record.tabled)
    request: HttpRequest
    question: Question

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = self.find(**kwargs)
        if not question:
            raise Http404("No such question.")
        self.question = question
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, **kwargs)  # type: ignore[misc]


# Other forms are protected by a cookie. Here a signature shows that this site sent the form, and forms sent from
# another site's page are refused. Nobody is signed in, so a forged request gains nothing else.
@method_decorator([never_cache, csrf_exempt], name="dispatch")
class ReportView(OfQuestion, FormView):
    template_name = "questions/report.html"
    form_class = ReportForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not comes_from_here(request):
            form = self.get_form()
            form.add_error(None, STALE)
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.FORBIDDEN)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fresh = {"token": make_token(self.question), "longest": LONGEST, "days": settings.REPORT_EMAIL_DAYS}
        return super().get_context_data(**{**fresh, "places": MistakeReport.Where.choices, **kwargs})

    def form_valid(self, form: ReportForm) -> HttpResponse:
        if not form.is_trapped and not is_from_here(self.question, form.data.get("token", "")):
            form.add_error(None, STALE)
            return self.form_invalid(form)
        try:
            return self.taken(form)
        except TooMany as error:
            form.add_error(None, str(error))
            response = self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS)
            response.headers["Retry-After"] = str(int(error.wait.total_seconds()))
            return response

    def taken(self, form: ReportForm) -> HttpResponse:
        """Forms caught by the trap get the same response, so that the sender learns nothing."""
        if not form.is_trapped:
            save_report(self.question, form.report, limited_by(self.request))
        return redirect(f"{self.question.get_absolute_url()}report/sent/")


class ReportByAnswerView(ReportView):
    find = staticmethod(record.answered)


class SentView(OfQuestion, TemplateView):
    template_name = "questions/report_sent.html"


class SentByAnswerView(SentView):
    find = staticmethod(record.answered)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a form comes from this site, by the browser's Origin header. Behind a proxy the scheme may differ."""
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.get_host()
