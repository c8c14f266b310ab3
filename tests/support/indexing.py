"""Tests of the search index: an index of the test's own, searched as it stands, and compared with the archive."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from questions.search.check import check_index
from questions.search.index import store
from questions.search.index.writer import silent

from .pages import read


@pytest.fixture
def index_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.INDEX_DIR = tmp_path / "index"
    return settings.INDEX_DIR


def found(typed: str) -> list[str]:
    """The UINs that a search finds, of a client before whose requests nobody catches up; the page may be a 503."""
    return sorted(read(Client(), f"/questions/?q={typed}").uins)


def is_complete() -> bool:
    """Whether the index lacks nothing, has nothing too much, and has taken in the whole log."""
    findings = check_index(silent)
    return findings.faults == {} and findings.waiting == 0


def built() -> list[str]:
    """The folders of the indexes that there are."""
    return sorted(path.name for path in store.folder().glob("v*-*"))


def run(*command: str) -> str:
    """What a command says."""
    out = StringIO()
    call_command(*command, stdout=out, stderr=out)
    return out.getvalue()
