"""An editor in a separate process, for a number of seconds.

`python -m tests.support.traffic NAME SECONDS` edits the archive that the environment names, and exits with status 1 at
the first error. NAME is a word that the heading of the editor's last question contains.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from typing import Any

import django

from .served import ROOT

FEWEST = 200  # questions that editors keep, so that no list becomes empty
CHANGES = 50  # edits that follow in any case, even on a slow machine: some of them are about hubs


def write(name: str, seconds: float) -> None:
    """Enter, change, unpublish and delete questions, each in a transaction as the archive's own code does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")
    django.setup()
    chance, end, number = random.Random(name), time.monotonic() + seconds, 0
    while time.monotonic() < end or number < FEWEST + CHANGES:
        number += 1
        edit(chance, f"{name}{number}")
        time.sleep(0.01)
    enter(f"{name}last", heading=f"Zebra {name}")


def edit(chance: random.Random, uin: str) -> None:
    from questions.models import Question

    keys = list(Question.objects.values_list("pk", flat=True))
    kind = "enter" if len(keys) < FEWEST else chance.choice(["enter", "change", "change", "unpublish", "delete"])
    if kind == "enter":
        enter(uin, heading=f"Childcare {uin}", tabled_on=date(2020, 1, 1) + timedelta(days=chance.randrange(1500)))
    elif kind == "change":
        change(chance.choice(keys), heading=f"Family Hubs {uin}", text=f"What is step {chance.randrange(20)} of them?")
    elif kind == "unpublish":
        change(chance.choice(keys), published_at=None)
    else:
        delete(chance.choice(keys))


def enter(uin: str, **fields: Any) -> None:
    from django.db import transaction

    from questions.models import Archive, Change, Question

    with transaction.atomic():
        Archive.lock()
        question = Question.objects.create(uin=uin, text="What steps?", **{"tabled_on": date(2024, 1, 1), **fields})
        Change.log([question.pk], "entered")


def change(pk: int, **fields: Any) -> None:
    from django.db import transaction

    from questions.models import Archive, Change, Question

    with transaction.atomic():
        Archive.lock()
        Question.objects.filter(pk=pk).update(**fields)
        Change.log([pk], "changed")


def delete(pk: int) -> None:
    from django.db import transaction

    from questions.models import Archive, Change, Question

    with transaction.atomic():
        Archive.lock()
        Change.log([pk], "deleted")
        Question.objects.filter(pk=pk).delete()


def fetch(port: int, address: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", address)
        response = connection.getresponse()
        return response.status, response.read()


@contextmanager
def beside(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """This module in a separate process, until it ends or the block ends."""
    command = [sys.executable, "-m", "tests.support.traffic", *arguments]
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams) as process:
        try:
            yield process
        finally:
            process.kill()


def end_well(process: subprocess.Popen[str], seconds: float) -> None:
    """Wait until the process ends, which must be within this time and without output."""
    assert process.stdout
    said = process.stdout.read()
    assert (process.wait(timeout=seconds), said) == (0, ""), said


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    write(given.name, given.seconds)


if __name__ == "__main__":
    main()
