"""How fast the addresses for programs are in a large archive, beside Datasette's JSON over the same questions.

    python -m benchmarks.api [--questions 1000000] [--keep FOLDER]

The site runs as in production, with two workers, and so does Datasette. `--keep` works as in benchmarks.size.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from .figures import line
from .load import Load, measure
from .processes import Site, served
from .size import run, sample

LIST = "/api/writtenquestions/questions"
REQUESTS, SECONDS = 4000, 20
MANY = 5000
WITHOUT_LIMIT = {"API_REQUESTS_PER_MINUTE": "10000000"}


def main() -> None:
    run("api", __doc__, measure_all)


def measure_all() -> None:
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    with served(folder, **WITHOUT_LIMIT) as site:
        ours = measure_ours(site)
    theirs = measure_datasette(folder)
    line("lists, ours to Datasette's", f"{ours.per_second / theirs.per_second:.1f} times as many a second")


def measure_ours(site: Site) -> Load:
    lists = show("20 questions in full, each list another", site, [*searches(REQUESTS)])
    show("one question, by id", site, [f"{LIST}/{question.parliament_id}" for question in sample()])
    tag = tag_of(site.port)
    show("nothing changed (304)", site, [LIST], {"If-None-Match": tag})
    before = dict(site.peaks())
    seconds, size = time_of(site.port, f"{LIST}?take={MANY}&skip=1000")
    line(f"{MANY:,} questions in full, at once", f"{seconds:.2f} s, {size / 1024**2:.1f} MB")
    after = dict(site.peaks())
    line("memory of its processes, before and at most", f"{before} {after}")
    return lists


def show(name: str, site: Site, paths: list[str], headers: dict[str, str] | None = None) -> Load:
    load = measure([site.port], paths, requests=REQUESTS, seconds=SECONDS, headers=headers)
    line(name, load)
    return load


def searches(number: int) -> Iterator[str]:
    """Lists by words and filters, none of them twice: each skips another number of questions."""
    from .queries import QUERIES

    words = cycle(query.words for query in QUERIES if query.words)
    for skip, searched in enumerate(islice(words, number)):
        yield f"{LIST}?{urlencode({'searchTerm': searched, 'take': 20, 'skip': skip // 20})}"


def tag_of(port: int) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", LIST)
        response = connection.getresponse()
        response.read()
        return str(response.getheader("ETag"))


def time_of(port: int, path: str) -> tuple[float, int]:
    start = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        body = connection.getresponse().read()
    seconds = time.perf_counter() - start
    found = json.loads(body)["results"]
    if len(found) != MANY:
        raise RuntimeError(f"{len(found)} questions instead of {MANY}")
    return seconds, len(body)


def measure_datasette(folder: Path) -> Load:
    from . import datasette
    from .queries import QUERIES
    from .size import prepare_fts5

    program = datasette.install(folder / "rivals" / "datasette")
    paths = [f"/archive/questions.json?{query.datasette_query_string}" for query in QUERIES if query.words]
    with datasette.served(program, prepare_fts5(folder)) as ports:
        load = measure(ports, paths, requests=REQUESTS, seconds=SECONDS)
        line("Datasette's JSON, 20 rows of a search", load)
    return load


if __name__ == "__main__":
    main()
