"""A command that is told to end does so, wherever the signal finds it."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from questions.management.signals import interrupted_by_sigterm

LONG = 60.0  # seconds


class Finalised:
    """Is told to end while it is finalised, when Python drops what is raised."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


def test_sigterm_interrupts_a_command() -> None:
    with interrupted_by_sigterm() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        assert interrupts.came


def test_a_signal_that_comes_while_something_is_finalised_ends_the_next_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", dropped.append)
    with interrupted_by_sigterm() as interrupts:
        Finalised()
        assert dropped
        with pytest.raises(KeyboardInterrupt):
            interrupts.sleep(LONG)
