"""What must be true of a site after kills, once everything has ended in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .endured import IMPORT, IMPORTED, SYNC, SYNCED, write_records
from .traffic import fetch
from .visitors import Editor
from .whole_site import WholeSite, wait_until

if TYPE_CHECKING:
    from .kills import Kills

CLEAN = "missing 0, different 0, extra 0, twice 0, waiting in the log 0"
# Figures of the rows and of the backups. Then only the questions are left that an archive without kills has, too.
LOOK = """
import json
from collections import Counter
from django.db.models import Sum
from questions.models import ImportRun, JobRun, Question
from questions.operations.backup.destinations import open_destination
from questions.operations.backup.names import read_name
from questions.operations.backup.restoring import verify
uins = list(Question.objects.values_list("uin", flat=True))
runs = ImportRun.objects.filter(kind__in=["import_questions", "sync questions"])
places = [open_destination(folder) for folder in ("{folder}/backups", "{folder}/nightly")]
backups = [(place, name) for place in places for name in place.names() if read_name(name)]
print(json.dumps({
    "entered": Counter(uin for uin in uins if uin.startswith("E")),
    "others": sum(not uin.startswith("E") for uin in uins),
    "created": runs.aggregate(Sum("created"))["created__sum"],
    "running": JobRun.objects.running().count(),
    "backups": len(backups),
    "differences": [d for place, name in backups for d in verify(place, name, lambda *given: None)[1]],
}))
Question.objects.filter(uin__startswith="E").delete()
"""


def check_all(site: WholeSite, editor: Editor, unspoilt: WholeSite, outcome: Kills) -> None:
    """`unspoilt`: a new site, for the same archive without kills."""
    check_served(site, editor, outcome)
    outcome.check(site.stop() == 0, "the site did not end in order")
    outcome.check(not (left := site.left_over()), f"left over: {left}")
    end_all_work(site)
    outcome.check(CLEAN in (said := site.manage("check_archive")), said)
    check_files(site, outcome)
    check_rows(json.loads(site.shell(LOOK.replace("{folder}", str(site.folder)))), editor, outcome)
    differ = set(site.state().splitlines()) - set(not_killed(unspoilt).splitlines())
    outcome.check(not differ, f"the archive is not as without kills: {differ}")


def not_killed(site: WholeSite) -> str:
    site.manage("migrate", "--verbosity=0")
    write_records(site.folder / "records")
    site.manage(*IMPORT)
    site.manage(*SYNC)
    return site.state()


def check_served(site: WholeSite, editor: Editor, outcome: Kills) -> None:
    """The site answers, its worker runs a job, and search finds the last question that was acknowledged."""
    site.wait_until_served()
    wait_until(lambda: editor.ask_for("prune"), "the site takes a request to run a job")
    wait_until(lambda: ends_well(site, "prune"), "the worker has run the job", 120)
    last = f"/questions/?q=%22Entered+{editor.entered[-1]}%22"
    wait_until(lambda: b'data-count="1"' in fetch(site.port, last)[1], "search finds the last question entered")
    lines = site.log.splitlines()
    outcome.faults += [line for line in lines if "Traceback" in line]
    if unexpected := outcome.seen.unexpected:
        outcome.faults += [*unexpected[:20], *(line for line in lines if "Service Unavailable" in line)]


def ends_well(site: WholeSite, job: str) -> bool:
    """Whether the last run of the job that a user has asked for is done."""
    last = site.log.rpartition("asked for by editor) started")[2]
    return f"Job {job} " in last and " done after" in last


def end_all_work(site: WholeSite) -> None:
    """Each command starts at once and succeeds: no killed one has left a lock or a lease behind.

    The first sync goes on where a killed one stopped, with lists that it may have read before anything was imported.
    The second reads them all, so that it misses the imported questions as in an archive without kills.
    """
    for command in (IMPORT, SYNC, SYNC, ("index",), ("backup", "{folder}/backups")):
        site.manage(*command)


def check_rows(found: dict[str, Any], editor: Editor, outcome: Kills) -> None:
    """What was acknowledged is there once, what was not acknowledged at most once, and the runs have counted right."""
    entered, others = found["entered"], IMPORTED + SYNCED
    outcome.check(not (lost := set(editor.entered) - set(entered)), f"lost: {lost}")
    outcome.check(not (unknown := set(entered) - {*editor.entered, *editor.doubtful}), f"never entered: {unknown}")
    outcome.check(not (twice := [uin for uin, number in entered.items() if number > 1]), f"doubled: {twice}")
    outcome.check(found["others"] == others, f"{found['others']} questions, not {others}")
    outcome.check(found["created"] == others, f"the runs say that they created {found['created']}, not {others}")
    outcome.check(found["running"] == 0, f"{found['running']} jobs count as running")
    outcome.check(not found["differences"], f"backups differ: {found['differences']}")
    outcome.verified = found["backups"]


def check_files(site: WholeSite, outcome: Kills) -> None:
    """Nothing unfinished is left after the next backup and the next update of the index."""
    outcome.check(not (site.folder / ".backup-unfinished").exists(), "an unfinished backup is left")
    indexes = [path.name for path in (site.folder / "index").glob("v*-*")]
    outcome.check(len(indexes) == 1, f"indexes: {indexes}")
