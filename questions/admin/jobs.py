"""The jobs that the worker runs: how each stands, a button to run it now, and all runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from questions.models import JobRun
from questions.operations.jobs import Job, all_jobs, name_job
from questions.operations.overview import OUTCOMES, describe_duration, find_leader, find_standings
from questions.operations.schedule import LABEL

from .base import ReadOnlyAdmin, log_action
from .work_list_filters import ByJob, ByOutcome, LastJobFilter

LIST = "admin:questions_jobrun_changelist"


def may_run(request: HttpRequest) -> bool:
    return request.user.has_perm("questions.run_jobrun")


@require_POST
def run_view(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for a run now; the worker sees it within seconds."""
    if not may_run(request):
        raise PermissionDenied
    job = next((job for job in all_jobs() if job.name == name), None)
    if job is None:
        raise Http404
    if job.off:
        messages.error(request, f"“{job.title}” is switched off. To switch it on, {job.off}, then restart the site.")
    else:
        ask_for(request, job)
    return redirect(LIST)


def ask_for(request: HttpRequest, job: Job) -> None:
    run = JobRun.ask(job.name, request.user.get_username())
    log_action(request, run, f"Asked to run “{job.title}” now.")
    if not find_leader():
        messages.warning(request, f"“{job.title}” will start when a worker runs.")
    elif JobRun.objects.of(job.name).running().exists():
        messages.success(request, f"“{job.title}” will start when its present run has ended.")
    else:
        messages.success(request, f"“{job.title}” will start in a few seconds.")


def show_window(window: str) -> str:
    """The time as people write it; what is no time stays as it is."""
    try:
        return f"{datetime.strptime(window, LABEL):%-d %B %Y at %H:%M}"  # noqa: DTZ007 - on London's wall clock
    except ValueError:
        return window


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    change_list_template = "admin/questions/jobrun/change_list.html"
    list_display = ("title", "scheduled_for", "outcome", "started_at", "took")
    list_filter = (LastJobFilter, ("job", ByJob), ("state", ByOutcome))
    fieldsets = (
        (None, {"fields": ("title", "scheduled_for", "outcome", "started_at", "finished_at", "took", "last_lines")}),
        ("Technical details", {"classes": ("collapse",), "fields": ("job", "attempts", "holder", "exit_status")}),
    )
    readonly_fields = ("title", "scheduled_for", "outcome", "took", "last_lines")

    @admin.display(description="job", ordering="job")
    def title(self, run: JobRun) -> str:
        return name_job(run.job)

    @admin.display(description="how it went", ordering="state")
    def outcome(self, run: JobRun) -> str:
        return OUTCOMES[JobRun.State(run.state)]

    @admin.display(description="scheduled for", ordering="window")
    def scheduled_for(self, run: JobRun) -> str:
        return f"when {run.asked_by} asked" if run.asked_by else show_window(run.window)

    @admin.display(description="time taken")
    def took(self, run: JobRun) -> str:
        return describe_duration(run.took)

    @admin.display(description="last lines of output")
    def last_lines(self, run: JobRun) -> str:
        return format_html('<pre class="desk-record">{}</pre>', run.output) if run.output else ""

    def get_urls(self) -> list[Any]:
        run = path("<slug:name>/run/", admin.site.admin_view(run_view), name="questions_jobrun_run")
        return [run, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        standings = [] if request.GET else find_standings()
        given = {"title": "Jobs", "standings": standings, "leader": find_leader(), "may_run": may_run(request)}
        return super().changelist_view(request, {**given, **(extra_context or {})})
