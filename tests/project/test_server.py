"""The web server: slow clients hold nobody up, and what it refuses itself is explained."""

import http.client
import json
import re
import resource
import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.databases import empty_database
from tests.support.records import answered
from tests.support.served import START, bare_environment, free_port, get, run_to_its_end, started
from tests.support.slow_clients import KINDS, SlowClient, slow_clients
from tests.support.whole_site import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.any_engine, pytest.mark.xdist_group("server")]

PAGES = ["/", "/questions/?q=school", "/departments/", "/healthz"]


class Site:
    def __init__(self, port: int, log: Path):
        self.port, self.log = port, log

    def send(self, request: bytes) -> http.client.HTTPResponse:
        """The response to bytes that need not be a valid request. The client sends all before it reads."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=60)) as connection:
            connection.sendall(request)
            response = http.client.HTTPResponse(connection)
            response.begin()
            response.text = response.read().decode()  # type: ignore[attr-defined]
            return response


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With answers so long that the list as a file is larger than what any socket takes without its reader."""
    folder = tmp_path_factory.mktemp("site")
    long = f"<p>{'There are seven family hubs in Leeds. ' * 1000}</p>"
    records = [answered(text=long, id=number, uin=str(number)) for number in range(1000, 1400)]
    with empty_database(folder) as url:
        environment = bare_environment(DATA_DIR=str(folder), DATABASE_URL=url, PORT=str(free_port()))
        (folder / "long.json").write_text(json.dumps(records))
        with started([*START, "--local"], environment, folder / "log"):
            imported = [sys.executable, "manage.py", "import_questions", str(folder / "long.json")]
            assert (
                run_to_its_end(imported, **environment, SECRET_KEY=(folder / "secret_key").read_text()).returncode == 0
            )
            yield Site(int(environment["PORT"]), folder / "log")


@contextmanager
def many_files() -> Iterator[None]:
    """The clients need more open files than shells usually allow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard == resource.RLIM_INFINITY else min(4096, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("kinds", [*[(kind,) for kind in KINDS], tuple(KINDS)], ids=[*KINDS, "all of them"])
def test_two_hundred_slow_clients_of_a_kind_hold_no_page_up(site: Site, kinds: tuple[str, ...]) -> None:
    with many_files(), slow_clients(site.port, 200, kinds) as clients:
        statuses = [get(site.port, path).status for _ in range(10) for path in PAGES]
        # A moment after the site has closed slow ones, many are about to connect again.
        wait_until(lambda: count_connected(clients) > 150 * len(kinds), "most of the slow clients are connected")
    assert statuses == [200] * 40


def count_connected(clients: list[SlowClient]) -> int:
    return sum(client.connection is not None for client in clients)


REFUSED = {
    "no HTTP": (b"NOT\x01HTTP / HTTP/1.1\r\n\r\n", 400, "not valid HTTP"),
    "a long address": (b"GET /?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "Use fewer filters"),
    "a very long address": (
        b"GET /?q=" + b"a" * 90_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        414,
        "fewer filters",
    ),
    "large cookies": (b"GET / HTTP/1.1\r\nCookie: " + b"a" * 40_000 + b"\r\n\r\n", 431, "Delete this site’s cookies"),
    "a large body": (
        b"POST / HTTP/1.1\r\nContent-Length: 40000000\r\n\r\n" + b"a" * 4_000_000,
        413,
        "Send less at once",
    ),
    "a body of an unknown kind": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain; charset*=utf-9''x\r\n\r\n",
        400,
        "not valid HTTP",
    ),
    "a length that is no number": (
        b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 6000 + b"\r\n\r\n",
        400,
        "not valid HTTP",
    ),
    "an address that is none": (b"GET http://[::/healthz HTTP/1.1\r\n\r\n", 400, "not valid HTTP"),
    "another encoding": (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "chunked"),
}


@pytest.mark.parametrize(("request_", "status", "advice"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_server_refuses_gets_a_page_that_says_what_to_do(
    site: Site, request_: bytes, status: int, advice: str
) -> None:
    response = site.send(request_)
    assert response.status == status
    assert "<h1>" in response.text  # type: ignore[attr-defined]
    assert advice in response.text  # type: ignore[attr-defined]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/questions/export.csv", "/static/img/favicon.svg", "/healthz"])
def test_a_head_request_gets_the_headers_without_a_body_and_without_a_warning(site: Site, path: str) -> None:
    written = site.log.read_text()
    request = f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=60)) as connection:
        connection.sendall(request.encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, end, body = received.partition(b"\r\n\r\n")
    assert (head[:15], end, body) == (b"HTTP/1.1 200 OK", b"\r\n\r\n", b"")
    assert site.log.read_text() == written


def test_requests_that_are_sent_at_once_are_all_answered_in_their_order(site: Site) -> None:
    post = b"POST /questions/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na\r\n\r\nbcde"
    ask = b"GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
    many = ask % (b"/healthz", b"") * 30 + post + ask % (b"/nowhere/", b"") + ask % (b"/", b"Connection: close\r\n")
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=60)) as connection:
        connection.sendall(many)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert re.findall(rb"HTTP/1\.1 (\d+) ", received) == [*[b"200"] * 30, b"403", b"404", b"200"]
    assert received.rstrip().endswith(b"</html>")


def test_one_connection_serves_many_requests(site: Site) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as connection:
        for path in PAGES:
            connection.request("GET", path)
            kept = connection.sock
            connection.getresponse().read()
            assert connection.sock is kept


def test_a_request_that_stops_halfway_is_told_so_after_a_while(site: Site) -> None:
    response = site.send(b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nusername=")
    assert response.status == 408
    assert "Nothing was saved" in response.text  # type: ignore[attr-defined]


def test_more_idle_clients_than_files_keep_nobody_from_a_page(tmp_path: Path) -> None:
    with empty_database(tmp_path) as url:
        given = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "SECRET_KEY": "x" * 60}
        environment = bare_environment(**given, PORT=str(free_port()), WEB_WORKERS="1")
        few = ["sh", "-c", f"ulimit -n 256; exec {shlex.join(START)}"]
        with started(few, environment, tmp_path / "log"):
            site = Site(int(environment["PORT"]), tmp_path / "log")
            with many_files(), slow_clients(site.port, 260, ("idle",)):
                assert site.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200
    log = (tmp_path / "log").read_text()
    assert log.count("lets a process open 256 files: a web process serves at most 80 connections") == 1, log
    assert "Too many open files" not in log
