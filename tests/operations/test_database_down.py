"""A site whose database goes away: it says so soon, keeps what was typed, and works again once the database is back."""

from __future__ import annotations

import html
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

import psycopg
import pytest

from pq_archive.waits import TO_CONNECT
from tests.support.databases import NewDatabase
from tests.support.proxy import Proxy
from tests.support.served import START, bare_environment, free_port, run_to_its_end, started
from tests.support.whole_site import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.xdist_group("database down")]

LONGEST = 6.0  # seconds for which a reader waits here: two, and more on a busy machine, but not the ten of a command
PATIENCE = 60.0  # while nothing is wrong
LONGEST_WRITE = 20.0  # a form waits for a lock, because an import may have it
MOMENT = 0.4
PAGE = "/questions/commons/2023-03-22/1/"
REPORT = f"{PAGE}report/"
MAKE = "from tests.support.factories import make_question; make_question('Family Hubs', uin='1')"
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


class Reply(NamedTuple):
    status: int
    text: str
    retry_after: str | None


class Site(NamedTuple):
    """A running site, and what a test needs to break and to mend its database."""

    port: int
    url: str  # of the database itself
    proxy: Any  # None on SQLite
    file: Path

    def ask(self, path: str, form: dict[str, str] | None = None, wait: float = PATIENCE) -> Reply:
        """The reply. Raises TimeoutError after `wait` seconds."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=wait)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return Reply(response.status, text, response.headers["Retry-After"])

    def wait_until_back(self) -> None:
        wait_until(lambda: self.ask("/healthz").status == 200, "the site is back")


@contextmanager
def reachable_database(url: str) -> Iterator[tuple[str, Proxy | None, Path]]:
    """The address to give to the site: on PostgreSQL that of a proxy, which a test can stop."""
    parts = urlsplit(url)
    if not ON_POSTGRESQL:
        yield url, None, Path(parts.path)
        return
    folder = Path(unquote(parts.netloc.rpartition("@")[2]))
    target: str | tuple[str, int] = str(folder / ".s.PGSQL.5432")
    if not folder.is_absolute():
        target = (parts.hostname or "", parts.port or 5432)
    with Proxy(target) as proxy:
        login = parts.netloc.rpartition("@")[0]
        yield f"postgres://{login}@127.0.0.1:{proxy.port}{parts.path}", proxy, folder


@pytest.fixture(scope="module")
def site(django_db_setup: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with django_db_setup(folder) as url, reachable_database(url) as (address, proxy, file):
        environment = bare_environment(
            DATA_DIR=str(folder), DATABASE_URL=address, SECRET_KEY="x" * 60, PORT=str(free_port()), WEB_WORKERS="1"
        )
        run_to_its_end([START[0], "manage.py", "shell", "--no-imports", "--command", MAKE], **environment)
        with started(START, environment, folder / "log"):
            yield Site(int(environment["PORT"]), url, proxy, file)


@contextmanager
def broken(site: Site, fault: str) -> Iterator[None]:
    """The database with this fault until the block ends."""
    with {**FAULTS, "locked": locked}[fault](site):
        yield
    site.wait_until_back()


@contextmanager
def gone(site: Site) -> Iterator[None]:
    site.proxy.go_away()
    try:
        yield
    finally:
        site.proxy.come_back()


@contextmanager
def silent(site: Site) -> Iterator[None]:
    site.proxy.fall_silent()
    try:
        yield
    finally:
        site.proxy.come_back()


@contextmanager
def missing(site: Site) -> Iterator[None]:
    aside = site.file.parent / "aside"
    aside.mkdir(exist_ok=True)
    files = [file for file in site.file.parent.glob(f"{site.file.name}*") if file.is_file()]
    for file in files:
        file.rename(aside / file.name)
    try:
        yield
        assert not site.file.exists(), "an empty database took its place"
    finally:
        for file in files:
            (aside / file.name).rename(file)


@contextmanager
def unreadable(site: Site) -> Iterator[None]:
    with missing(site):
        site.file.mkdir()
        try:
            yield
        finally:
            site.file.rmdir()


@contextmanager
def damaged(site: Site) -> Iterator[None]:
    with missing(site):
        site.file.write_bytes(b"This is not a database. " * 1_000)
        try:
            yield
        finally:
            for file in site.file.parent.glob(f"{site.file.name}*"):
                file.unlink()


@contextmanager
def slow_to_connect(site: Site) -> Iterator[float]:
    """New connections take longer than a reader waits. Gives the seconds until one is there.

    A file is there, or not.
    """
    if not ON_POSTGRESQL:
        yield 0
        return
    site.proxy.hesitate(TO_CONNECT + MOMENT)
    yield 2 * MOMENT
    site.proxy.come_back()
    site.wait_until_back()


FAULTS = (
    {"gone": gone, "silent": silent}
    if ON_POSTGRESQL
    else {"missing": missing, "unreadable": unreadable, "damaged": damaged}
)
every_fault = pytest.mark.parametrize("fault", FAULTS)


@every_fault
def test_each_page_that_needs_the_database_says_soon_that_it_is_down(site: Site, fault: str) -> None:
    site.ask(PAGE)
    with broken(site, fault):
        for path in (PAGE, REPORT, "/members/", "/healthz", "/healthz?full=1", PAGE):
            reply = site.ask(path, wait=LONGEST)
            assert reply.status == 503, path
        assert "not responding" in reply.text
        assert int(reply.retry_after or 0) > 0
        assert site.ask("/glossary/").status == 200
    assert site.ask(PAGE).status == 200


@every_fault
def test_many_readers_at_once_learn_it_as_soon_as_one(site: Site, fault: str) -> None:
    with broken(site, fault), ThreadPoolExecutor(40) as readers:
        replies = [*readers.map(lambda path: site.ask(path, wait=LONGEST), [PAGE, "/healthz"] * 20)]
    assert {reply.status for reply in replies} == {503}


def send_and_keep(site: Site, fault: str, wait: float) -> None:
    """Send a report while the database has this fault; it is kept on the page, and saved when it is sent again."""
    [token] = re.findall(r'name="token" value="([^"]+)"', site.ask(REPORT).text)
    what = f"The day is wrong while the database is {fault}."
    report = {"token": token, "what": what, "where": "answer", "email": "", "website": ""}
    with broken(site, fault):
        reply = site.ask(REPORT, report, wait)
    assert reply.status == 503
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', reply.text)
    shown = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n([^<]*)</textarea>', reply.text)
    kept = {name: html.unescape(value) for name, value in (*hidden, *shown)}
    assert kept == report
    assert site.ask(REPORT, kept).status == 302


@every_fault
def test_a_report_sent_meanwhile_is_kept_on_the_page_and_can_be_sent_again(site: Site, fault: str) -> None:
    send_and_keep(site, fault, LONGEST)


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Somebody else writes for a long time."""
    if ON_POSTGRESQL:
        with psycopg.connect(site.url) as other:
            other.execute("SELECT * FROM questions_archive FOR UPDATE")
            yield
        return
    with closing(sqlite3.connect(site.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_readers_are_served_as_soon_as_a_database_that_was_slow_has_responded(site: Site) -> None:
    site.ask(PAGE)
    with slow_to_connect(site) as soon:
        site.ask(PAGE)
        time.sleep(soon)
        replies = [site.ask(path).status for path in (PAGE, "/members/", PAGE)]
    assert replies == [200, 200, 200]


def test_pages_are_served_and_a_report_is_kept_while_somebody_else_writes_for_long(site: Site) -> None:
    with locked(site):
        for path in (PAGE, REPORT, "/healthz"):
            assert site.ask(path).status == 200, path
    send_and_keep(site, "locked", LONGEST_WRITE)
