"""Readers and an editor of a served site. They note each response that should not be."""

from __future__ import annotations

import http.client
import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from .forms import Form

GOOD, EXPORT = {200}, {200, 503}
OTHER_ADDRESS = "127.0.0.2"  # of readers who export: slow readers of exports have the usual one
TOKEN = "t" * 32
CHANGE_PAGE = re.compile(r"/admin/questions/question/(\d+)/change/")


class Request(NamedTuple):
    """`statuses`: those that are expected. A 503 is only expected with Retry-After."""

    path: str
    statuses: set[int] = GOOD
    method: str = "GET"
    kind: str = "page"


LISTS = (
    *("/questions/", "/questions/?page=2", "/questions/?status=unanswered&sort=oldest", "/questions/?house=lords"),
    *("/questions/?q=hubs", "/questions/?q=%22family+hubs%22+OR+school&sort=newest", "/questions/?q=heading+-leeds"),
)
PAGES = (
    *("/", "/departments/", "/members/", "/ministers/", "/topics/", "/statistics/", "/corrections/", "/coverage/"),
    *("/documents/", "/subjects/", "/about/", "/glossary/", "/search/suggest?q=fam", "/healthz", "/robots.txt"),
)
WRONG = {
    "/nowhere/": 404,
    "/questions/commons/2024-13-45/1/": 404,
    "/questions/commons/2024-09-02/none/": 404,
    "/questions/?q=" + "a" * 9000: 414,
    "/%ff%fe": 404,
}
NOT_HTTP = b"NOT\x01HTTP / HTTP/1.1\r\n\r\n"


def requests(questions: list[str]) -> list[Request]:
    """One round of what readers ask for; `questions` are the addresses of questions."""
    return [
        *(Request(path, kind="list") for path in LISTS),
        *(Request(path) for path in PAGES),
        *(Request(path, kind="question") for path in questions),
        *(Request(path, EXPORT, kind="export") for path in ("/questions/export.csv", "/statistics/by-month.csv")),
        *(Request(path, EXPORT, "HEAD", "head") for path in ("/", "/questions/", "/questions/export.csv", "/healthz")),
        *(Request(path, {status}, kind="wrong") for path, status in WRONG.items()),
        Request("/questions/", {403}, "POST", "wrong"),
    ]


class Seen:
    """What the visitors were answered: how many of each kind and status, and what should not have been."""

    def __init__(self) -> None:
        self.counts, self.unexpected, self.lost = Counter[tuple[str, int]](), list[str](), Counter[str]()

    def note(self, request: Request, status: int, retry_after: str | None, body: bytes) -> None:
        self.counts[request.kind, status] += 1
        if status not in request.statuses or (status == 503 and not retry_after):
            self.unexpected.append(f"{request.method} {request.path[:100]}: {status} {body[:300]!r}")

    def lose(self, asked: str, error: Exception) -> None:
        """No response came: the process that would have sent it may have been killed. `asked`: what for."""
        self.lost[f"{asked}: {error!r}"] += 1

    def __str__(self) -> str:
        return ", ".join(f"{kind} {status}: {number:,}" for (kind, status), number in sorted(self.counts.items()))


class Reader:
    """Asks for each of the requests in turn, in an order of its own, on new connections and on kept ones."""

    def __init__(self, port: int, asked: list[Request], seen: Seen, seed: int):
        self.port, self.asked, self.seen = port, asked, seen
        self.chance, self.connection = random.Random(seed), connect(port)

    def step(self) -> None:
        time.sleep(0.02)
        request = self.chance.choice(self.asked)
        if request.kind == "export" or self.chance.random() < 0.3:
            self.connection.close()
            self.connection = connect(self.port, OTHER_ADDRESS if request.kind == "export" else "")
        try:
            self.ask(request)
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.seen.lose(f"{request.method} {request.path[:100]}", error)
            time.sleep(0.2)

    def ask(self, request: Request) -> None:
        self.connection.request(request.method, request.path)
        response = self.connection.getresponse()
        self.seen.note(request, response.status, response.getheader("Retry-After"), response.read())


