"""The shipped configurations of Caddy and nginx, run on loopback in front of a site."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from tests import ROOT
from tests.support.programs import find
from tests.support.served import free_port

READER = "127.0.0.9"  # where requests come from: the proxy itself uses 127.0.0.1


@dataclass
class Answer:
    """A response, read whole."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Proxy:
    """A proxy that serves localhost on these ports."""

    plain: int
    tls: int

    def request(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None, *, tls: bool = True
    ) -> Answer:
        """The answer to a request from READER: POST if there is a body. It does not check the proxy's certificate."""
        with closing(self.connection(tls=tls)) as connection:
            try:
                method = "GET" if body is None else "POST"
                connection.request(method, path, body, {"Host": "localhost", **(headers or {})})
            except OSError:
                assert body, "a proxy ends the connection early only if a body is too large"
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def connection(self, *, tls: bool) -> http.client.HTTPConnection:
        options: Any = {"timeout": 60, "source_address": (READER, 0)}
        if tls:
            trusting = ssl._create_unverified_context()
            return http.client.HTTPSConnection("localhost", self.tls, context=trusting, **options)
        return http.client.HTTPConnection("localhost", self.plain, **options)


@contextmanager
def caddy(folder: Path, site: int) -> Iterator[Proxy]:
    proxy = Proxy(free_port(), free_port())
    given = {
        "SITE_ADDRESS": "localhost",
        "UPSTREAM": f"127.0.0.1:{site}",
        "HTTP_PORT": str(proxy.plain),
        "HTTPS_PORT": str(proxy.tls),
        "HEALTH_PORT": str(free_port()),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "HOME": str(folder),
    }
    command = [str(find("caddy")), "run", "--adapter", "caddyfile", "--config", str(ROOT / "deploy/Caddyfile")]
    with running(command, {"PATH": os.environ["PATH"], **given}, folder, proxy):
        yield proxy


@contextmanager
def nginx(folder: Path, site: int) -> Iterator[Proxy]:
    proxy = Proxy(free_port(), free_port())
    make_certificate(folder)
    (folder / "site.conf").write_text(moved(folder, site, proxy))
    places = "".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder / 'pid'}; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {places} include {folder / 'site.conf'}; }}\n"
    )
    command = [str(find("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running(command, dict(os.environ), folder, proxy):
        yield proxy


def moved(folder: Path, site: int, proxy: Proxy) -> str:
    """deploy/nginx.conf with this machine's ports, certificate and name, and nothing else changed."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{proxy.plain};",
        "listen 443 ": f"listen 127.0.0.1:{proxy.tls} ",
        "\tlisten [::]:80;\n": "",
        "\tlisten [::]:443 ssl http2;\n": "",
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        "/etc/letsencrypt/live/archive.example": str(folder),
        "archive.example": "localhost",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-days", "2", "-nodes", "-newkey", "rsa:2048"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", "req", "-x509", *subject, *files], check=True, capture_output=True)


@contextmanager
def running(command: list[str], environment: dict[str, str], folder: Path, proxy: Proxy) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        wait_for_tls(process, proxy.tls, folder / "log")
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for_tls(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Caddy listens before it has made its certificate."""
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        if has_certificate(port):
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def has_certificate(port: int) -> bool:
    trusting = ssl._create_unverified_context()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            trusting.wrap_socket(connection, server_hostname="localhost").close()
    except OSError:
        return False
    return True


PROXIES: dict[str, Callable[[Path, int], AbstractContextManager[Proxy]]] = {"caddy": caddy, "nginx": nginx}
