"""“Fetch or paste a question”: by its page address, by UIN and date, or from pasted text.

A fetched question is shown first, and the importer saves it when the editor confirms. Pasted text fills the form.
Nothing is saved before an editor has reviewed it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.html import format_html

from questions.admin.base import LargeTableAdmin
from questions.archive.editing.duplicates import AlreadyThere, refuse_duplicate
from questions.models import Question
from questions.sources.official import Official
from questions.sources.parliament import parse
from questions.sources.pasted import NotRead, Pasted, take_apart
from questions.sync.single_question import Found, InBothHouses, NotHad, find, take_in

from .forms import StartForm, link_to
from .review import facts_of_record, facts_of_text, filled_with, people_of

SALT = "questions.new_question"
KEPT = timedelta(days=1)  # how long a fetched question can be reviewed
FILLED = "filled"  # parameter of the ordinary form, and session key of its initial values
MOST_FILLED = 5


class NewQuestionAdmin(LargeTableAdmin):
    change_list_template = "admin/questions/question/change_list.html"
    add_form_template = "admin/questions/question/add_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.new_view)
        return [path("new/", view, name="questions_question_new"), *super().get_urls()]

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Handle all steps. Each page sends what the next one needs, so an abandoned entry leaves nothing behind."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        steps = {"pasted": self._who_is_meant, "fetched": self._save_fetched}
        step = steps.get(request.POST.get("step", ""), self._start)
        return step(request)

    def _start(self, request: HttpRequest) -> HttpResponse:
        given = {name: request.GET[name] for name in ("uin", "tabled_on") if name in request.GET}
        form = StartForm(request.POST if request.method == "POST" else None, initial=given)
        is_valid = form.is_valid()
        if is_valid and form.pasted:
            return self._review_text(request, form.cleaned_data["text"], form.pasted, people_of(form.pasted))
        if is_valid and form.wanted and (found := _found(form, form.wanted)):
            return self._review_record(request, found)
        return self._show(request, "new", "Fetch or paste a question", form=form)

    def _show(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/questions/question/{name}.html", context)

    # Fetched questions

    def _review_record(self, request: HttpRequest, found: Found) -> HttpResponse:
        sent = {"url": found.url, "value": found.value, "day": timezone.localdate().isoformat()}
        signed = signing.dumps(sent, salt=_salt(request), compress=True)
        facts = facts_of_record(found.parsed)
        kept = [("step", "fetched"), ("signed", signed)]
        return self._show(request, "fetched", f"New question {found.parsed.question.uin}", facts=facts, kept=kept)

    def _save_fetched(self, request: HttpRequest) -> HttpResponse:
        try:
            sent = signing.loads(request.POST.get("signed", ""), salt=_salt(request), max_age=KEPT)
            found = Found(sent["url"], sent["value"], parse(sent["value"]))
            question = take_in(found, date.fromisoformat(sent["day"]), request.user)
        except signing.BadSignature:
            messages.error(request, "This was fetched too long ago, or by another user. Fetch it again.")
        except AlreadyThere as error:
            messages.error(request, link_to(error.question))
        except NotHad as error:
            messages.error(request, str(error))
        else:
            return self._saved(request, question, found)
        return redirect("admin:questions_question_new")

    def _saved(self, request: HttpRequest, question: Question, found: Found) -> HttpResponse:
        self.log_addition(request, question, f"Fetched from {found.url}")
        page = reverse("admin:questions_question_change", args=[question.pk])
        messages.success(request, format_html('“<a href="{}">{}</a>” has been fetched and saved.', page, question))
        may_look = self.has_view_or_change_permission(request, question)
        return redirect(page if may_look else "admin:index")

    # Pasted questions

    def _review_text(self, request: HttpRequest, text: str, pasted: Pasted, people: list[Any]) -> HttpResponse:
        context = {"facts": facts_of_text(pasted), "people": people, "unread": pasted.unread}
        kept = [("step", "pasted"), ("text", text)]
        return self._show(request, "pasted", "New question from pasted text", kept=kept, **context)

    def _who_is_meant(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("text", "")
        try:
            pasted = take_apart(text)
        except NotRead as error:
            messages.error(request, str(error))
            return redirect("admin:questions_question_new")
        if "look_up" in request.POST:
            return self._review_text(request, text, pasted, people_of(pasted, names=request.POST))
        people = people_of(pasted, request.POST)
        if [form for form in people if not form.is_valid()]:
            return self._review_text(request, text, pasted, people)
        return self._fill(request, filled_with(pasted, people))

    def _fill(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        """Redirect to the ordinary form. The session keeps its initial values for the last few texts."""
        key = get_random_string(12)
        others = list(request.session.get(FILLED, {}).items())[1 - MOST_FILLED :]
        request.session[FILLED] = {**dict(others), key: values}
        messages.info(
            request, "We filled in the form from the text you pasted. Nothing is saved yet. Check it, then save."
        )
        return redirect(f"{reverse('admin:questions_question_add')}?{FILLED}={key}")

    # The ordinary form, filled in

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), **_filled(request).get("question", {})}

    def get_formset_kwargs(self, request: HttpRequest, obj: Question, inline: Any, prefix: str) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        answers = answers_filled(request) if prefix == "answers" else []
        return {**given, "initial": answers} if answers else given


def _found(form: StartForm, wanted: Official) -> Found | None:
    """The question as Parliament has it; None if it is refused, and the form says why."""
    try:
        found = find(wanted)
        record = found.parsed.question
        refuse_duplicate(record.uin, record.tabled, record.house, record.parliament_id)
    except NotHad as error:
        form.add_error("house" if isinstance(error, InBothHouses) else form.told_by, str(error))
    except AlreadyThere as error:
        form.add_error(form.told_by, link_to(error.question))
    else:
        return found
    return None


def answers_filled(request: HttpRequest) -> list[dict[str, Any]]:
    """The initial values of the answers' forms; none once they are posted."""
    return _filled(request).get("answers", [])


def _filled(request: HttpRequest) -> dict[str, Any]:
    key = request.GET.get(FILLED) if request.method == "GET" else None
    return request.session.get(FILLED, {}).get(key, {}) if key else {}


def _salt(request: HttpRequest) -> str:
    """A salt for signing, so that only the editor who fetched a question can save it."""
    return f"{SALT}:{request.user.pk}"
