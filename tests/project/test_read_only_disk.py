"""A disk that can only be read: the start says so in one line, and a running site serves what needs no writing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.support.databases import NewDatabase
from tests.support.programs import mount_within, read_only, with_mounts
from tests.support.served import START, bare_environment, free_port, run_to_its_end, started
from tests.support.whole_site import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.mounts]

KEY = "x" * 60
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.mark.parametrize("options", [[], ["--local"]], ids=["a start", "a local start"])
def test_a_start_with_data_on_a_read_only_disk_is_refused_in_one_line(options: list[str], tmp_path: Path) -> None:
    command = with_mounts(read_only(tmp_path), [*START, *options])
    ended = run_to_its_end(command, DATA_DIR=str(tmp_path), SECRET_KEY=KEY, PORT=str(free_port()))
    assert ended.returncode == 2
    expected = "a directory on a disk that can be written to"
    assert ended.stderr == f"DATA_DIR: expected {expected}; {tmp_path} is on a read-only one: mount it for writing\n"


def test_a_start_with_only_the_database_on_a_read_only_disk_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "databases"
    folder.mkdir()
    given = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{folder}/archive.sqlite3", "SECRET_KEY": KEY}
    ended = run_to_its_end(with_mounts(read_only(folder), START), **given, PORT=str(free_port()))
    assert ended.returncode == 1
    said = f"The archive cannot start: {folder}/archive.sqlite3.lock cannot be written to (Read-only file system): "
    assert ended.stderr == f"{said}mount its disk for writing, free some space, or let this user write there\n"


class Site:
    """A running site with the demo archive, in mounts of its own. `ask` keeps cookies as a browser does."""

    def __init__(self, folder: Path, url: str, port: int, pid: int):
        self.folder, self.url, self.port, self.pid = folder, url, port, pid
        self.cookie = ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the text of the page."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
            response = connection.getresponse()
            self.cookie = (response.headers["Set-Cookie"] or self.cookie).partition(";")[0]
            return response.status, response.read().decode()

    def make_read_only(self, copy: Path) -> None:
        """What the site has open stays open, as on a disk that the system makes read-only after an error.

        The copy is mounted in place of the folder. The site opens its database anew, because that is another file.
        """
        shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("index"))
        shutil.copytree(self.folder / "index", copy / "index", copy_function=os.link)
        mount_within(self.pid, read_only(self.folder, copy))


@pytest.fixture
def site(new_database: NewDatabase, tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "data"
    folder.mkdir()
    with new_database(folder) as url:
        environment = bare_environment(DATA_DIR=str(folder), DATABASE_URL=url, PORT=str(free_port()), WEB_WORKERS="1")
        with started(with_mounts([], [*START, "--local"]), environment, tmp_path / "log") as process:
            site = Site(folder, url, int(environment["PORT"]), process.pid)
            wait_until(lambda: site.ask("/questions/?q=school")[0] == 200, "search works")
            yield site


def make_read_only(url: str) -> None:
    """Make a database of PostgreSQL read-only, also for who is connected to it."""
    with psycopg.connect(url, autocommit=True) as control:
        name = control.info.dbname
        control.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        control.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


def test_a_site_whose_disk_becomes_read_only_serves_pages_and_says_that_it_saves_nothing(
    site: Site, tmp_path: Path
) -> None:
    [question, *_] = re.findall(r'href="(/questions/commons/[\d-]+/\w+/)"', site.ask("/questions/")[1])
    site.make_read_only(tmp_path / "copy")
    for path in ("/", "/questions/?q=school", question, f"{question}report/", "/departments/", "/healthz"):
        assert site.ask(path)[0] == 200, path
    [token] = re.findall(r'name="token" value="([^"]+)"', site.ask(f"{question}report/")[1])
    report = {"token": token, "what": "The name is misspelt.", "where": "answer", "email": "", "website": ""}
    if ON_POSTGRESQL:
        assert site.ask(f"{question}report/", report)[0] == 302, "the database is elsewhere"
        make_read_only(site.url)
    status, text = site.ask(f"{question}report/", report)
    assert status == 503
    assert "The name is misspelt." in text
    assert "Nothing can be saved" in text
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', site.ask("/admin/login/")[1])
    sent = {"username": "anna", "password": "wrong", "csrfmiddlewaretoken": token}
    assert site.ask("/admin/login/", sent)[0] == 503
    assert site.ask("/questions/export.csv")[0] == 503
