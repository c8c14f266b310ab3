"""An HTTP client for one JSON API, with a limit on simultaneous requests, retries and a circuit breaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import quote, urlencode

import stamina
import urllib3
from urllib3.exceptions import HTTPError

from pq_archive import VERSION

from .faults import EXPECTED, GONE, WITH_DATA, Fault, Gone, NotFetched, of_error, of_status, read_json
from .threads import each, is_stopping
from .throttle import CircuitOpen, Gate

__all__ = ["Cache", "CircuitOpen", "Client", "Fetched", "Gone", "NotFetched", "Validators"]

BLOCK = 2**16
SLOWEST = 4  # times the timeout: the longest that a body may take, even if it arrives steadily
Params = Mapping[str, str] | Sequence[tuple[str, str]]
Item = TypeVar("Item")
Result = TypeVar("Result")


class Validators(NamedTuple):
    """A reply's ETag and Last-Modified headers, which make later requests conditional; '' if it had none."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


class Cache(Protocol):
    """Remembers validators by address.

    `get` is called from the threads that fetch: it must be thread-safe, and may not touch the database. `put` is
    called by `Client.remember` alone, in the caller's thread.
    """

    def get(self, url: str) -> Validators | None: ...

    def put(self, url: str, validators: Validators) -> None: ...


