"""Fetches one question while a user waits, and imports it as a run of its own."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from questions.archive.editing.duplicates import refuse_duplicate
from questions.archive.editing.publishing import unpublish
from questions.archive.importing.runs import Run, Silent
from questions.archive.importing.save_questions import Row, save_batch
from questions.models import Archive, Question
from questions.sources.records import ParsedQuestion, RefusedRecord
from questions.text.addresses import Identity

from .client import Client, Gone, NotFetched
from .details import SOURCE, detail_path
from .lists import QUESTIONS
from .responses import read_detail, read_page

KIND = "new question"
FETCHED = "Fetched by an editor. Needs a publisher's review."
TIMEOUT, ATTEMPTS, LARGEST = 5, 2, 1_000_000  # seconds of silence; requests; bytes
WITH_NAMES = {"expandMember": "true"}


class NotHad(Exception):
    """The question could not be fetched or cannot be imported. The message says why and what to do."""


class InBothHouses(NotHad):
    """Each House has a question with that UIN and day."""


class Found(NamedTuple):
    """A question from Parliament's API: the record, and the reply that it was read from."""

    url: str
    value: dict[str, Any]
    parsed: ParsedQuestion


def fetch_question(wanted: Identity) -> Found:
    """Fetch it from the API in the settings, and from nowhere else. Raises NotHad."""
    with _client() as client:
        try:
            return _found(client, wanted)
        except Gone:
            raise NotHad(f"Parliament has no record of {wanted}. Check the number and date, then try again.") from None
        except NotFetched as error:
            reason = str(error).removeprefix(settings.SYNC_QUESTIONS_URL)
            advice = "Try again in a minute, or paste the text of the question's page instead."
            raise NotHad(f"We could not fetch the question from Parliament's API ({reason}). {advice}") from None
        except RefusedRecord as error:
            raise NotHad(
                f"We could not read the reply from Parliament's API: {error}. Paste the page's text instead."
            ) from None


def _client() -> Client:
    """A client that gives up soon, because a user is waiting for the page."""
    return Client(
        settings.SYNC_QUESTIONS_URL,
        concurrency=1,
        contact=settings.SYNC_CONTACT,
        timeout=min(settings.SYNC_TIMEOUT, TIMEOUT),
        attempts=min(settings.SYNC_ATTEMPTS, ATTEMPTS),
        wait=settings.SYNC_BACKOFF / 1000,
        longest_wait=1,
        longest_hold=2,
        largest=LARGEST,
    )


def _found(client: Client, wanted: Identity) -> Found:
    number = wanted.id or _number(client, wanted)
    fetched = client.get(detail_path(number), WITH_NAMES)
    parsed = read_detail(fetched.data, number)
    return Found(fetched.url, fetched.data["value"], parsed)


def _number(client: Client, wanted: Identity) -> int:
    """Parliament's id of the question with that UIN and day. Raises Gone and InBothHouses."""
    params = {"uIN": wanted.uin}
    for name, day in (("tabledWhen", wanted.tabled_on), ("answeredWhen", wanted.answered_on)):
        params |= {f"{name}From": str(day), f"{name}To": str(day)} if day else {}
    params |= {"includeWithdrawn": "true", "take": "20"} | ({"house": wanted.house.title()} if wanted.house else {})
    page = read_page(client.get(QUESTIONS, params).data)
    ids = {item.id for item in page.items if item.id and _is(item.raw["value"], wanted)}
    if len(ids) > 1:
        raise InBothHouses(f"Both Houses have a question with {wanted}. Choose a House.")
    if not ids:
        raise Gone(str(wanted))
    return ids.pop()


def _is(value: dict[str, Any], wanted: Identity) -> bool:
    """Whether this record is the one wanted. The list may not have filtered as requested, so each record is checked."""
    is_house = not wanted.house or str(value.get("house")).lower() == wanted.house
    days = (("dateTabled", wanted.tabled_on), ("dateAnswered", wanted.answered_on))
    is_day = all(str(value.get(name)).startswith(str(day)) for name, day in days if day)
    return is_house and is_day and str(value.get("uin")).upper() == wanted.uin


@transaction.atomic
def import_question(found: Found, as_of: date, editor: Any) -> Question:
    """Save it through the importer, in a run of its own started by the editor. Raises NotHad and AlreadyThere.

    It is a draft if the editor may not publish.
    """
    Archive.lock()
    record = found.parsed.question
    # Checked again under the lock: somebody may have saved it since it was shown.
    refuse_duplicate(record.uin, record.tabled, record.house, record.parliament_id)
    run = Run(KIND, [found.url], as_of, Silent())
    run.row.started_by = editor
    with run:
        refusals = save_batch([Row(1, found.parsed, as_of.isoformat())], SOURCE, run.count)
    if refusals:
        raise NotHad(f"The archive cannot import the question: {refusals[0].reason}.")
    question = Question.objects.get(parliament_id=record.parliament_id)
    if not editor.has_perm("questions.publish_question"):
        unpublish([question.pk], FETCHED)
    return question
