"""Whether tests notice a changed module.

Importing everything takes longer than most of these tests, so each trial is a fork of a process that has already
imported it. A change is first put into the imported module. That misses what other modules and tests made from the old
text when they were imported, so an unnoticed change is tried again with our modules imported afresh.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from itertools import pairwise
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

OURS = ("questions", "pq_archive", "tests")
OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not real_data and not slow"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
PATIENCE = 60  # seconds of processor time, after which a change counts as endless


class Trials:
    """Trials of one module, with the tests that should notice its changes."""

    def __init__(self, path: Path, tests: Sequence[str]):
        self.path, self.tests = path, tests
        self.name = ".".join(path.with_suffix("").parts)

    def unnoticed(self, texts: Sequence[str]) -> list[int]:
        """The positions of the texts with which every test passes."""
        for name in _in_a_process(self._others) or ():
            with contextlib.suppress(Exception):
                importlib.import_module(name)
        gc.freeze()
        left = _in_a_process(lambda: self._unnoticed_in_place(texts)) or ()
        return [place for place in left if _in_a_process(partial(self._passes_anew, texts[place]))]

    def _others(self) -> list[str]:
        """The modules that the tests import, except ours."""
        pytest.main(["--collect-only", *OPTIONS, *self.tests])
        return [name for name in sys.modules if not _is_ours(name)]

    def _unnoticed_in_place(self, texts: Sequence[str]) -> list[int]:
        loop = _Loop([partial(self._put, text) for text in texts])
        pytest.main([*OPTIONS, *self.tests], plugins=[loop])
        return loop.left

    def _passes_anew(self, text: str) -> bool:
        _be_patient()
        self._give(text)
        return pytest.main([*OPTIONS, *self.tests]) == pytest.ExitCode.OK

    def _give(self, text: str) -> None:
        """Import the module with this text from now on."""
        sys.meta_path.insert(0, _Changed(self.name, self.path, text))

    def _put(self, text: str) -> None:
        """Put this text into the module that is already imported, and into the modules that use it."""
        module = sys.modules[self.name]
        before = dict(vars(module))
        exec(_code(text, self.path), vars(module))
        for other in [one for name, one in sys.modules.items() if _is_ours(name) and one is not module]:
            for name, value in list(vars(other).items()):
                if name in before and before[name] is value and name in vars(module):
                    setattr(other, name, vars(module)[name])


class _Loop:
    """A pytest plugin that runs the collected tests once for each change."""

    def __init__(self, changes: Sequence[Callable[[], None]]):
        self.changes = changes
        self.left: list[int] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for place, change in enumerate(self.changes):
            if _in_a_process(partial(self._passes, session, change)):
                self.left.append(place)
        return True

    def _passes(self, session: pytest.Session, change: Callable[[], None]) -> bool:
        _be_patient()
        change()
        for item, following in pairwise([*session.items, None]):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return False
        return True


class _Changed(MetaPathFinder, Loader):
    """Imports one module with another text."""

    def __init__(self, name: str, path: Path, text: str):
        self.name, self.path, self.text = name, path, text

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self, origin=str(self.path)) if name == self.name else None

    def create_module(self, spec: ModuleSpec) -> None:
        """Return None, for an ordinary module."""

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.path.resolve())
        exec(_code(self.text, self.path), vars(module))


def _be_patient() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def _code(text: str, path: Path) -> CodeType:
    return compile(text, str(path), "exec")


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _in_a_process(work: Callable[[], Any]) -> Any:
    """The result of the work in a separate, silent process, or None if it fails."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with open(reading) as said:
            answer = said.read()
        os.waitpid(child, 0)
        return json.loads(answer or "null")
    with contextlib.suppress(BaseException), open(os.devnull, "w") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)
        os.write(writing, json.dumps(work()).encode())
    os._exit(0)
