"""The site behind the shipped configurations of Caddy and nginx."""

from __future__ import annotations

import fcntl
import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.support.databases import NewDatabase
from tests.support.processes import Archive
from tests.support.proxies import PROXIES, READER, Proxy
from tests.support.proxy import HoldingBack
from tests.support.records import answered
from tests.support.served import START, free_port, get, started

pytestmark = [
    pytest.mark.slow,
    pytest.mark.any_engine,
    pytest.mark.programs("caddy", "nginx", "openssl"),
    pytest.mark.xdist_group("proxies"),
]

SHOW_ADDRESSES = """
import json
from questions.models import SecurityEvent
print(json.dumps(list(SecurityEvent.objects.filter(kind="failed").values_list("address", flat=True))))
"""


@pytest.fixture(scope="module")
def archive(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The demo archive and long answers, served as behind a proxy with TLS.

    The list as a file is larger than what the server and all sockets hold while nobody reads it.
    """
    long = f"<p>{'There are seven family hubs in Leeds. ' * 1000}</p>"
    records = [answered(text=long, id=number, uin=str(number)) for number in range(1000, 1200)]
    folder = tmp_path_factory.mktemp("site")
    with new_database(folder) as url:
        archive = Archive(folder / "data", url)
        archive.environment |= {"HTTPS": "1", "TRUSTED_PROXIES": "127.0.0.1", "PORT": str(free_port())}
        archive.manage("demo")
        (folder / "long.json").write_text(json.dumps(records))
        archive.manage("import_questions", str(folder / "long.json"))
        archive.manage("collectstatic", "--noinput", "--verbosity=0")
        with started(START, archive.environment, folder / "log"):
            yield archive


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, archive: Archive, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with PROXIES[request.param](tmp_path_factory.mktemp(request.param), int(archive.environment["PORT"])) as proxy:
        yield proxy


def test_pages_come_over_tls_and_insist_on_it(proxy: Proxy) -> None:
    response = proxy.request("/questions/")
    assert response.status == 200
    assert b"</html>" in response.body
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Content-Security-Policy" in response.headers


def test_a_request_without_tls_is_sent_to_the_address_with_it(proxy: Proxy) -> None:
    response = proxy.request("/questions/?q=schools", tls=False)
    assert response.status in (301, 308)
    assert response.headers["Location"].startswith("https://localhost")
    assert response.headers["Location"].endswith("/questions/?q=schools")


def test_the_site_sees_the_readers_address_and_not_one_that_a_reader_made_up(proxy: Proxy, archive: Archive) -> None:
    form = proxy.request("/admin/login/")
    cookie = form.headers["Set-Cookie"].partition(";")[0]
    token = form.body.partition(b'name="csrfmiddlewaretoken" value="')[2].partition(b'"')[0].decode()
    sent = urlencode({"username": "nobody", "password": "wrong", "csrfmiddlewaretoken": token}).encode()
    made_up = {"X-Forwarded-For": "203.0.113.7", "X-Real-IP": "203.0.113.7", "Forwarded": "for=203.0.113.7"}
    about = {"Cookie": cookie, "Referer": "https://localhost/", "Content-Type": "application/x-www-form-urlencoded"}
    assert "Secure" in form.headers["Set-Cookie"]
    assert proxy.request("/admin/login/", sent, {**about, **made_up}).status == 200
    assert set(json.loads(archive.shell(SHOW_ADDRESSES))) == {READER}


def test_a_reader_without_tls_cannot_claim_to_have_it(proxy: Proxy) -> None:
    assert proxy.request("/", headers={"X-Forwarded-Proto": "https"}, tls=False).status in (301, 308)
    assert proxy.request("/", headers={"X-Forwarded-Proto": "http"}).status == 200


@pytest.mark.parametrize(("megabytes", "status"), [(20, 403), (27, 413)])
def test_a_request_as_large_as_a_spreadsheet_reaches_the_site_and_a_larger_one_does_not(
    megabytes: int, status: int, proxy: Proxy
) -> None:
    """The site itself answers 403, once it has read the whole form and found no token."""
    about = {"Content-Type": "multipart/form-data; boundary=end", "Cookie": f"csrftoken={'c' * 32}"}
    file = b'--end\r\nContent-Disposition: form-data; name="file"; filename="questions.csv"\r\n\r\n%b\r\n--end--\r\n'
    response = proxy.request("/admin/login/", file % (b"x" * megabytes * 1_000_000), about)
    assert response.status == status
    assert ("Content-Security-Policy" in response.headers) == (status == 403)


def test_a_download_is_the_same_as_from_the_site_itself(proxy: Proxy, archive: Archive) -> None:
    direct = urllib.request.Request(
        f"http://127.0.0.1:{archive.environment['PORT']}/questions/export.csv",
        headers={"X-Forwarded-Proto": "https", "Host": "localhost"},
    )
    with urllib.request.urlopen(direct) as answer:
        assert proxy.request("/questions/export.csv").body == answer.read()


@pytest.mark.parametrize("name", PROXIES)
def test_a_reader_gets_the_beginning_of_a_download_while_the_site_still_makes_the_rest(
    name: str, archive: Archive, tmp_path: Path
) -> None:
    site = ("127.0.0.1", int(archive.environment["PORT"]))
    with (
        HoldingBack(site, 50_000) as middle,
        PROXIES[name](tmp_path, middle.port) as proxy,
        closing(proxy.connection(tls=True)) as connection,
    ):
        connection.request("GET", "/questions/export.csv", headers={"Host": "localhost"})
        response = connection.getresponse()
        first = response.read(20_000)
        assert first.startswith("\ufeffid,uin,house".encode())
        assert an_export_runs(archive)
        middle.released.set()
        assert len(first + response.read()) > 7_000_000


def an_export_runs(archive: Archive) -> bool:
    turns = (Path(archive.environment["DATA_DIR"]) / "exports").glob("turn-*")
    return any(is_locked(turn) for turn in turns)


def is_locked(path: Path) -> bool:
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.parametrize("name", PROXIES)
def test_readers_are_told_when_to_come_back_while_the_site_is_down(name: str, tmp_path: Path) -> None:
    with PROXIES[name](tmp_path, free_port()) as proxy:
        response = proxy.request("/")
        assert response.status in (502, 503)
        assert response.headers["Retry-After"] == "30"
        assert b"Try again" in response.body


def test_a_request_waits_while_the_site_restarts_behind_caddy(archive: Archive, tmp_path: Path) -> None:
    environment = {**archive.environment, "PORT": str(free_port())}
    with PROXIES["caddy"](tmp_path, int(environment["PORT"])) as proxy:
        with started(START, environment, tmp_path / "log"):
            assert proxy.request("/").status == 200
        with started(["sh", "-c", f"sleep 3; exec {' '.join(START)}"], environment, tmp_path / "log"):
            assert get(int(environment["PORT"]), "/healthz").status == 200
            assert proxy.request("/").status == 200
