"""Members and departments named in records: found, or created and completed later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign, upsert
from questions.models import Department, Member
from questions.sources.records import Body, MemberListing, is_heading, is_printed

from .department_headings import Headings

NameSource = Member.NameSource


def find_members(references: Iterable[str], *, fictional: bool = False) -> dict[str, Member]:
    """Members by their references; new ones are created without a name."""
    wanted = {r for r in references if r and not is_printed(r)}
    found = _by_reference(wanted)
    new = Member.objects.bulk_create(
        Member(
            parliament_id=int(reference),
            name=f"Member {reference}",
            name_source=NameSource.NONE,
            is_fictional=fictional,
        )
        for reference in sorted(wanted - found.keys())
        if reference.isdigit()
    )
    recording.record_created(new)
    return found | {member.reference: member for member in new}


def _by_reference(references: set[str]) -> dict[str, Member]:
    ids = [int(r) for r in references if r.isdigit()]
    keys = [int(r[1:]) for r in references if not r.isdigit()]
    members = [*Member.objects.filter(parliament_id__in=ids), *Member.objects.filter(pk__in=keys)]
    return {m.reference: m for m in members}


def rename(member: Member, name: str, list_name: str, source: int, as_of: date, also: Iterable[str] = ()) -> bool:
    """Use the name if its source is better, or as good and later. All other names are kept in `other_names`.

    Returns whether a name changed.
    """
    before = (member.name, member.list_name)
    # The names break ties, so that the order of imports makes no difference.
    rank = (source, as_of, name, list_name)
    told = {name, *also} | ({member.name} if member.name_source else set())
    changed = False
    if rank > (member.name_source, member.name_as_of or date.min, *before):
        assign(member, {"name_source": source, "name_as_of": as_of})
        changed = assign(member, {"name": name, "list_name": list_name})
    return assign(member, {"other_names": member.names_with(*told)}) or changed


def take_listings(listings: Iterable[tuple[MemberListing, date]], members: dict[str, Member]) -> None:
    """Keep what the newest records say about members: names, party and seat."""
    touched = {}
    # Oldest first, so that the newest decides.
    for listing, as_of in sorted(listings, key=lambda pair: (pair[1], pair[0])):
        member = members[str(listing.id)]
        rename(member, listing.name, listing.list_name, NameSource.PARLIAMENT, as_of)
        known = (member.listed_on or date.min, member.listed_party, member.listed_seat)
        if (as_of, listing.party, listing.seat) > known:
            assign(member, {"listed_party": listing.party, "listed_seat": listing.seat, "listed_on": as_of})
        touched[member.pk] = member
    upsert(list(touched.values()))


def find_departments(bodies: Iterable[tuple[Body, date]]) -> dict[Body, Department]:
    """Departments by their names in records; new ones are created, and completed later by their id.

    A department that is in no list of departments has the newest record's name.
    """
    newest: dict[Body, date] = {}
    for body, day in bodies:
        newest[body] = max(day, newest.get(body, day))
    in_order = sorted(newest, key=lambda body: (newest[body], body.name))
    by_heading = _by_heading([body for body in in_order if is_heading(body)])
    there = Department.objects.in_bulk([body.id for body in in_order if body.id], field_name="parliament_id")
    return {body: by_heading.get(body) or _find_department(body, newest[body], there) for body in in_order}


def _by_heading(bodies: list[Body]) -> dict[Body, Department]:
    """The departments that headings mean; one is made from the heading if none is known."""
    if not bodies:
        return {}
    headings = Headings()
    days = {body: date.fromisoformat(body.on or "") for body in bodies}
    return {body: headings.find(body.name, day) or headings.make(body.name, day) for body, day in days.items()}


def _find_department(body: Body, day: date, there: dict[int, Department]) -> Department:
    """`there` holds departments by their ids, so that most bodies need no query of their own."""
    found = there.get(body.id or 0) or _known_department(body)
    if found is None:
        found = Department.objects.create(parliament_id=body.id, name=body.name, name_as_of=day)
        recording.record_created([found])
        return found
    known = (found.name_as_of or date.min, found.name)
    # A department with a key has its names from a list of departments, which records do not overrule.
    if body.id and not found.key and (day, body.name) > known:
        assign(found, {"name": body.name, "name_as_of": day})
        _save(found)
    return found


def _adopt(department: Department | None, parliament_id: int) -> Department | None:
    """Give a department known only by name its id."""
    if department:
        assign(department, {"parliament_id": parliament_id})
        _save(department)
    return department


def _save(department: Department) -> None:
    """Save with the model's save(), which assigns slugs."""
    department.save()
    recording.record_written([department])


def _known_department(body: Body) -> Department | None:
    if body.id:
        same_id = Department.objects.filter(parliament_id=body.id).first()
        return same_id or _adopt(
            Department.objects.filter(parliament_id=None, key=None, name=body.name).first(), body.id
        )
    own = Department.objects.filter(pk=body.own).first() if body.own else None
    return own or Department.objects.named(body.name)
