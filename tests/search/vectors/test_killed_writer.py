"""A writer of vectors that is killed at random leaves no wrong row, and the next one goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from questions.models.change_log import Mark
from questions.search.vectors.nearest import Narrowed, nearest
from questions.search.vectors.rows import HEAD, compress, open_rows
from questions.search.vectors.rows_written import RowsWriter
from tests.support.served import ROOT

SIZE, KEYS, KILLS, READERS = 384, 300, 20, 3


def vector(key: int, text: int) -> np.ndarray:
    found = np.random.default_rng([key, text]).normal(size=SIZE)
    return (found / np.linalg.norm(found)).astype(np.float32)


def write(folder: Path, seed: int) -> None:
    """Give questions new vectors, and retire some, until killed. A row's `text` says which vector is right."""
    writer, chance, number = RowsWriter(folder, SIZE), random.Random(seed), 0
    while True:
        number += 1
        keys = chance.sample(range(1, KEYS + 1), 20)
        text = seed * 1_000_000 + number
        made = np.array([vector(key, text) for key in keys])
        writer.append(np.array([(key, text, 0, 0) for key in keys], HEAD), *compress(made))
        writer.commit(Mark("archive", number), None)
        if number % 5 == 0:
            writer.retire(writer.read().places_with(chance.sample(range(1, KEYS + 1), 10)))
        writer.compact()


def read(folder: Path) -> None:
    """Check rows until there is a file `stop`. Prints how many were right; ends with status 1 at a wrong one."""
    right = 0
    while not (folder / "stop").exists():
        rows = open_rows(folder)
        for place in rows.live[:: max(1, len(rows.live) // 40)]:
            head, numbers, bits = rows.heads[place].item(), np.array(rows.numbers[place]), np.array(rows.bits[place])
            if not int(rows.heads["key"][place]):
                continue  # retired meanwhile
            wanted, signs = compress(vector(head[0], head[1])[None])
            if (numbers != wanted[0]).any() or (bits != signs[0]).any():
                sys.exit(f"wrong row {place}: {head}")
            right += 1
        nearest(rows, vector(1, 1), 5, Narrowed())
    sys.stdout.write(str(right))


@contextmanager
def running(call: str) -> Iterator[subprocess.Popen[str]]:
    code = "import django, pathlib; django.setup(); from tests.search.vectors import test_killed_writer as this; "
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", f"{code}this.{call}"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process


@pytest.mark.slow
@pytest.mark.any_engine
def test_a_writer_killed_at_random_leaves_no_wrong_row(tmp_path: Path) -> None:
    RowsWriter(tmp_path, SIZE)
    chance = random.Random(7)
    reading = f"read(pathlib.Path({str(tmp_path)!r}))"
    with running(reading) as one, running(reading) as two, running(reading) as three:
        for seed in range(KILLS):
            with running(f"write(pathlib.Path({str(tmp_path)!r}), {seed})") as writer:
                before = open_rows(tmp_path).state
                while open_rows(tmp_path).state == before:
                    assert writer.poll() is None
                    time.sleep(0.01)
                time.sleep(chance.uniform(0, 0.3))
                os.kill(writer.pid, signal.SIGKILL)
        (tmp_path / "stop").touch()
        readers = [one, two, three]
        right = [int(reader.communicate()[0] or 0) for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * READERS
    assert min(right) > 100
