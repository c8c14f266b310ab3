"""All measurements of an archive of one size. benchmarks.search runs this in a separate process for each size."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .figures import line, progress, repeated, timed, times_of

ROUNDS, SECONDS = 5, 90  # for each engine's search
REQUESTS, SECONDS_OF_LOAD = 800, 30  # for each kind of page
CHANGES = 10
PAGES = 200  # single questions to request

FIRST = date(1990, 1, 1)


def main(options: Namespace, folder: Path) -> dict[str, float]:
    """Print a table. Returns the figures to compare with larger archives, by name."""
    set_up(folder)
    build(folder, options)
    results = measure_ours(folder)
    if options.rivals:
        measure_rivals(folder)
    if options.http:
        results |= measure_http(folder, rivals=options.rivals)
    return results


def run(name: str, doc: str | None, measure: Callable[[], None], arguments: list[str] | None = None) -> None:
    """The command of a benchmark with one archive: builds the archive or uses one built before, and measures.

    `arguments`: those of the command line, unless the benchmark has some of its own.
    """
    parser = ArgumentParser(prog=f"python -m benchmarks.{name}", description=(doc or "").partition("\n")[0])
    parser.add_argument("--questions", type=int, default=100_000, dest="size")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same archive")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="build there, and use what was built there before")
    options = parser.parse_args(arguments)
    with nullcontext(options.keep) if options.keep else TemporaryDirectory(prefix="pq-archive-bench-") as home:
        folder = Path(home).resolve() / str(options.size)
        set_up(folder)
        build(folder, options)
        measure()


def set_up(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"DATA_DIR": str(folder), "SECRET_KEY": "x" * 60, "ENV_FILE": "", "LOG_LEVEL": "WARNING"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


def build(folder: Path, options: Namespace) -> None:
    """Build the archive, unless it exists."""
    from .generated import generate
    from .processes import manage

    built, wanted = folder / "built", f"{options.size} questions, seed {options.seed}\n"
    if built.exists() and built.read_text() == wanted:
        manage(folder, "migrate", "--verbosity=0")
        line("archive", f"kept from before: {wanted.strip()}")
        return
    if built.exists() or (folder / "archive.sqlite3").exists():
        sys.exit(f"{folder} holds another archive, or one that was not finished: remove it, or name another folder")
    manage(folder, "migrate", "--verbosity=0")
    seconds = timed(generate, options.size, options.seed, lambda done: progress(f"{done:,} questions written"))
    built.write_text(wanted)
    size = (folder / "archive.sqlite3").stat().st_size / 1024**2
    line("archive", f"{options.size:,} questions in {seconds:.1f} s, {size:,.0f} MB")


def measure_ours(folder: Path) -> dict[str, float]:
    from questions.models import Question

    from . import ours

    run = ours.build_index(folder)
    rate = Question.objects.count() / run.seconds
    line("index built", f"{run.seconds:.1f} s, {rate:,.0f} questions/s, peak {run.peak_mb:.0f} MB of memory")
    line("index on disk", f"{ours.index_mb(folder):,.0f} MB")
    p95 = measure_search("search: ours", ours.search_anew)
    measure_search("  and the same again, counts kept", ours.search)
    step = Question.objects.count() // CHANGES
    changed = [ours.change_one(1 + number * step) for number in range(CHANGES)]
    line("one changed question visible", times_of(changed))
    return {"search, p95": p95}


def measure_search(name: str, search: Callable[[Any], Any]) -> float:
    """The 95th percentile, in milliseconds."""
    from .queries import QUERIES

    rounds = repeated(search, QUERIES, rounds=ROUNDS, seconds=SECONDS)
    times = times_of([one for taken in rounds for one in taken])
    by_query = [min(of_one) for of_one in zip(*rounds, strict=True)]
    slowest = max(range(len(QUERIES)), key=by_query.__getitem__)
    found = sum(search(query)[0] for query in QUERIES)
    line(name, f"{times}   {found:,} found by all, slowest: {QUERIES[slowest].query_string}")
    return times.p95


def measure_rivals(folder: Path) -> None:
    from . import fts5, fts5_counted
    from .rivals import CAP

    file = prepare_fts5(folder)
    measure_search("search: FTS5, SQL alone", fts5.InSql(file).search)
    numpy = fts5_counted.numpy(file.parent / "numpy")
    measure_search("search: FTS5, numpy counts", fts5_counted.Counted(file, numpy).search)
    measure_search(f"  and the newest {CAP} ranked", fts5_counted.Counted(file, numpy, CAP).search)
    measure_postgres(folder)


def measure_postgres(folder: Path) -> None:
    from .postgres import Postgres, tuned_server
    from .rivals import CAP

    with tuned_server() as address:
        postgres = Postgres(address)
        copied = timed(postgres.copy, folder / "archive.sqlite3")
        line("PostgreSQL built", f"{timed(postgres.build):.1f} s (and {copied:.1f} s to copy)")
        line("PostgreSQL on disk", f"{postgres.index_mb():,.0f} MB the index, {postgres.total_mb():,.0f} MB in all")
        measure_search(f"search: PostgreSQL, {CAP} ranked", postgres.search)


def prepare_fts5(folder: Path) -> Path:
    """A file with the rows and the index, which Datasette serves too."""
    from . import fts5

    file, finished = folder / "rivals" / "archive.db", folder / "rivals" / "finished"
    if not finished.exists():
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        copied = timed(fts5.copy, folder / "archive.sqlite3", file)
        seconds = timed(fts5.build, file)
        fts5.index_for_lists(file)
        finished.touch()
        line("FTS5 built", f"{seconds:.1f} s (and {copied:.1f} s to copy)")
    line("FTS5 on disk", f"{fts5.index_mb(file):,.0f} MB the index, {file.stat().st_size / 1024**2:,.0f} MB in all")
    return file


def measure_http(folder: Path, *, rivals: bool) -> dict[str, float]:
    from .load import measure
    from .processes import served

    results = {}
    with served(folder) as site:
        for name, paths in our_paths().items():
            load = measure([site.port], paths, requests=REQUESTS, seconds=SECONDS_OF_LOAD)
            line(f"over HTTP, ours: {name}", load)
            results[f"over HTTP, {name}: ms a page"] = 1000 / load.per_second
        line("peak memory of its processes", ", ".join(f"{name} {peak:.0f} MB" for name, peak in site.peaks()))
    if rivals:
        measure_datasette(folder)
    return results


def measure_datasette(folder: Path) -> None:
    from . import datasette
    from .load import measure

    program = datasette.install(folder / "rivals" / "datasette")
    with datasette.served(program, prepare_fts5(folder)) as ports:
        for name, paths in datasette_paths().items():
            load = measure(ports, paths, requests=REQUESTS, seconds=SECONDS_OF_LOAD)
            line(f"over HTTP, Datasette: {name}", load)


def our_paths() -> dict[str, list[str]]:
    from .queries import LISTS, QUERIES

    searches = [f"/questions/?{query.query_string}" for query in QUERIES]
    lists = [f"/questions/?{query.query_string}" for query in LISTS]
    return {
        "search pages": each_another(searches, (f"+-zq{number}" for number in range(REQUESTS))),
        "search pages again": searches,
        "filtered lists": each_another(
            lists, (f"&tabled_after={FIRST + timedelta(number)}" for number in range(REQUESTS))
        ),
        "filtered lists again": lists,
        "question pages": [question.get_absolute_url() for question in sample()],
    }


def each_another(paths: list[str], additions: Iterable[str]) -> list[str]:
    """One path for each addition: a condition that all questions meet, so that no cached counts are used."""
    return [path + addition for path, addition in zip(cycle(paths), additions, strict=False)]


def datasette_paths() -> dict[str, list[str]]:
    from .queries import LISTS, QUERIES

    return {
        "search pages": [f"/archive/questions?{query.datasette_query_string}" for query in QUERIES],
        "filtered lists": [f"/archive/questions?{query.datasette_query_string}" for query in LISTS],
        "row pages": [f"/archive/questions/{question.pk}" for question in sample()],
    }


def sample() -> Iterator[Any]:
    """Questions spread evenly over the archive."""
    from questions.models import Question

    number = Question.objects.count()
    return iter(Question.objects.filter(pk__in=[1 + place * (number - 1) // PAGES for place in range(PAGES)]))


def as_json(results: dict[str, float], file: Path) -> None:
    file.write_text(json.dumps(results))
