"""A command's progress: one updating line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from typing import Any

from questions.sources.streams import size_of

TERMINAL_PAUSE, PLAIN_PAUSE = 0.2, 10.0  # seconds between two lines of progress


class LivingLine:
    def __init__(self, stdout: Any):
        self.stdout, self.is_terminal = stdout, stdout.isatty()
        self.started = self._told = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def is_due(self) -> bool:
        """Whether it is time for another line; call it once for each possible line."""
        now = time.monotonic()
        if now - self._told < (TERMINAL_PAUSE if self.is_terminal else PLAIN_PAUSE):
            return False
        self._told = now
        return True

    def tell(self, line: str) -> None:
        self.clear()
        self.stdout.write(line, ending="" if self.is_terminal else "\n")
        self.stdout.flush()

    def clear(self) -> None:
        if self.is_terminal:
            self.stdout.write("\r\x1b[K", ending="")

    def note(self, message: str) -> None:
        """Print a line that stays."""
        self.clear()
        self.stdout.write(message)


def rate(what: str, done: int, seconds: float, share: float) -> str:
    """The number done, the rate a second and, if the share done is known, the time left."""
    line = f"{done:,} {what}, {done / seconds if seconds else 0:,.0f} a second"
    if share > 0:
        left = max(0, seconds * (1 - share) / share)
        line += f", {int(left // 60)}:{int(left % 60):02} left"
    return line


class LineProgress(LivingLine):
    """The progress of an import: rows, rate, and the time left, estimated from the size of the files."""

    def __init__(self, stdout: Any, paths: list[str]):
        super().__init__(stdout)
        self.sizes = {path: size_of(path) for path in paths}
        self.done, self.finished_bytes, self.path = 0, 0, ""

    def rows(self, path: str, rows: int, consumed: int) -> None:
        if path != self.path:
            self.finished_bytes += self.sizes.get(self.path, 0)
            self.path = path
        self.done += rows
        if self.is_due():
            total = sum(self.sizes.values())
            share = (self.finished_bytes + consumed) / total if total else 0
            self.tell(rate("rows", self.done, self.seconds, share))


class IndexProgress(LivingLine):
    """The progress of indexing or other work on questions: number, rate and, if known, the time left."""

    def __init__(self, stdout: Any, done: str = "indexed"):
        super().__init__(stdout)
        self.what = f"questions {done}"

    def questions(self, done: int, total: int) -> None:
        if self.is_due():
            self.tell(rate(self.what, done, self.seconds, done / total if total else 0))

    def topic(self, name: str, done: int, total: int) -> None:
        if self.is_due():
            self.tell(f"{name}: {rate('questions moved', done, self.seconds, done / total if total else 0)}")


class RowProgress(LivingLine):
    """The progress of copying rows."""

    def rows(self, done: int, total: int) -> None:
        if self.is_due():
            self.tell(rate("rows", done, self.seconds, done / total if total else 0))


class StepProgress(LivingLine):
    """The progress of work in several steps, each in per cent."""

    def step(self, what: str, done: int, total: int) -> None:
        if self.is_due():
            self.tell(f"{what}: {done / total if total else 1:.0%}")
