"""The tool behind `make mutants`: which changes it makes, its table of modules, and that it runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest

from tests import ROOT
from tests.mutants.__main__ import TABLE
from tests.mutants.changes import changes_of

MODULES = tomllib.loads(TABLE.read_text(encoding="utf-8"))
SOURCE = '''"""Says nothing."""
from questions import days


def newest(seen: list[int]) -> int | None:
    """Nothing changes here."""
    return max(one for one in reversed(seen) if one > 3)
'''


def test_every_part_with_an_effect_is_changed() -> None:
    changes = changes_of(SOURCE, most=0, seed=1)
    assert {change.line for change in changes} == {7}
    assert {change.after.removeprefix("return ") for change in changes} >= {
        "min(one for one in reversed(seen) if one > 3)",
        "max(one for one in seen if one > 3)",
        "max(one for one in reversed(seen) if not (one > 3))",
        "max(one for one in reversed(seen))",
        "max(one for one in reversed(seen) if one >= 3)",
        "max(one for one in reversed(seen) if one > 4)",
        "max(None)",
    }
    assert all(compile(change.source, "changed", "exec") for change in changes)


def test_the_same_seed_draws_the_same_changes() -> None:
    every = changes_of(SOURCE, most=0, seed=1)
    drawn = changes_of(SOURCE, most=3, seed=1)
    assert len(drawn) == 3
    assert drawn == changes_of(SOURCE, most=3, seed=1)
    assert [change for change in every if change in drawn] == drawn


@pytest.mark.parametrize("name", MODULES)
def test_changes_without_effect_name_an_existing_line_and_a_reason(name: str) -> None:
    row = MODULES[name]
    lines = {line.strip() for line in (ROOT / row["path"]).read_text(encoding="utf-8").splitlines()}
    assert [same["before"] for same in row.get("same", ()) if same["before"] not in lines] == []
    assert all(same["after"] and same["why"] for same in row.get("same", ()))
    assert [path for path in row["tests"] if not (ROOT / path).is_file()] == []


@pytest.mark.slow
@pytest.mark.any_engine
def test_the_report_says_how_many_changes_were_noticed() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "tests.mutants", "--module", "days", "--most", "2"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert re.match(r"days: \d of \d changes noticed, \d+\.\d %", said)
