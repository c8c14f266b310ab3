"""Admin sessions end after a time without use, and after some hours in any case."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import OperationalError
from django.dispatch import receiver
from django.http import HttpRequest

from .security_log import Kind, record

BEGAN, SEEN = "began_at", "seen_at"  # seconds since 1970
PRECISION = 60  # seconds between writes of the session, so that not every request writes it


@receiver(user_logged_in)
def begin(request: HttpRequest, **given: object) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def end_if_over(request: HttpRequest) -> None:
    """Sign out a user whose session has ended, with a message on the next page; else note the session's use."""
    session, now = request.session, int(time.time())
    if SESSION_KEY not in session:
        return
    if reason := _over(now - session.get(BEGAN, 0), now - session.get(SEEN, 0)):
        record(Kind.ENDED, on=request.user.get_username(), detail=reason)
        session.flush()
        request.user = AnonymousUser()
        messages.info(request, f"Your session ended {reason}. Sign in to continue.")
    elif now - session[SEEN] >= PRECISION:
        note_use(session, now)


def note_use(session: SessionBase, now: int) -> None:
    """Save the time; if the database is busy, the next request does so, rather than fail this one."""
    before, session[SEEN] = session[SEEN], now
    try:
        session.save()
    except UpdateError as error:
        if not isinstance(error.__context__, OperationalError):
            return  # the session was deleted meanwhile
        session[SEEN] = before
    session.modified = False


def _over(age: int, idle: int) -> str:
    """The reason why a session with this age and idle time (in seconds) has ended; "" if it has not."""
    if age > settings.DESK_SESSION_HOURS * 3600:
        return f"{settings.DESK_SESSION_HOURS} hours after you signed in"
    if idle > settings.DESK_IDLE_MINUTES * 60:
        return f"after {settings.DESK_IDLE_MINUTES} minutes of inactivity"
    return ""
