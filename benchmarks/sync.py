"""How fast a sync imports questions: `python -m benchmarks.sync [--questions 5000] [--concurrency 8]`.

A stand-in for Parliament's API, in a separate process on this machine, serves the full records of `../shared/data`
without delay. The archive starts empty. A second sync, without changes, shows the cost of staying up to date.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from tests.support.served import ROOT
from tests.support.standin import in_its_own_process

from .figures import line
from .processes import Run, manage

RECORDS = ROOT.parent / "shared" / "data" / "parliament" / "detail"
DAYS = ("--since", "2023-12-01", "--until", "2026-01-31")


def main() -> None:
    arguments = _parser().parse_args()
    files = [str(path) for path in sorted(RECORDS.glob("*"))]
    serving = in_its_own_process(*files, "--most", str(arguments.questions))
    with serving as url, tempfile.TemporaryDirectory(prefix="pq-archive-sync-") as folder:
        measure(Path(folder), url, str(arguments.concurrency))


def measure(folder: Path, url: str, concurrency: str) -> None:
    manage(folder, "migrate", "--verbosity=0")
    command = ["sync", "--only", "questions", *DAYS, "--concurrency", concurrency]
    given = {"SYNC_QUESTIONS_URL": url}
    _tell("questions taken in", manage(folder, *command, **given), "created")
    _tell("the same questions once more", manage(folder, *command, **given), "")


def _tell(what: str, run: Run, counted: str) -> None:
    """Show a command's figures. Its seconds include starting it, and indexing at its end."""
    counts = re.search(r"created ([\d,]+).*?(\d[\d,]*) requests", run.output)
    assert counts, run.output
    done, requests = (int(number.replace(",", "")) for number in counts.groups())
    indexing = re.search(r"indexed .* in ([\d.]+) s", run.output)
    seconds = run.seconds - (float(indexing[1]) if indexing else 0)
    rate = f"{done / seconds:,.0f} questions a second" if counted else "all lists read, nothing else asked"
    line(what, f"{seconds:.1f} s, {requests:,} requests, {run.peak_mb:.0f} MB: {rate}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sync", description=__doc__)
    parser.add_argument("--questions", type=int, default=5000, help="so many")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at once")
    return parser


if __name__ == "__main__":
    main()
