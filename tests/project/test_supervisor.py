"""The supervisor of the running site: what is killed comes back, and a stop or a reload loses no request."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.databases import empty_database
from tests.support.served import START, bare_environment, free_port, get, started
from tests.support.whole_site import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("supervisor")]

SEARCH = "/questions/?q=school"


class Site:
    def __init__(self, folder: Path, port: int, process: subprocess.Popen[bytes]):
        self.folder, self.port, self.process = folder, port, process

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def children(self, kind: str = "") -> list[int]:
        """The processes that the supervisor has started, or those with this in their command."""
        found = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return sorted(int(line.split()[0]) for line in found.stdout.splitlines() if kind in line)

    @property
    def web(self) -> list[int]:
        return self.children("pq_archive.server")

    @property
    def worker(self) -> list[int]:
        return self.children("manage.py")

    def status(self, path: str) -> int:
        return get(self.port, path).status


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    (folder / "env").write_text("CONTACT_EMAIL=first@archive.example\n")
    with empty_database(folder) as url:
        given = {
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "PORT": str(free_port()),
            "ENV_FILE": str(folder / "env"),
        }
        environment = {**bare_environment(**given), "LOG_LEVEL": "INFO"}
        with started([*START, "--local"], environment, folder / "log") as process:
            site = Site(folder, int(environment["PORT"]), process)
            wait_until(lambda: site.status(SEARCH) == 200, "search works")
            yield site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


def test_a_killed_web_process_is_started_again_and_the_other_answers_meanwhile(site: Site) -> None:
    killed, other = site.web
    os.kill(killed, signal.SIGKILL)
    assert site.status("/about/") == 200
    wait_until(lambda: len(site.web) == 2, "there are two web processes again")
    assert other in site.web
    assert f"(process {killed}) was ended by SIGKILL: next start in 0.5 s" in site.log


def test_search_comes_back_after_the_worker_is_killed_and_the_index_deleted(site: Site) -> None:
    (worker,) = site.worker
    os.kill(worker, signal.SIGKILL)
    shutil.rmtree(site.folder / "index")
    wait_until(lambda: site.worker not in ([], [worker]), "there is a worker again")
    wait_until(lambda: site.status(SEARCH) == 200, "search works again")
    assert f"worker (process {worker}) was ended by SIGKILL" in site.log


class Readers:
    """Threads that request pages all the time, on new connections and on kept ones."""

    def __init__(self, port: int):
        self.port, self.seen, self.ended = port, Counter[str](), threading.Event()
        jobs = [self.read_anew, self.read_anew, self.read_on]
        self.threads = [threading.Thread(target=job, daemon=True) for job in jobs]

    def __enter__(self) -> Readers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def read_anew(self) -> None:
        while not self.ended.is_set():
            try:
                self.seen[str(get(self.port, "/about/").status)] += 1
            except OSError as error:
                self.seen[repr(error)] += 1

    def read_on(self) -> None:
        """On one connection, until the site says that it closes it."""
        while not self.ended.is_set():
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
                connection.connect()
                while connection.sock and not self.ended.is_set():
                    self.request(connection)
                    time.sleep(0.05)

    def request(self, connection: http.client.HTTPConnection) -> None:
        try:
            connection.request("GET", "/about/")
            response = connection.getresponse()
            response.read()
            self.seen[str(response.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            self.seen[repr(error)] += 1
            connection.close()


def contact(site: Site) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
        connection.request("GET", "/about/")
        return connection.getresponse().read().decode()


def test_a_reload_takes_new_settings_and_loses_no_request(site: Site) -> None:
    before = site.children()
    assert "first@archive.example" in contact(site)
    (site.folder / "env").write_text("CONTACT_EMAIL=second@archive.example\n")
    with Readers(site.port) as readers:
        site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: not set(before) & set(site.children()), "every process is a new one")
    assert "second@archive.example" in contact(site)
    assert set(readers.seen) == {"200"}, readers.seen
    assert sum(readers.seen.values()) > 20


def test_a_reload_with_an_invalid_setting_keeps_what_runs(site: Site) -> None:
    before, good = site.web, (site.folder / "env").read_text()
    (site.folder / "env").write_text("SYNC_SINCE=soon\n")
    site.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "does not start: the running ones stay" in site.log, "the reload is given up")
    (site.folder / "env").write_text(good)
    assert "SYNC_SINCE: expected" in site.log
    assert site.web == before
    assert site.status("/about/") == 200


def test_a_stop_finishes_what_was_begun(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        processes = site.children()
        with closing(socket.create_connection(("127.0.0.1", site.port), timeout=60)) as slow:
            slow.sendall(b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nusern")
            time.sleep(1)  # until the site has begun to receive it
            site.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            slow.sendall(b"ame=a")
            response = http.client.HTTPResponse(slow)
            response.begin()
            assert response.status == 403  # without the form's token
            assert response.headers["Connection"] == "close"
        assert site.process.wait(timeout=60) == 0
        assert not any(is_there(number) for number in processes)


def is_there(number: int) -> bool:
    """Whether there is such a process; one that has ended but is not yet removed is not there."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
