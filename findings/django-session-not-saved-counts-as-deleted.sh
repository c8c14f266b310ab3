#!/usr/bin/env bash
# Django 5.2.19, sessions in the database: a session that could not be saved counts as deleted.
# Expected: if the database is locked, a request that changes its session fails with the database's own error
# (OperationalError, "database is locked"), which is the server's fault: status 500, or what the site makes of it.
# Seen: SessionInterrupted, "The request's session was deleted before the request completed", which is the client's
# fault: status 400, though the session is still there. SessionStore.save() in django/contrib/sessions/backends/db.py
# turns any DatabaseError of an update into UpdateError, and the middleware takes UpdateError for a deletion.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check django==5.2.19
cd "$folder"
cat > change_session.py <<'PYTHON'
import logging
import sqlite3

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["testserver"],
    SECRET_KEY="only-here",
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "archive.sqlite3", "OPTIONS": {"timeout": 0.1}}
    },
)


def count(request):
    request.session["pages"] = request.session.get("pages", 0) + 1
    return HttpResponse(f"{request.session['pages']} pages")


urlpatterns = [path("", count)]
django.setup()

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

logging.disable()
call_command("migrate", verbosity=0)
reader = Client(raise_request_exception=False)
reader.get("/")
other = sqlite3.connect("archive.sqlite3", isolation_level=None)
other.execute("BEGIN IMMEDIATE")
refused = reader.get("/")
session = SessionStore(reader.cookies["sessionid"].value)
session["pages"] = 3
try:
    session.save()
    saved = "no error"
except Exception as error:
    saved = f"{type(error).__name__} because of {error.__context__!r}"
other.execute("ROLLBACK")
print(f"status {refused.status_code}; then the session was still there, with {reader.get('/').content.decode()}")
print(saved)
PYTHON
{ read -r answered; read -r raised; } < <("$folder/venv/bin/python" change_session.py)
echo "a page while the database was locked: $answered"
echo "the session's save while it was locked: $raised"
[[ $answered == "status 400; then the session was still there, with 2 pages" ]] &&
  [[ $raised == "UpdateError because of OperationalError('database is locked')" ]] || { echo "This has changed."; exit 1; }
