"""A process that writes the index again and again, as the worker does for years, does not take more and more memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from questions.search.index import schema
from questions.search.index.writer import SMALL_HEAP, _writer
from tests.support.served import ROOT

MOST_MB = 8  # more than after the first commits; without shared pools of memory and giving back it is 100


def private_mb() -> float:
    """The memory that this process shares with no other and no file."""
    return int(re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]


def write_often(folder: Path) -> float:
    """By how many MB the last 50 of 60 commits have made this process larger."""
    before = 0.0
    schema.create(folder)
    for number in range(60):
        if number == 10:
            before = private_mb()
        with _writer(schema.open_(folder), SMALL_HEAP) as writer:
            for pk in range(200):
                writer.delete_documents_by_term("pk", pk)
                text = " ".join(f"word{(pk * place + number) % 5000}" for place in range(100))
                writer.add_json(json.dumps({"pk": pk, "question": text}))
            writer.commit()
    return private_mb() - before


@pytest.mark.slow
@pytest.mark.any_engine
def test_commits_do_not_make_a_process_larger_and_larger(tmp_path: Path) -> None:
    code = "import sys, pathlib, django; django.setup(); from tests.search import test_index_memory as this; "
    command = [sys.executable, "-c", f"{code}print(this.write_often(pathlib.Path(sys.argv[1])))", str(tmp_path)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    grown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert float(grown) < MOST_MB
