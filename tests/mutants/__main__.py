"""Make small changes to each pure module, one at a time, and report those that its tests do not notice."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from .changes import Change, changes_of
from .trials import Trials

TABLE = Path(__file__).with_name("modules.toml")
MOST, SEED = 120, 1


class Outcome(NamedTuple):
    """The result for a module: how many changes were tried, and those that no test noticed."""

    tried: int
    same: int  # changes without effect, which the table names
    survivors: list[Change]

    @property
    def percent(self) -> float:
        return 100 * (self.tried - len(self.survivors)) / self.tried


def main(arguments: list[str]) -> None:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    asked = _parser(list(table)).parse_args(arguments)
    for name in asked.module or table:
        _tell(name, table[name]["path"], tried(table[name], asked.most, asked.seed))


def _parser(names: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--module", action="append", choices=names, help="a module from the table (can be repeated)")
    parser.add_argument(
        "--most", type=int, default=MOST, help=f"changes to try for each module (default {MOST}; 0 means all)"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed for drawing the changes (default {SEED})")
    return parser


def tried(row: dict[str, Any], most: int, seed: int) -> Outcome:
    path = Path(row["path"])
    source = path.read_text(encoding="utf-8")
    drawn = changes_of(source, most, seed)
    changes = [change for change in drawn if not _is_same(change, row)]
    places = Trials(path, row["tests"]).unnoticed([source, *(change.source for change in changes)])
    if 0 not in places:
        sys.exit(f"The tests of {path} fail without any change.")
    return Outcome(len(changes), len(drawn) - len(changes), [changes[place - 1] for place in places if place])


def _is_same(change: Change, row: dict[str, Any]) -> bool:
    """Whether the table names the change as one without effect."""
    return any(change.before == one["before"] and change.after in one["after"] for one in row.get("same", ()))


def _tell(name: str, path: str, outcome: Outcome) -> None:
    noticed = outcome.tried - len(outcome.survivors)
    left_out = f", {outcome.same} without effect left out" if outcome.same else ""
    sys.stdout.write(f"{name}: {noticed} of {outcome.tried} changes noticed, {outcome.percent:.1f} %{left_out}\n")
    for change in outcome.survivors:
        sys.stdout.write(f"  {path}:{change.line}\n    - {change.before}\n    + {change.after}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main(sys.argv[1:])
