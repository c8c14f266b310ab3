"""Holders of leases: whether the process that a holder names has ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from pq_archive.holders import has_ended, this_process
from tests import ROOT

SAYS_WHO_IT_IS = (
    "import time; from pq_archive.holders import this_process; print(this_process(), flush=True); time.sleep(600)"
)


@pytest.fixture
def other() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SAYS_WHO_IT_IS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def name_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def of_earlier_version(holder: str) -> str:
    return holder.partition(", started ")[0]


def test_a_process_has_ended_once_it_is_gone(other: subprocess.Popen[str]) -> None:
    holder = name_of(other)
    assert f", process {other.pid}, started " in holder
    assert not has_ended(holder)
    assert not has_ended(of_earlier_version(holder))
    other.kill()
    other.wait()
    assert has_ended(holder)
    assert has_ended(of_earlier_version(holder))


def test_a_process_has_ended_if_another_has_its_number_now(other: subprocess.Popen[str]) -> None:
    assert has_ended(f"{of_earlier_version(name_of(other))}, started 1")


def test_a_process_that_had_this_ones_number_has_ended() -> None:
    assert not has_ended(this_process())
    assert has_ended(f"{of_earlier_version(this_process())}, started 1")
    assert has_ended(of_earlier_version(this_process()))


@pytest.mark.parametrize(
    "holder", ["", "elsewhere (0a0b), process 999999999", "elsewhere (0a0b), process 7, started 5"]
)
def test_nobody_can_tell_whether_a_process_of_another_machine_has_ended(holder: str) -> None:
    assert not has_ended(holder)
