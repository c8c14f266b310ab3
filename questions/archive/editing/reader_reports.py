"""Readers' reports of mistakes: limits on their number, what is kept about readers, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from questions.models import Archive, MistakeReport, Question

SALT = "questions.mistakes"
OPEN_FOR = timedelta(days=1)  # how long a form may be open before it is sent
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooMany(Exception):
    """No more reports are accepted now. The message says why; `wait` says for how long."""

    def __init__(self, why: str, wait: timedelta):
        super().__init__(why)
        self.wait = wait


def make_token(question: Question) -> str:
    """A form's token, used instead of a cookie: it proves that this site showed the form, and when."""
    return signing.dumps(question.pk, salt=SALT)


def is_from_here(question: Question, said: str) -> bool:
    try:
        return signing.loads(said, salt=SALT, max_age=OPEN_FOR) == question.pk
    except signing.BadSignature:
        return False


def hash_sender(place: str) -> str:
    """A hash that is the same for one address or network on one day, and does not reveal it."""
    return salted_hmac(SALT, f"{timezone.localdate()} {place}", algorithm="sha256").hexdigest()[:32]


def refuse_too_many(sent_by: str) -> None:
    """Raises TooMany if no more reports are accepted now."""
    if MistakeReport.objects.filter(sender=sent_by).count() >= settings.REPORTS_PER_ADDRESS:
        raise TooMany("You have reached the daily limit for reports. Try again tomorrow.", DAY)
    recent = MistakeReport.objects.filter(sent_at__gt=timezone.now() - HOUR)
    if recent.count() >= settings.REPORTS_PER_HOUR:
        raise TooMany("We are getting too many reports at the moment. Try again in an hour.", HOUR)


def save_report(question: Question, said: dict[str, Any], place: str) -> MistakeReport:
    """Save a reader's report from an address or network. Raises TooMany.

    Reports are counted before taking the lock, so that a flood of them does not delay other writers, and again under
    the lock, so that no other report gets in between.
    """
    sent_by = hash_sender(place)
    refuse_too_many(sent_by)
    with transaction.atomic():
        Archive.lock()
        refuse_too_many(sent_by)
        forget_reporters()
        return MistakeReport.objects.create(question=question, sender=sent_by, **said)


def forget_reporters() -> int:
    """Delete email addresses and senders kept for long enough; returns the number of email addresses."""
    now = timezone.now()
    MistakeReport.objects.filter(sent_at__lt=now - DAY).exclude(sender="").update(sender="")
    old = MistakeReport.objects.filter(sent_at__lt=now - timedelta(days=settings.REPORT_EMAIL_DAYS))
    return old.exclude(email="").update(email="")


def close_report(report: MistakeReport, editor: Any) -> None:
    """Close the report and clear the reader's email address, without saving."""
    report.closed_at, report.closed_by, report.email = timezone.now(), editor, ""


def reopen_report(report: MistakeReport) -> None:
    report.closed_at = report.closed_by = None