@contextmanager
def readers(port: int, asked: list[Request], seen: Seen, number: int) -> Iterator[list[Reader]]:
    """So many readers, whose connections are closed at the end."""
    found = [Reader(port, asked, seen, seed) for seed in range(number)]
    try:
        yield found
    finally:
        for reader in found:
            reader.connection.close()


class Babbler:
    """Sends what is not HTTP."""

    def __init__(self, port: int, seen: Seen):
        self.port, self.seen = port, seen

    def step(self) -> None:
        time.sleep(0.5)
        try:
            self.babble()
        except (OSError, http.client.HTTPException) as error:
            self.seen.lose("what is not HTTP", error)

    def babble(self) -> None:
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=60)) as connection:
            connection.sendall(NOT_HTTP)
            response = http.client.HTTPResponse(connection)
            response.begin()
            self.seen.note(Request("not HTTP", {400}, "NOT", "wrong"), response.status, None, response.read())


class Editor:
    """Enters and changes questions in the admin. `session`: the key of a session that is signed in.

    `entered`: the UINs that the site has acknowledged. `doubtful`: those for which no response came.
    """

    def __init__(self, port: int, session: str, seen: Seen, *, changes: bool = False):
        self.port, self.seen, self.changes = port, seen, changes
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        self.entered, self.doubtful, self.number = list[str](), list[str](), 0

    def step(self) -> None:
        self.number += 1
        try:
            (self.change_one if self.changes and self.number > 20 else self.enter)()
        except (OSError, http.client.HTTPException) as error:
            self.seen.lose("a question's form", error)
        time.sleep(0.1)

    def enter(self) -> None:
        uin = f"E{self.number}"
        self.doubtful.append(uin)
        if self.send("question/add/", new_question(uin)) == 302:
            self.entered.append(self.doubtful.pop())

    def change_one(self) -> None:
        listed = self.read("question/?q=Entered")
        if pks := sorted(set(CHANGE_PAGE.findall(listed))):
            page = f"question/{pks[self.number % len(pks)]}/change/"
            if shown := self.read(page):
                text = f"To ask, in version {self.number % 2}, how many schools there are."
                self.send(page, {**Form(shown).sent, "text": text})

    def ask_for(self, job: str) -> bool:
        """Whether the site takes the request to run the job."""
        try:
            return self.send(f"jobrun/{job}/run/", {}) == 302
        except (OSError, http.client.HTTPException) as error:
            self.seen.lose(f"running {job}", error)
            return False

    def read(self, page: str) -> str:
        """The page, or nothing where the site answered something else, which is noted."""
        status, body = self._ask(Request(f"/admin/questions/{page}", kind="admin page"), {})
        return body.decode() if status in GOOD else ""

    def send(self, page: str, form: dict[str, object]) -> int:
        return self._ask(Request(f"/admin/questions/{page}", {302}, "POST", "admin form"), form)[0]

    def _ask(self, request: Request, form: dict[str, object]) -> tuple[int, bytes]:
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN}, doseq=True)
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(connect(self.port)) as connection:
            connection.request(request.method, request.path, body if request.method == "POST" else None, headers)
            response = connection.getresponse()
            answer = response.read()
        self.seen.note(request, response.status, response.getheader("Retry-After"), answer)
        return response.status, answer


def new_question(uin: str) -> dict[str, object]:
    forms = {f"{rows}-{forms}_FORMS": 0 for rows in ("answers", "topic_assignments") for forms in ("TOTAL", "INITIAL")}
    day = {"tabled_on": "2023-03-22", "published_at_0": "2023-03-23", "published_at_1": "09:00:00"}
    return {"house": "commons", "uin": uin, "heading": f"Entered {uin}", "text": "To ask.", **day, **forms}


def connect(port: int, source: str = "") -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0) if source else None)


@contextmanager
def repeating(*steps: Callable[[], None]) -> Iterator[None]:
    """Each step again and again, in a thread of its own, until the block ends. Raises the first fault of a step."""
    ended, faults = threading.Event(), list[BaseException]()

    def repeat(step: Callable[[], None]) -> None:
        try:
            while not ended.is_set():
                step()
        except BaseException as error:  # noqa: BLE001 - raised again below
            faults.append(error)

    threads = [threading.Thread(target=repeat, args=(step,), daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]
