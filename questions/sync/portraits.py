"""Members' portraits: fetched once from Parliament, checked, and stored small and without metadata."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from questions.archive.audit import recording
from questions.archive.importing.runs import Run
from questions.archive.importing.tables import CREATED, UNCHANGED
from questions.models import Archive, Member

from .client import Client, Gone, NotFetched

CREDIT = "© UK Parliament, CC BY 3.0"
PATH = "api/Members/{}/Portrait"
SIDE = 160  # pixels of the square
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 20_000_000
ASKED_AGAIN_AFTER = timedelta(days=30)
BATCH = 20
BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class NoPortrait(Exception):
    """The file is not an image that can be shown. The message says why."""


class Answer(NamedTuple):
    """The portrait, or else what was wrong with it (unless it is just missing) and whether to retry soon."""

    member: Member
    image: bytes = b""
    problem: str = ""
    ask_again: bool = False


def sync_portraits(client: Client, run: Run) -> None:
    """Fetch a portrait for each member without one, unless it was tried within the last 30 days."""
    today = timezone.localdate()
    with closing(client.each(partial(_ask, client), _without(today))) as answers:
        while batch := list(islice(answers, BATCH)):
            run.count(Counter(outcome for answer in batch if (outcome := _save(run, answer, today))))
            run.progress.rows(PATH, len(batch), 0)


def shrink_portrait(raw: bytes) -> bytes:
    """The middle square of an image, small, as WebP without metadata. Raises NoPortrait."""
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NoPortrait(f"an image of {image.width} × {image.height} pixels is too large")
            # Lets a JPEG be decoded at a smaller scale, which takes less time and memory.
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (SIDE, SIDE))
    except UnidentifiedImageError:
        raise NoPortrait(f"not an image of these formats: {', '.join(FORMATS)}") from None
    except BROKEN as error:
        raise NoPortrait(f"a broken image: {error}") from error
    written = BytesIO()
    square.save(written, "WEBP", quality=80, exif=b"", xmp=b"", icc_profile=b"")
    return written.getvalue()


def _without(today: date) -> Iterator[Member]:
    due = Q(portrait_asked_on=None) | Q(portrait_asked_on__lt=today - ASKED_AGAIN_AFTER)
    members = Member.objects.filter(due, portrait="", is_fictional=False).exclude(parliament_id=None)
    # In one query, because portraits are saved while others are still being fetched.
    return iter(list(members.only("parliament_id").order_by("pk")))


def _ask(client: Client, member: Member) -> Answer:
    try:
        raw = client.get_bytes(PATH.format(member.parliament_id), {"cropType": "OneOne"})
        return Answer(member, shrink_portrait(raw) if raw else b"")
    except Gone:
        return Answer(member)
    except NotFetched as error:
        return Answer(member, problem=str(error), ask_again=True)
    except NoPortrait as error:
        return Answer(member, problem=str(error))


def _save(run: Run, answer: Answer, today: date) -> str:
    """Returns the outcome; '' if the reply was refused."""
    number = answer.member.parliament_id or 0
    if answer.problem:
        run.refuse(PATH.format(number), number, answer.problem, "")
    # After a temporary failure no date is saved, so the next sync asks again.
    if not answer.ask_again:
        _write(answer.member, portrait_asked_on=today, **_kept(number, answer.image))
    return "" if answer.problem else CREATED if answer.image else UNCHANGED


@transaction.atomic
def _write(member: Member, **values: Any) -> None:
    """Keep a portrait that an editor has uploaded in the meantime. An import that writes the member's row runs before
    or after this, never in between."""
    Archive.lock()
    recording.update(Member.objects.filter(pk=member.pk, portrait=""), **values)


def _kept(number: int, image: bytes) -> dict[str, str]:
    """Store the file; returns its name for the member's row. The name has a digest of the content, for caching."""
    if not image:
        return {}
    name = f"portraits/{number}-{hashlib.blake2b(image, digest_size=6).hexdigest()}.webp"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(image))
    return {"portrait": name, "portrait_credit": CREDIT}
