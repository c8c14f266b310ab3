"""The archive that tests of endurance use: records to import, Parliament to sync from, and an editor's session."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .records import CUT_ANSWER, numbered
from .standin import StandIn
from .whole_site import WholeSite

IMPORTED, SYNCED = 600, 200
FIRST_SYNCED = 100_000  # the number of the first question that only Parliament has
DAYS = ("2024-10-01", "2024-10-02")
SINCE = "2024-09-01"
IMPORT = ("import_questions", "{folder}/records")
SYNC = ("sync", "--only", "questions", "--since", SINCE, "--as-of", "2024-09-30")
IMPATIENT = {"SYNC_SINCE": SINCE, "SYNC_TIMEOUT": "1", "SYNC_BACKOFF": "10", "SYNC_PAUSE": "1"}
SIGN_IN = """
from tests.support.desk import make_user, signed_in
print(signed_in(make_user("editor", is_superuser=True)).session.session_key)
"""


def prepare(site: WholeSite) -> str:
    """Before the start: tables, static files, records, and an index. Returns the key of an editor's session."""
    site.manage("migrate", "--verbosity=0")
    site.manage("collectstatic", "--noinput", "--verbosity=0")
    write_records(site.folder / "records")
    for name in ("backups", "nightly"):
        (site.folder / name).mkdir()
    session = site.shell(SIGN_IN).strip()
    site.manage("index")
    return session


def write_records(folder: Path) -> None:
    """Files of the same questions on two days, so that the second changes questions from the first."""
    folder.mkdir()
    first = [numbered(number) for number in range(1, IMPORTED + 1)]
    later = [v | {"heading": f"Heading {v['uin']}", "answerText": v["answerText"] and CUT_ANSWER} for v in first]
    for day, values in zip(DAYS, (first, later), strict=True):
        (folder / f"{day}.json").write_text(json.dumps([{"value": value, "links": []} for value in values]))


def records_of_parliament(heading: str = "Family Hubs") -> list[dict[str, Any]]:
    numbers = range(FIRST_SYNCED, FIRST_SYNCED + SYNCED)
    return [numbered(number, heading=f"{heading}: school {number}") for number in numbers]


@contextmanager
def parliament() -> Iterator[StandIn]:
    with StandIn(records_of_parliament()) as standin:
        yield standin


def settings_for(folder: Path, standin: StandIn) -> dict[str, str]:
    addresses = {"SYNC_QUESTIONS_URL": standin.url, "SYNC_MEMBERS_URL": standin.url}
    return {**IMPATIENT, **addresses, "BACKUP_TO": str(folder / "nightly"), "BACKUP_KEEP": "90d"}
