from __future__ import annotations

from datetime import date

from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.text import slugify

from questions.rules.parties import party_of
from questions.text.names import folded_words, listed_as, without_forms, words_called

from .column_types import Following
from .dated import Dated
from .departments import Department
from .identities import MemberIdentity
from .periods import HeldOverAPeriod, ends_after_it_starts


class House(models.TextChoices):
    COMMONS = "commons", "House of Commons"
    LORDS = "lords", "House of Lords"


class MemberQuerySet(models.QuerySet):
    def ministers(self) -> MemberQuerySet:
        """Members who hold or held a post."""
        return self.filter(models.Exists(Post.objects.filter(member=models.OuterRef("pk"))))

    def called(self, text: str) -> MemberQuerySet:
        """Members with all words of `text` in their names, current or other, in any spelling; none without words."""
        words = words_called(text)
        return self.filter(*(models.Q(folded__contains=word) for word in words)) if words else self.none()

    def without_party(self) -> MemberQuerySet:
        """Members with no membership on record."""
        return self.filter(~models.Exists(Membership.objects.filter(member=models.OuterRef("pk"))))


def _folded(member: Member) -> str:
    """All names, one on each line, the current one first. Spaces surround each word."""
    names = (member.name, member.list_name, *member.other_names.splitlines())
    return "\n".join(dict.fromkeys(f" {' '.join(folded_words(name))} " for name in names if name))


def _sort_name(member: Member) -> str:
    """Words are joined by 0, because databases differ in whether they ignore spaces when they sort."""
    return "0".join(without_forms(member.listed_as))


