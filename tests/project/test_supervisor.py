"""The supervisor of the running site: what is killed comes back, and a stop or a reload loses no request."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.databases import empty_database
from tests.support.served import get
from tests.support.whole_site import SEARCH, WholeSite, children, is_there, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("supervisor")]


@contextmanager
def served(folder: Path) -> Iterator[WholeSite]:
    (folder / "env").write_text("CONTACT_EMAIL=first@archive.example\n")
    with empty_database(folder) as url:
        site = WholeSite(folder, url, ENV_FILE=str(folder / "env"))
        site.start()
        try:
            site.wait_until_served()
            yield site
        finally:
            site.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


def test_a_killed_web_process_is_started_again_and_the_other_answers_meanwhile(site: WholeSite) -> None:
    killed, other = site.all("web")
    os.kill(killed, signal.SIGKILL)
    assert get(site.port, "/about/").status == 200
    wait_until(lambda: len(site.all("web")) == 2, "there are two web processes again")
    assert other in site.all("web")
    assert f"(process {killed}) was ended by SIGKILL: next start in 0.5 s" in site.log


def test_search_comes_back_after_the_worker_is_killed_and_the_index_deleted(site: WholeSite) -> None:
    (worker,) = site.all("worker")
    os.kill(worker, signal.SIGKILL)
    shutil.rmtree(site.folder / "index")
    wait_until(lambda: site.all("worker") not in ([], [worker]), "there is a worker again")
    wait_until(lambda: get(site.port, SEARCH).status == 200, "search works again")
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


def contact(site: WholeSite) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
        connection.request("GET", "/about/")
        return connection.getresponse().read().decode()


def test_a_reload_takes_new_settings_and_loses_no_request(site: WholeSite) -> None:
    before = children(site.process.pid)
    assert "first@archive.example" in contact(site)
    (site.folder / "env").write_text("CONTACT_EMAIL=second@archive.example\n")
    with Readers(site.port) as readers:
        site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: not set(before) & set(children(site.process.pid)), "every process is a new one")
    assert "second@archive.example" in contact(site)
    assert set(readers.seen) == {"200"}, readers.seen
    assert sum(readers.seen.values()) > 20


def test_a_reload_with_an_invalid_setting_keeps_what_runs(site: WholeSite) -> None:
    before, good = site.all("web"), (site.folder / "env").read_text()
    (site.folder / "env").write_text("SYNC_SINCE=soon\n")
    site.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "does not start: the running ones stay" in site.log, "the reload is given up")
    (site.folder / "env").write_text(good)
    assert "SYNC_SINCE: expected" in site.log
    assert site.all("web") == before
    assert get(site.port, "/about/").status == 200


def test_a_stop_finishes_what_was_begun(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        processes = children(site.process.pid)
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
