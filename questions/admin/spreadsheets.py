"""Lists as spreadsheets: download what a list shows, and upload a file with a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.exports.responses import csv_file
from questions.models import ImportRun, Upload
from questions.spreadsheets import downloads, imports, uploads
from questions.spreadsheets.cells import CLEAR
from questions.spreadsheets.files import LARGEST, MOST_ROWS, NotRead
from questions.spreadsheets.kinds import RESOURCES
from questions.spreadsheets.resources import BulkResource, Change, Verdict, count_verdicts
from questions.text.cleaning import paragraphs
from questions.text.differences import difference
from questions.views.files import one_of_few

from .base import apply_rules, format_count, show_page
from .days import spell_day
from .versioned.forms import RecordAdmin

A_PAGE = 50
ORDER = ("refused", "new", "changed")  # rows that need attention come first
LONG = 40  # texts from this length on are compared word by word
TOO_MANY = (
    f"The list has more than {downloads.MOST:,} rows, too many for one spreadsheet. Filter it first. For all "
    "questions, download /questions/export.csv. For a copy of the whole archive, run “manage.py archive_dump”."
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="CSV or XLSX file",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=f"At most {MOST_ROWS:,} rows and {LARGEST // 1_000_000} MB.",
    )


class SpreadsheetAdmin(RecordAdmin):
    """For records that are downloaded and uploaded as spreadsheets; undoing an upload uses their history."""

    change_list_template = "admin/questions/bulk/change_list.html"

    def get_urls(self) -> list[Any]:
        name = f"questions_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("download/<str:how>/", view(self.download_view), name=f"{name}_download"),
            path("upload/", view(self.upload_view), name=f"{name}_upload"),
            path("upload/review/", view(self.review_view), name=f"{name}_review"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"may_upload": self.has_upload_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def has_upload_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    @property
    def resource(self) -> BulkResource:
        return RESOURCES[str(self.opts.model_name)]()

    # Downloads

    @method_decorator(one_of_few)
    def download_view(self, request: HttpRequest, how: str) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(self._make_address("changelist"))
        if how not in downloads.FORMATS or rows[: downloads.MOST + 1].count() > downloads.MOST:
            messages.error(request, TOO_MANY)
            return redirect(self._make_address("changelist"))
        name = f"{self.opts.verbose_name_plural}-{timezone.localdate():%Y-%m-%d}.{how}"
        if how == "csv":
            return csv_file(downloads.csv_lines(self.resource, rows), name)
        file = downloads.xlsx_file(self.resource, rows)
        return FileResponse(file, as_attachment=True, filename=name, content_type=downloads.FORMATS[how])

    def _make_address(self, name: str) -> str:
        return reverse(f"admin:questions_{self.opts.model_name}_{name}")

    # Uploads

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_upload_permission(request):
            raise PermissionDenied
        form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_valid():
            try:
                upload = uploads.keep(request.user, str(self.opts.model_name), form.cleaned_data["file"])
                imports.look_at(upload, request.user)
                return redirect(self._make_address("review"))
            except NotRead as error:
                uploads.forget(request.user)
                form.add_error("file", str(error))
        resource = self.resource
        natural = [name for name in resource.natural if name != "id"]
        context = {"form": form, "columns": resource.columns.values(), "natural": natural, "clear": CLEAR}
        return show_page(request, self.model, "bulk/upload", f"Upload {self.opts.verbose_name_plural}", **context)

    def review_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_upload_permission(request):
            raise PermissionDenied
        upload = uploads.kept(request.user, str(self.opts.model_name))
        if upload is None:
            messages.error(request, "We no longer have your file. Upload it again.")
            return redirect(self._make_address("upload"))
        if "discard" in request.POST:
            uploads.forget(request.user)
            messages.info(request, f"“{upload.name}” was discarded. Nothing was saved.")
            return redirect(self._make_address("changelist"))
        return self._take_upload(request, upload) if request.method == "POST" else self._review_upload(request, upload)

    def _review_upload(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        verdicts = imports.look_at(upload, request.user)
        told = sorted((v for v in verdicts if v.kind in ORDER), key=lambda v: (ORDER.index(v.kind), v.line))
        page = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
        counts = count_verdicts(verdicts)
        context = {
            "upload": upload,
            "counts": counts,
            "good": counts.total() - counts["refused"],
            "page": page,
            "rows": [(verdict, _list_changes(verdict)) for verdict in page],
            "digest": imports.digest(verdicts),
            "may_publish": self.opts.model_name == "question" and request.user.has_perm("questions.publish_question"),
        }
        title = f"Upload {self.opts.verbose_name_plural}: {upload.name}"
        return show_page(request, self.model, "bulk/review", title, **context)

    def _take_upload(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        public = "publish" in request.POST and request.user.has_perm("questions.publish_question")
        choices = {"public": public, "keeps_refused": "keep" in request.POST}
        try:
            run = imports.take(upload, request.user, request.POST.get("seen", ""), **choices)
        except imports.NotTaken as error:
            messages.error(request, str(error))
            return redirect(self._make_address("review"))
        if self.resource.changes_meanings:
            apply_rules(request)
        done = f"{format_count(run.created, 'row')} added, {run.updated:,} changed, {run.unchanged:,} unchanged."
        messages.success(request, f"“{upload.name}” has been saved: {done} You can undo the whole import here.")
        if choices["keeps_refused"]:
            messages.warning(request, _tell_kept(run))
        return redirect("admin:questions_importrun_change", run.pk)


def _tell_kept(run: ImportRun) -> SafeString:
    """Where the refused rows are. None are of this run if an earlier upload of the same rows left them waiting."""
    address = f"{reverse('admin:questions_refusedrow_changelist')}?state__exact=waiting"
    if not run.refused:
        return format_html('The refused rows were <a href="{}">waiting for repair</a> already.', address)
    kept = format_count(run.refused, "refused row")
    return format_html('Kept for repair: <a href="{}&run__id__exact={}">{}</a>.', address, run.pk, kept)


def _spell_days(change: Change) -> Change:
    return change._replace(before=spell_day(change.before), after=spell_day(change.after))


def _list_changes(verdict: Verdict) -> list[tuple[Change, Any]]:
    """The changes, with long texts compared word by word."""
    changes = [_spell_days(change) for change in verdict.target.changes.values()]
    return [(change, None if verdict.kind == "new" else _compare_texts(change)) for change in changes]


def _compare_texts(change: Change) -> Any:
    if not change.before or not change.after or max(len(change.before), len(change.after)) < LONG:
        return None
    texts = (change.before, change.after)
    return difference(*(texts if change.markup else map(paragraphs, texts)))
