"""The forms of "New from a page or pasted text": where to get it, and which members its people are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminTextareaWidget, AdminTextInputWidget
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.admin.days import DayField
from questions.archive.editing.duplicates import AlreadyThere, refuse_duplicate
from questions.archive.writing.namesakes import candidates, find_likely
from questions.models import Department, Question
from questions.models.members import House
from questions.sources.pasted import NotRead, Pasted, take_apart
from questions.sources.pasted_people import Person
from questions.text.addresses import EXAMPLE, Identity, NotUnderstood, read_official_address
from questions.text.identifiers import UIN
from questions.text.typed_references import identify_question

NOBODY = "nobody"
NO_DAY = "Enter the date tabled, or the date of the answer. UINs are used again in later sessions."


def link_question(question: Question) -> SafeString:
    """Links to the question: its form in the admin, and its public page if it has one."""
    desk = format_html('<a href="{}">{}</a>', reverse("admin:questions_question_change", args=[question.pk]), question)
    is_public = Question.objects.public().filter(pk=question.pk).exists()
    page = format_html(', <a href="{}">public page</a>', question.get_absolute_url()) if is_public else ""
    return format_html("This question is already in the archive: {}{}.", desk, page)


class StartForm(forms.Form):
    """The user fills in one of its three sections; `wanted` or `pasted` is what was read from it."""

    address = forms.CharField(
        label="Page address",
        required=False,
        max_length=500,
        widget=AdminTextInputWidget(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=f"The address of the question on Parliament’s site, or in its API. For example, {EXAMPLE}",
    )
    uin = forms.CharField(
        label="UIN",
        required=False,
        max_length=20,
        widget=AdminTextInputWidget(attrs={"class": "vTextField short", "autocomplete": "off"}),
        help_text="For example, 171468, or HL5762 in the Lords.",
    )
    tabled_on = DayField(
        label="Tabled on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="We need this date or the next, because UINs are used again in later sessions.",
    )
    answered_on = DayField(
        label="Answered on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="If you do not know the date tabled.",
    )
    house = forms.ChoiceField(
        label="House",
        required=False,
        choices=[("", "Either House"), *House.choices],
        widget=AdminRadioSelect(),
    )
    text = forms.CharField(
        label="Text of the page",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="Copy the page from the heading to the end of the answer. You can also paste only the question.",
    )
    wanted: Identity | None = None
    pasted: Pasted | None = None
    told_by = ""  # the field that identifies the question

    PARTS = (
        ("From Parliament’s page", "We fetch the question from Parliament.", ("address",)),
        (
            "From its UIN and date",
            "We fetch the question from Parliament.",
            ("uin", "tabled_on", "answered_on", "house"),
        ),
        ("From the text of a page", "We split the text into fields.", ("text",)),
    )

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [{"name": n, "about": about, "fields": [self[one] for one in names]} for n, about, names in self.PARTS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in ("address", "uin", "text") if data.get(name)]
        if len(given) > 1:
            self.add_error(given[1], "You have filled in more than one section. Fill in only one.")
        elif given:
            getattr(self, f"_take_{given[0]}")(data)
        elif not self.errors:
            name = "uin" if data.get("tabled_on") or data.get("answered_on") else "address"
            self.add_error(name, "Enter a UIN." if name == "uin" else "Fill in one of the three sections.")
        return data

    def _take_address(self, data: dict[str, Any]) -> None:
        try:
            self._set_wanted("address", read_official_address(data["address"]))
        except NotUnderstood as error:
            self.add_error("address", str(error))

    def _take_uin(self, data: dict[str, Any]) -> None:
        found = identify_question(data["uin"])
        uin = found.uin if found else data["uin"].upper().strip()
        if not UIN.fullmatch(uin):
            self.add_error("uin", "Enter a UIN, such as 171468, or HL5762 in the Lords.")
        elif data.get("tabled_on") or data.get("answered_on"):
            days = (data.get("tabled_on"), data.get("answered_on"))
            self._set_wanted("uin", Identity(uin, *days, house=data.get("house", "")))
        elif not {"tabled_on", "answered_on"} & set(self.errors):
            self.add_error("tabled_on", NO_DAY)

    def _set_wanted(self, field: str, wanted: Identity) -> None:
        self.told_by, self.wanted = field, wanted
        self._refuse_known(field, wanted.uin, wanted.tabled_on, wanted.house, wanted.id)

    def _take_text(self, data: dict[str, Any]) -> None:
        try:
            self.pasted = take_apart(data["text"])
        except NotRead as error:
            self.add_error("text", str(error))
        else:
            self._refuse_known("text", self.pasted.uin, self.pasted.tabled, self.pasted.house)

    def _refuse_known(self, field: str, uin: str, tabled: object, house: str, parliament_id: int | None = None) -> None:
        try:
            refuse_duplicate(uin, tabled, house or ("lords" if uin.startswith("HL") else ""), parliament_id)
        except AlreadyThere as error:
            self.add_error(field, link_question(error.question))


class PersonForm(forms.Form):
    """Matches a name in a text to a member: `member` is the key, or "nobody" to leave the field empty."""

    name = forms.CharField(
        label="Name to look up",
        required=False,
        max_length=200,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    member = forms.ChoiceField(
        label="Member",
        widget=AdminRadioSelect(),
        error_messages={
            "required": "More than one member has this name. Choose one, or “None of these”.",
            "invalid_choice": "You changed the name. Choose one of the members found.",
        },
    )

    def __init__(self, role: str, person: Person, house: str, day: str, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.role, self.person, self.day = role, person, day
        typed = self.data.get(self.add_prefix("name")) if self.is_bound else self.initial.get("name")
        self.looked_up = person.name if typed is None else typed
        found = candidates(self.looked_up, house, date.fromisoformat(day) if day else None)
        chosen = find_likely(found, self.looked_up, person.seat)
        self.is_found = bool(found)
        self.initial = {"name": self.looked_up, "member": str(chosen.member.pk) if chosen else "" if found else NOBODY}
        field: Any = self.fields["member"]
        field.choices = [*((str(one.member.pk), str(one)) for one in found), (NOBODY, "None of these (leave it empty)")]

    @property
    def printed(self) -> str:
        """The name as written in the text."""
        return ", ".join(filter(None, self.person[:3]))

    @property
    def is_asked(self) -> bool:
        """Whether the user has to choose."""
        return self.is_found and not self.initial["member"]

    @property
    def member_id(self) -> str:
        member = self.cleaned_data["member"]
        return "" if member == NOBODY else member


class BodyForm(forms.Form):
    """The answering body; it starts with the one that was recognised."""

    department = forms.ModelChoiceField(
        Department.objects.order_by("name", "started_on"),
        label="Answering body",
        required=False,
        empty_label="None of these (leave it empty)",
    )
