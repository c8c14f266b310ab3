"""The addresses of Parliament's Members API that clients of questions use."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from questions.api.problems import Refused
from questions.api.views import ReadView
from questions.models import Member
from questions.views.media import TYPES

from .form_fields import clean_path
from .member_filters import TAKE, MemberFilterSet
from .members import biography_item, member_item
from .views import understood


class MembersView(ReadView):
    """Members by their names, House or membership, in order of surname."""

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filterset = understood(MemberFilterSet(request.GET))
        if unknown := filterset.not_recorded:
            raise Refused({name: ["This archive does not have that of members. Leave it out."] for name in unknown})
        skip, take = filterset["skip"] or 0, TAKE if filterset["take"] is None else filterset["take"]
        found = filterset.qs
        shown = found.prefetch_related("memberships")[skip : skip + take]
        page = {"totalResults": found.count(), "resultContext": "", "skip": skip, "take": take}
        return Response({"items": [member_item(one) for one in shown], **page, "links": [], "resultType": 0})


class MemberView(ReadView):
    """One member, by Parliament's id."""

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(find_member(kwargs["id"]))

    def show(self, member: Member) -> HttpResponse:
        return Response(member_item(member))


class BiographyView(MemberView):
    """What a member was over time: seats, Houses, parties and government posts."""

    def show(self, member: Member) -> HttpResponse:
        return Response(biography_item(member))


class PortraitView(MemberView):
    """The portrait kept here, in its one size; nothing (204) for a member without one."""

    def show(self, member: Member) -> HttpResponse:
        name = member.portrait.name
        if not name:
            return HttpResponse(status=204)
        try:
            with default_storage.open(name) as file:
                return HttpResponse(file.read(), content_type=TYPES[name.rpartition(".")[2].lower()])
        except FileNotFoundError:
            return HttpResponse(status=204)


def find_member(written: str) -> Member:
    members = Member.objects.prefetch_related("memberships", "posts__department")
    if found := members.filter(parliament_id=clean_path("id", written)).first():
        return found
    raise Http404("No member with this number is on record here.")
