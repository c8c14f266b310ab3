"""“New from a page or pasted text”: by its page address, by UIN and date, or from pasted text.

A fetched question is shown first, and the importer saves it when the editor confirms. Pasted text fills the form.
Nothing is saved before an editor has reviewed it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.html import format_html

from questions.admin.base import log_action, show_page
from questions.archive.editing.duplicates import AlreadyThere, refuse_duplicate
from questions.models import Question
from questions.sources.parliament import parse
from questions.sources.pasted import NotRead, Pasted, take_apart
from questions.sync.single_question import Found, InBothHouses, NotHad, fetch_question, import_question
from questions.text.addresses import Identity

from .forms import StartForm, link_question
from .review import (
    list_record_facts,
    list_text_facts,
    list_warnings,
    make_body_form,
    make_initial_values,
    make_person_forms,
)

SALT = "questions.new_question"
KEPT = timedelta(days=1)  # how long a fetched question can be reviewed
FILLED = "filled"  # parameter of the ordinary form, and session key of its initial values
MOST_FILLED = 5


@permission_required("questions.add_question", raise_exception=True)
def new_view(request: HttpRequest) -> HttpResponse:
    """Handle all steps. Each page sends what the next one needs, so an abandoned entry leaves nothing behind."""
    steps = {"pasted": match_people, "fetched": save_fetched}
    step = steps.get(request.POST.get("step", ""), start_entry)
    return step(request)


urls = [path("new/", admin.site.admin_view(new_view), name="questions_question_new")]


def start_entry(request: HttpRequest) -> HttpResponse:
    given = {name: request.GET[name] for name in ("uin", "tabled_on", "answered_on") if name in request.GET}
    form = StartForm(request.POST if request.method == "POST" else None, initial=given)
    is_valid = form.is_valid()
    if is_valid and form.pasted:
        return review_text(request, form.cleaned_data["text"], form.pasted, make_person_forms(form.pasted))
    if is_valid and form.wanted and (found := find_question(form, form.wanted)):
        return review_record(request, found)
    return show_page(request, Question, "question/new", "New from a page or pasted text", form=form)


# Fetched questions


def find_question(form: StartForm, wanted: Identity) -> Found | None:
    """The question as Parliament has it; None if it is refused, and the form says why."""
    try:
        found = fetch_question(wanted)
        record = found.parsed.question
        refuse_duplicate(record.uin, record.tabled, record.house, record.parliament_id)
    except NotHad as error:
        form.add_error("house" if isinstance(error, InBothHouses) else form.told_by, str(error))
    except AlreadyThere as error:
        form.add_error(form.told_by, link_question(error.question))
    else:
        return found
    return None


def review_record(request: HttpRequest, found: Found) -> HttpResponse:
    sent = {"url": found.url, "value": found.value, "day": timezone.localdate().isoformat()}
    signed = signing.dumps(sent, salt=make_salt(request), compress=True)
    title, facts = f"New question {found.parsed.question.uin}", list_record_facts(found.parsed)
    kept = [("step", "fetched"), ("signed", signed)]
    return show_page(request, Question, "question/fetched", title, facts=facts, kept=kept)


def save_fetched(request: HttpRequest) -> HttpResponse:
    try:
        sent = signing.loads(request.POST.get("signed", ""), salt=make_salt(request), max_age=KEPT)
        found = Found(sent["url"], sent["value"], parse(sent["value"]))
        question = import_question(found, date.fromisoformat(sent["day"]), request.user)
    except signing.BadSignature:
        messages.error(request, "This was fetched too long ago, or by another user. Fetch it again.")
    except AlreadyThere as error:
        messages.error(request, link_question(error.question))
    except NotHad as error:
        messages.error(request, str(error))
    else:
        return confirm_saved(request, question, found)
    return redirect("admin:questions_question_new")


def confirm_saved(request: HttpRequest, question: Question, found: Found) -> HttpResponse:
    log_action(request, question, f"Fetched from {found.url}", ADDITION)
    page = reverse("admin:questions_question_change", args=[question.pk])
    said = "saved. It is public." if question.is_public else "saved as a draft."
    messages.success(request, format_html('“<a href="{}">{}</a>” has been fetched and {}', page, question, said))
    may_look = any(request.user.has_perm(f"questions.{act}_question") for act in ("view", "change"))
    return redirect(page if may_look else "admin:index")


def make_salt(request: HttpRequest) -> str:
    """A salt for signing, so that only the editor who fetched a question can save it."""
    return f"{SALT}:{request.user.pk}"


# Pasted questions


def review_text(request: HttpRequest, text: str, pasted: Pasted, people: list[Any]) -> HttpResponse:
    context: dict[str, Any] = {"facts": list_text_facts(pasted), "people": people}
    context |= {"unread": pasted.unread, "taken": pasted.taken, "warnings": list_warnings(pasted)}
    context["body"] = make_body_form(pasted, request.POST)
    kept = [("step", "pasted"), ("text", text)]
    return show_page(request, Question, "question/pasted", "New question from pasted text", kept=kept, **context)


def match_people(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        pasted = take_apart(text)
    except NotRead as error:
        messages.error(request, str(error))
        return redirect("admin:questions_question_new")
    if "look_up" in request.POST:
        return review_text(request, text, pasted, make_person_forms(pasted, names=request.POST))
    people = make_person_forms(pasted, request.POST)
    body = make_body_form(pasted, request.POST)
    if [form for form in people if not form.is_valid()] or (body.is_bound and not body.is_valid()):
        return review_text(request, text, pasted, people)
    return fill_form(request, make_initial_values(pasted, people, body))


def fill_form(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    """Redirect to the ordinary form. The session keeps its initial values for the last few texts."""
    key = get_random_string(12)
    others = list(request.session.get(FILLED, {}).items())[1 - MOST_FILLED :]
    request.session[FILLED] = {**dict(others), key: values}
    messages.info(request, "We filled in the form from the text you pasted. Nothing is saved yet. Check it, then save.")
    return redirect(f"{reverse('admin:questions_question_add')}?{FILLED}={key}")


# The ordinary form, filled in


def read_filled_question(request: HttpRequest) -> dict[str, Any]:
    """The initial values of the question's form."""
    return _read_filled(request).get("question", {})


def read_filled_answers(request: HttpRequest) -> list[dict[str, Any]]:
    """The initial values of the answers' forms; none once they are posted."""
    return _read_filled(request).get("answers", [])


def _read_filled(request: HttpRequest) -> dict[str, Any]:
    key = request.GET.get(FILLED) if request.method == "GET" else None
    return request.session.get(FILLED, {}).get(key, {}) if key else {}