class Fetched(NamedTuple):
    """A reply: `data` is the value of the JSON in `raw`. If it was not modified, they are None and b""."""

    url: str
    data: Any = None
    raw: bytes = b""
    validators: Validators = Validators()
    not_modified: bool = False


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Sends requests to the API at `base_url`, at most `concurrency` at once. Several threads may use it.

    Each request is tried `attempts` times: after a fault it waits, at first `wait` seconds, then twice as long each
    time (at most `longest_wait`), with jitter. Retry-After is obeyed by all threads, up to `longest_hold` seconds.
    `timeout` is the longest wait for any data from the server, `delay` the time between two requests, both in seconds.
    `largest` is the most bytes of a body. `failures`, `pause` and `pauses` are the circuit breaker's (see Gate).
    Redirects are not followed.

    `requests` counts requests, `received` the bytes of bodies as sent over the network, and `faults` the errors in
    replies, by name (see Fault).
    """

    def __init__(
        self,
        base_url: str,
        *,
        concurrency: int = 4,
        timeout: float = 30,
        contact: str = "",
        cache: Cache | None = None,
        delay: float = 0,
        attempts: int = 5,
        wait: float = 0.5,
        longest_wait: float = 10,
        longest_hold: float = 300,
        failures: int = 5,
        pause: float = 60,
        pauses: int = 3,
        largest: int = 50_000_000,
    ):
        self.base_url, self.concurrency, self.cache = base_url.rstrip("/"), concurrency, cache
        self.timeout, self.attempts, self.longest_hold, self.largest = timeout, attempts, longest_hold, largest
        self.requests = self.received = 0
        self.faults: Counter[str] = Counter()
        self._lock = Lock()
        self._gate = Gate(base_url, delay=delay, failures=failures, pause=pause, pauses=pauses)
        # block=True: a thread waits while all connections are in use, so that there are never more requests at once.
        self._pool = urllib3.PoolManager(
            num_pools=1, maxsize=concurrency, block=True, headers=_headers(contact), timeout=timeout, retries=False
        )
        waits = {"wait_initial": wait, "wait_max": longest_wait, "wait_jitter": wait}
        self._patiently = stamina.RetryingCaller(attempts=attempts, timeout=None, **waits).on(self._again)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._pool.clear()

    def url(self, path: str, params: Params = ()) -> str:
        address = f"{self.base_url}/{quote(path.lstrip('/'))}"
        return f"{address}?{urlencode(params)}" if params else address

    def get(self, path: str, params: Params = ()) -> Fetched:
        """Fetch the JSON at this path.

        Raises Gone (404, 410), NotFetched (all attempts failed) and CircuitOpen (no replies for a long time).
        """
        url = self.url(path, params)
        known = self.cache.get(url) if self.cache is not None else None
        answer, data = self._fetch(url, known.headers() if known else {}, read_json)
        if answer.status == 304:
            return Fetched(url, validators=known or Validators(), not_modified=True)
        validators = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        return Fetched(url, data, answer.body, validators)

    def remember(self, fetched: Fetched) -> None:
        """Make later requests conditional. Call this in the transaction that saves the reply's content, so
        that a run stopped in between fetches it again."""
        if self.cache is not None:
            self.cache.put(fetched.url, fetched.validators)

    def get_bytes(self, path: str, params: Params = ()) -> bytes | None:
        """The file at this path; None if the server has none (204). Raises the same errors as `get`."""
        return self._fetch(self.url(path, params), {"Accept": "*/*"}, bytes)[1] or None

    def each(
        self, work: Callable[[Item], Result], items: Iterable[Item], concurrency: int | None = None
    ) -> Generator[Result, None, None]:
        """`work(item)` for every item, in this client's number of threads unless another is given: see threads.each."""
        return each(work, items, concurrency or self.concurrency)

    def _fetch(self, url: str, headers: dict[str, str], read: Callable[[bytes], Any]) -> tuple[_Answer, Any]:
        try:
            answer, data = self._patiently(self._ask, url, headers, read)
        except Fault as fault:
            self._gate.gave_up()
            tries = f"gave up after {self.attempts} attempts: " if fault.again else ""
            raise NotFetched(f"{url}: {tries}{fault}") from None
        if answer.status in GONE:
            raise Gone(f"{url}: {answer.status}")
        return answer, data

    def _again(self, error: Exception) -> bool | float:
        """Whether stamina should retry: True waits with its backoff; 0.0 leaves waiting to the gate (Retry-After)."""
        if not isinstance(error, Fault) or not error.again or is_stopping():
            return False
        return True if error.after is None else 0.0

    def _ask(self, url: str, headers: dict[str, str], read: Callable[[bytes], Any]) -> tuple[_Answer, Any]:
        self._gate.admit()
        try:
            answer = self._receive(url, headers)
            # Inside the try: a page of HTML with status 200 is a fault like any other, and is tried again.
            data = read(answer.body) if answer.status in WITH_DATA else None
        except Fault as fault:
            self._note(fault)
            raise
        self._gate.answered()
        return answer, data

    def _note(self, fault: Fault) -> None:
        with self._lock:
            self.faults[fault.word] += 1
        if fault.after is not None:
            self._gate.hold(min(fault.after, self.longest_hold))
        self._gate.faulted()

    def _receive(self, url: str, headers: dict[str, str]) -> _Answer:
        with self._lock:
            self.requests += 1
        try:
            response = self._pool.request(
                "GET", url, headers={**self._pool.headers, **headers}, redirect=False, preload_content=False
            )
            with response:
                answer = _Answer(response.status, response.headers, self._body(response))
        except HTTPError as error:
            raise of_error(error) from error
        _check(answer, headers)
        return answer

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        blocks, size, latest = [], 0, monotonic() + SLOWEST * self.timeout
        try:
            while block := response.read1(BLOCK):
                blocks.append(block)
                size += len(block)
                if size > self.largest:
                    raise Fault(f"a body of more than {self.largest} bytes", again=False)
                if monotonic() > latest:
                    raise Fault("timed out")
        finally:
            with self._lock:
                self.received += response.tell()
        return b"".join(blocks)


def _headers(contact: str) -> dict[str, str]:
    agent = f"PQ-Archive/{VERSION} (+{contact})" if contact else f"PQ-Archive/{VERSION}"
    return {"User-Agent": agent, "Accept": "application/json", "Accept-Encoding": "gzip"}


def _check(answer: _Answer, asked: Mapping[str, str]) -> None:
    """Raises Fault if the status is unexpected."""
    is_conditional = "If-None-Match" in asked or "If-Modified-Since" in asked
    if answer.status not in EXPECTED or (answer.status == 304 and not is_conditional):
        raise of_status(answer.status, answer.headers)
