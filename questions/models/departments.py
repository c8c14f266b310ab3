from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.text import slugify

from questions.rules.days import near

from .dated import Dated


class DepartmentQuerySet(models.QuerySet["Department"]):
    def open(self) -> DepartmentQuerySet:
        return self.filter(ended_on=None)

    def named(self, name: str) -> Department | None:
        """The department with that name. If several share it: the open one, else the newest."""
        ended, started = F("ended_on"), F("started_on")
        newest_first = (ended.desc(nulls_first=True), started.desc(nulls_last=True), "pk")
        return self.filter(name=name).order_by(*newest_first).first()


class Department(Dated):
    """An answering body. Each machinery-of-government change makes a new one."""

    parliament_id = models.PositiveIntegerField(
        "Parliament ID", unique=True, null=True, blank=True, help_text="The answering body's ID in Parliament's API."
    )
    key = models.CharField(max_length=100, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=50, blank=True)
    slug = models.SlugField(max_length=220, unique=True, editable=False)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    name_as_of = models.DateField(null=True, editable=False, help_text="The day of the record that gave the name.")

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-started_on"]

    def __str__(self) -> str:
        return name_and_years(self.name, self.started_on, self.ended_on)

    def clean(self) -> None:
        self.ended_on = near(self.ended_on)
        super().clean()

    def save(self, *args, **kwargs) -> None:
        """Departments that share the name get new slugs with every save."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            assign_slugs([self.name])
        self.refresh_from_db(fields=["slug"])

    def get_absolute_url(self) -> str:
        return reverse("department", args=[self.slug])

    @property
    def reference(self) -> str:
        """'60', or 'a12' for a department without an id from Parliament."""
        return str(self.parliament_id) if self.parliament_id else f"a{self.pk}"

    @property
    def years(self) -> str:
        return years(self.started_on, self.ended_on)


class DepartmentLink(Dated):
    """One department's work passed to another, wholly or in part."""

    predecessor = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="successor_links")
    successor = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="predecessor_links")
    kind = models.CharField(max_length=100, help_text="Such as name change, merger, demerger or transfer of functions.")
    day = models.DateField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "kind", "day"], name="department_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.kind}, {self.day:%-d %B %Y})"


def years(started_on: date | None, ended_on: date | None) -> str:
    """'2018–2021', 'until 1992', or '' if neither end is known."""
    if not ended_on:
        return f"since {started_on.year}" if started_on else ""
    return f"{started_on.year}–{ended_on.year}" if started_on else f"until {ended_on.year}"


def name_and_years(name: str, started_on: date | None, ended_on: date | None) -> str:
    """A department's name; with its years if it has ended, because others may have the same name."""
    return f"{name} ({years(started_on, ended_on)})" if ended_on else name


def assign_slugs(names: list[str]) -> None:
    """Give a slug to every department whose name is in `names`.

    If several share a name, the open one (else the newest) has the slug without a year. The others
    add the year in which they began (or ended, if only that is known).
    """
    slugs = {slugify(name) for name in names}
    everyone = [d for d in Department.objects.all() if slugify(d.name) in slugs]
    wanted: dict[int, str] = {}
    for slug in slugs:
        namesakes = [d for d in everyone if slugify(d.name) == slug]
        wanted |= _share_out(slug or "department", sorted(namesakes, key=_newest_first))
    changed = [d for d in everyone if d.slug != wanted[d.pk]]
    Department.objects.filter(pk__in=[d.pk for d in changed]).update(
        slug=Concat(models.Value("-"), Cast("pk", models.CharField()))
    )
    for department in changed:
        Department.objects.filter(pk=department.pk).update(slug=wanted[department.pk])


def _newest_first(department: Department) -> tuple:
    start = department.started_on or date.min
    return (department.ended_on is not None, -start.toordinal(), _number(department))


def _number(department: Department) -> int:
    """Parliament's id if there is one: unlike a primary key, it is the same in every archive."""
    return department.parliament_id or department.pk


def _share_out(slug: str, namesakes: list[Department]) -> dict[int, str]:
    wanted: dict[int, str] = {}
    for place, department in enumerate(namesakes):
        year = department.started_on or department.ended_on
        own = slug if place == 0 else f"{slug}-{year.year}" if year else f"{slug}-{_number(department)}"
        wanted[department.pk] = own if own not in wanted.values() else f"{own}-{_number(department)}"
    return wanted