class Member(MemberIdentity, Dated):
    """A member of either House: an asker, a minister, or both."""

    class NameSource(models.IntegerChoices):
        """Where a name is from. A better source replaces a name from a poorer one."""

        NONE = 0, "not known yet"
        POSTS = 1, "the list of ministers"
        LIST = 2, "a list of members"
        PARLIAMENT = 3, "Parliament's Members API, a question's record, or an editor"

    parliament_id = models.PositiveIntegerField(
        "Parliament ID", unique=True, null=True, blank=True, help_text="The member's ID in Parliament's API."
    )
    name = models.CharField(max_length=200)
    list_name = models.CharField(max_length=200, blank=True, help_text="Surname first, such as “Coutinho, Claire”.")
    other_names = models.TextField(blank=True, help_text="Former and other names, one on each line.")
    folded = Following(_folded)
    sort_name = Following(_sort_name)
    portrait = models.FileField(
        upload_to="portraits/", blank=True, validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])]
    )
    portrait_credit = models.CharField(max_length=200, blank=True, help_text="The credit to show beside it.")
    portrait_asked_on = models.DateField(
        null=True, editable=False, help_text="The day when we last requested it from Parliament."
    )
    listed_party = models.CharField(
        max_length=100,
        blank=True,
        help_text="The party in a record of the day below. For the history, see memberships.",
    )
    listed_seat = models.CharField(max_length=100, blank=True)
    listed_on = models.DateField(null=True, blank=True)
    name_source = models.PositiveSmallIntegerField(choices=NameSource, default=NameSource.PARLIAMENT, editable=False)
    name_as_of = models.DateField(null=True, editable=False)
    is_fictional = models.BooleanField(default=False, editable=False, help_text="Made up for the demo archive.")

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [
            # The members page and the admin's list, in order of surname.
            models.Index(fields=["sort_name", "id"], name="member_by_sort_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def listed_as(self) -> str:
        """The current name, surname first: "Shannon, Jim"."""
        return self.name if self.name_source == self.NameSource.NONE else listed_as(self.name, self.list_name)

    @property
    def also_called(self) -> list[str]:
        """Other names that differ by more than a form of address or their spelling."""
        there = {tuple(words_called(self.name))}
        once = {tuple(words_called(name)): name for name in self.other_names.splitlines()}
        return sorted(name for words, name in once.items() if words not in there)

    def names_with(self, *told: str) -> str:
        """The value of `other_names` after adding `told`: all names except the current one."""
        return "\n".join(sorted({*self.other_names.splitlines(), *told} - {self.name, ""}))


class Membership(HeldOverAPeriod):
    """A member sat in a House for a party (and a seat) over a period.

    `party` is the label as recorded, which pages show. `questions/rules/parties.py` says which party it means.
    """

    recorded_by = ("house",)

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    house = models.CharField(max_length=7, choices=House)
    party = models.CharField(max_length=100)
    seat = models.CharField(max_length=100, blank=True, help_text="The constituency. Leave empty for peers.")
    seat_slug = models.SlugField(max_length=100, editable=False)

    class Meta:
        ordering = ["started_on", "pk"]
        constraints = [
            # Imports update rows by this key.
            models.UniqueConstraint(fields=["member", "house", "started_on", "party"], name="membership_once"),
            ends_after_it_starts("membership_ends_after_it_starts"),
        ]
        indexes = [
            # Lists filter by seat.
            models.Index(fields=["seat_slug"], name="membership_by_seat"),
            # How recent the record of a House's memberships is: on each member's page.
            models.Index(fields=["house", "started_on"], name="membership_by_start"),
            models.Index(fields=["house", "ended_on"], name="membership_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.seat}" if self.seat else self.party

    @property
    def party_slug(self) -> str:
        return party_of(self.party).slug

    @classmethod
    def party_labels(cls) -> list[str]:
        """Every party label on record."""
        return list(cls.objects.order_by().values_list("party", flat=True).distinct())

    def save(self, *args, **kwargs) -> None:
        self.set_slugs()
        super().save(*args, **kwargs)

    def set_slugs(self) -> None:
        """Call this before bulk writes too, because they do not call save()."""
        self.seat_slug = slugify(self.seat)[:100]


class Post(HeldOverAPeriod):
    """A ministerial post that a member held over a period."""

    class Rank(models.IntegerChoices):
        """In order of precedence, lowest first, so a higher rank compares greater."""

        OTHER = 0, "Other"
        PARLIAMENTARY = 1, "Whip or parliamentary post"
        PARLIAMENTARY_LEAD = 2, "Leader or Chief Whip"
        UNDER_SECRETARY = 3, "Parliamentary Under-Secretary of State"
        MINISTER_OF_STATE = 4, "Minister of State"
        SECRETARY_OF_STATE = 5, "Secretary of State"
        DEPUTY_PRIME_MINISTER = 6, "Deputy Prime Minister"
        PRIME_MINISTER = 7, "Prime Minister"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(max_length=200)
    rank = models.PositiveSmallIntegerField(choices=Rank, default=Rank.OTHER)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts")
    department_name = models.CharField(max_length=200, blank=True, help_text="As printed in the source.")
    department_short_name = models.CharField(max_length=50, blank=True)
    cabinet_status = models.CharField(max_length=100, blank=True)
    is_acting = models.BooleanField("acting", default=False)
    is_on_leave = models.BooleanField("on leave", default=False)

    class Meta:
        ordering = ["-started_on", "-rank", "pk"]
        constraints = [
            # Imports update rows by this key.
            models.UniqueConstraint(fields=["member", "title", "department_name", "started_on"], name="post_once"),
            ends_after_it_starts("post_ends_after_it_starts"),
        ]
        indexes = [
            # Linking posts to departments that arrive after them.
            models.Index(fields=["department_short_name"], name="post_by_short_name"),
            # How recent the record of posts is: on the pages of questions, members and ministers.
            models.Index(fields=["started_on"], name="post_by_start"),
            models.Index(fields=["ended_on"], name="post_by_end"),
        ]

    def __str__(self) -> str:
        return self.whole_title

    @property
    def department_then(self) -> str:
        """The department's name when the post began, or the name as printed."""
        return self.department.name if self.department else self.department_name

    @property
    def is_cut(self) -> bool:
        """Whether the title ends in the department's short name, as in some lists: "Minister of State, Wal"."""
        return bool(self.department_short_name) and self.title.endswith(self._short_end) and bool(self.department_then)

    @property
    def office(self) -> str:
        """The title without an incomplete department name at its end."""
        return self.title.removesuffix(self._short_end) if self.is_cut else self.title

    @property
    def whole_title(self) -> str:
        return whole_title(self.title, self.department_short_name, self.department_then)

    @property
    def _short_end(self) -> str:
        return f", {self.department_short_name}"

    def is_in(self, department: Department) -> bool:
        """Whether the post is in `department`, or in one with the same short name."""
        short = department.short_name
        return self.department_id == department.pk or bool(short and self.department_short_name == short)


def whole_title(title: str, short: str, department: str) -> str:
    """A post's title with the department's full name in place of its short one, if it ends in that."""
    is_cut = bool(short and department) and title.endswith(f", {short}")
    return f"{title.removesuffix(f', {short}')}, {department}" if is_cut else title


def choose_membership(memberships: list[Membership], day: date, house: str) -> Membership | None:
    """The membership of `house` in force on `day`; if there are several, the one that began last."""
    held = [m for m in memberships if m.house == house and m.was_held_on(day)]
    return max(held, key=lambda m: (m.started_on, m.party), default=None)


def choose_post(posts: list[Post], day: date, department: Department | None) -> Post | None:
    """The post to show beside an answer given on `day` by the department that answered.

    Posts in the answering department come first, then posts not on leave, then higher ranks, then
    later starts. If there is none in the department, a post elsewhere that day; else None.
    """

    def merit(post: Post) -> tuple:
        here = department is not None and post.is_in(department)
        return (here, not post.is_on_leave, post.rank, post.started_on, post.title)

    return max((p for p in posts if p.was_held_on(day)), key=merit, default=None)
