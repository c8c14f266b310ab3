from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# What came in, by the kind of run, in the words of the admin.
TITLES = {
    "import_questions": "Parliament’s written questions, from files",
    "import_questions --format twfy": "TheyWorkForYou’s written questions, from files",
    "import_members": "Members",
    "import_memberships": "Members’ parties and seats",
    "import_posts": "Ministers’ posts",
    "import_departments": "Departments",
    "import_departments --links": "Departments that followed others",
    "sync questions": "Parliament’s written questions",
    "sync members": "Members, from Parliament",
    "sync departments": "Departments, from Parliament",
    "new question": "A question from its page at Parliament",
    "demo": "The demo archive",
    "demo --remove": "The demo archive, removed",
}
PREFIXES = {"repair": "Repaired row", "undo": "Undone", "bulk": "Spreadsheet", "sync": "From Parliament"}


def name_kind(kind: str) -> str:
    """A kind of run in words; one made of another, such as a repair, names both."""
    prefix, _, rest = kind.partition(" ")
    return TITLES.get(kind) or (f"{PREFIXES[prefix]}: {name_kind(rest)}" if prefix in PREFIXES else kind)


def name_file(path: str) -> str:
    return path if "://" in path else PurePath(path).name or path


class ImportRunQuerySet(models.QuerySet):
    def syncs(self) -> ImportRunQuerySet:
        """Runs of `manage.py sync`. Their names say what they fetch."""
        return self.filter(kind__startswith="sync ")

    def add(self, counts: Mapping[str, int]) -> None:
        """Add to the numbers in these columns."""
        self.update(**{name: F(name) + number for name, number in counts.items() if number})


class ImportRun(models.Model):
    """One run of an importer: its source, time and result."""

    class Outcome(models.TextChoices):
        UNFINISHED = "unfinished", "not finished (running or interrupted)"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    kind = models.CharField(max_length=40, help_text="The command, such as import_questions.")
    paths = models.TextField(blank=True, help_text="The files, one on each line.")
    as_of = models.DateField(null=True, blank=True, help_text="From --as-of. If empty, each file has its own date.")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.UNFINISHED)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(
        "no longer listed", default=0, help_text="Questions that Parliament no longer lists."
    )
    requests = models.PositiveIntegerField(default=0, help_text="The number of requests to Parliament’s APIs.")
    received = models.PositiveBigIntegerField(default=0, help_text="Bytes received over the network.")
    faults = models.JSONField(
        "errors in replies", default=dict, blank=True, help_text="Errors in Parliament’s replies, and how often."
    )
    errors = models.TextField(blank=True, help_text="What could not be read completely, and why.")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    undoes = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="undone_by",
        help_text="The run that this one undoes.",
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.started_at:%-d %B %Y %H:%M}"

    @property
    def title(self) -> str:
        return name_kind(self.kind)

    @property
    def rows(self) -> int:
        """The rows that were read, without those refused."""
        return self.created + self.updated + self.unchanged

    @property
    def files(self) -> str:
        """The files' names without their folders."""
        return "\n".join(map(name_file, self.paths.splitlines()))


class RefusedRowQuerySet(models.QuerySet):
    def waiting(self) -> RefusedRowQuerySet:
        """Rows that nobody has repaired or set aside yet."""
        return self.filter(state=RefusedRow.State.WAITING)


class RefusedRow(models.Model):
    """A row that an import refused, kept unchanged with the reason, and whether it was repaired."""

    class State(models.TextChoices):
        WAITING = "waiting", "to repair"
        REPAIRED = "repaired", "repaired"
        ASIDE = "aside", "set aside"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refused_rows")
    path = models.CharField(max_length=500)
    position = models.PositiveBigIntegerField(help_text="The row number in the file, starting at 1.")
    reason = models.TextField()
    raw = models.TextField(help_text="The original row; if it is very long, its beginning.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    taken_in = models.TextField(blank=True, editable=False, help_text="The corrected row that was imported instead.")
    repair = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, editable=False, related_name="repaired_rows"
    )
    question = models.ForeignKey(
        "Question", on_delete=models.SET_NULL, null=True, editable=False, related_name="repaired_rows"
    )

    objects = RefusedRowQuerySet.as_manager()

    class Meta:
        ordering = ["-run", "pk"]
        indexes = [
            # The admin's list of rows to repair, and its count on the admin's first page.
            models.Index(fields=["-run", "id"], condition=Q(state="waiting"), name="refused_row_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.file}, row {self.position}: {self.reason}"

    @property
    def file(self) -> str:
        """The file's name without its folders, which are the server's own; an address at Parliament as it is."""
        return name_file(self.path)
