"""What searching costs, compared with others: `python -m benchmarks.search --questions 100000 1000000`.

Builds archives of these sizes (see generated.py), measures each (see size.py) and prints a plain table. The archives
are deleted at the end, unless --keep names a folder, which is used again next time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from . import size
from .figures import line

SECONDS_TO_CLEAN_UP = 120


def main() -> None:
    options = parser().parse_args()
    signal.signal(signal.SIGTERM, _terminated)
    if options.one:
        options.size = options.questions[0]
        size.as_json(size.main(options, options.one), options.one / "results.json")
        return
    line("machine", machine())
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory(prefix="pq-archive-bench-") as home:
        folders = {number: Path(home).resolve() / str(number) for number in options.questions}
        results = {number: measure(number, folder, options) for number, folder in folders.items()}
    compare(results)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__.partition("\n")[0])
    parser.add_argument("--questions", type=int, nargs="+", default=[100_000], help="the archives' sizes")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same archive")
    parser.add_argument(
        "--rivals", action=argparse.BooleanOptionalAction, default=True, help="FTS5, PostgreSQL, Datasette"
    )
    parser.add_argument("--http", action=argparse.BooleanOptionalAction, default=True, help="pages over HTTP")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="build there, and use what was built there before")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    return parser


def _terminated(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def measure(number: int, folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """Runs in a separate process, because Django can be set up with only one archive."""
    print(f"\n{number:,} questions", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    flags = [f"--{'' if getattr(options, name) else 'no-'}{name}" for name in ("rivals", "http")]
    given = ["--one", str(folder), "--questions", str(number), "--seed", str(options.seed), *flags]
    # In its own session, so that Ctrl-C reaches it once, through this process, and leaves it time to clean up.
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.search", *given], start_new_session=True)
    try:
        if process.wait():
            sys.exit(process.returncode)
    except KeyboardInterrupt:
        process.terminate()
        process.wait(timeout=SECONDS_TO_CLEAN_UP)
        raise
    return json.loads((folder / "results.json").read_text())


def compare(results: dict[int, dict[str, float]]) -> None:
    if len(results) < 2:
        return
    least, most = min(results), max(results)
    print(f"\nGrowth from {least:,} to {most:,} questions")
    for name in results[least]:
        before, after = results[least][name], results[most][name]
        line(name, f"{before:.1f} → {after:.1f}, {after / before:.2f} times")


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    parts = (f"{os.cpu_count()} cores", f"{memory:.0f} GB", processor())
    return f"{', '.join(parts)}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def processor() -> str:
    with open("/proc/cpuinfo") as file:
        return next(
            (row.partition(": ")[2].strip() for row in file if row.startswith("model name")), platform.machine()
        )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
