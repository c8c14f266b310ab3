from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from questions.lists.filters import Preset
from questions.lists.punctuality import punctuality
from questions.pages import members
from questions.pages.answer_kinds import kinds
from questions.pages.documents import most_cited

from .lists import QuestionListView, paginate


class MembersView(TemplateView):
    template_name = "members/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = members.MemberFilterSet(self.request.GET)
        return super().get_context_data(
            filterset=filterset,
            form=filterset.form,
            **paginate(filterset.qs, members.MEMBERS_PER_PAGE, filterset.page_number),
            letters=members.LETTERS,
            **kwargs,
        )


class MemberView(QuestionListView):
    """A member with the questions that they asked or, for a minister who asked none, those that they answered."""

    template_name = "members/detail.html"
    name = "member"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.profile = self.get_profile()
        slug = self.profile.member.slug
        if slug != kwargs["slug"]:
            return redirect(reverse(self.name, args=[slug]), permanent=True)
        return super().get(request, *args, **kwargs)

    def get_profile(self) -> members.Profile:
        if profile := members.profile(self.kwargs["slug"]):
            return profile
        raise Http404("No such member.")

    @property
    def shows_answered(self) -> bool:
        return self.profile.answered > 0 and self.profile.asked == 0

    def get_preset(self) -> Preset:
        return {"answered_by" if self.shows_answered else "asked_by": self.profile.member}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shows_documents = self.shows_answered and not self.filterset.narrows
        return super().get_context_data(
            profile=self.profile,
            shows_answered=self.shows_answered,
            punctuality=punctuality(self.filterset),
            documents=most_cited(self.filterset) if shows_documents else [],
            kinds=None if self.filterset.narrows else kinds(self.filterset),
            **kwargs,
        )


class MemberAnsweredView(MemberView):
    """A member with the questions that they answered."""

    name = "member-answered"
    shows_answered = True


class MinistersView(TemplateView):
    template_name = "members/ministers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = members.MinisterFilterSet(self.request.GET)
        ministries = members.ministries(filterset.qs)
        return super().get_context_data(filterset=filterset, form=filterset.form, ministries=ministries, **kwargs)
