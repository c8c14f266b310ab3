"""A Chromium for the tests and screenshots: `python -m tests.browser.chromium` prints its path.

CHROMIUM= can name one. Otherwise it is one on the PATH, or Playwright's own. If there is none, Playwright installs one,
or else the system's package manager does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Playwright

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
HOW = (
    "No Chromium for the browser tests, and none could be installed: set CHROMIUM= to one, or install it "
    "(on Debian: apt-get install chromium)."
)
ASK_PLAYWRIGHT = """from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)"""
PACKAGES = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
# Without these it connects to its maker's hosts at every start.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


class Missing(Exception):
    """There is no Chromium. The message says what to do."""


class Machine(NamedTuple):
    """The environment to search, and the Python whose Playwright is asked."""

    environment: Mapping[str, str]
    python: str = sys.executable

    def which(self, name: str) -> str | None:
        return shutil.which(name, path=self.environment.get("PATH", os.defpath))

    def ran(self, command: list[str], **streams: int) -> subprocess.CompletedProcess[str] | None:
        """The finished command, or None if it failed. Output goes to standard error unless redirected."""
        streams = {"stdout": sys.stderr.fileno(), **streams}
        try:
            done = subprocess.run(command, env=dict(self.environment), text=True, check=False, **streams)  # type: ignore[call-overload]
        except OSError:
            return None
        return done if done.returncode == 0 else None

    def runs(self, program: str) -> bool:
        """Ubuntu's chromium-browser only says where to get one, and Playwright's can lack system libraries."""
        return bool(self.ran([program, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


def main() -> int:
    try:
        sys.stdout.write(f"{find()}\n")
    except Missing as missing:
        sys.exit(str(missing))
    return 0


def launch(playwright: Playwright, fonts: Path | None = None) -> Browser:
    """Start Chromium with the machine's fonts, or with only those named in a fontconfig file."""
    arguments = ["--no-sandbox", "--disable-gpu", *QUIET]
    chosen = {"FONTCONFIG_FILE": str(fonts)} if fonts else {}
    return playwright.chromium.launch(executable_path=find(), args=arguments, env={**os.environ, **chosen})


def find(machine: Machine | None = None) -> str:
    """The path of a Chromium, which is installed if necessary. Raises Missing."""
    machine = machine or Machine(os.environ)
    if chosen := machine.environment.get("CHROMIUM"):
        return _chosen(machine, chosen)
    for way in (_on_the_path, _of_playwright, _installed_by_playwright, _installed_by_the_system):
        if found := way(machine):
            return found
    raise Missing(HOW)


def _chosen(machine: Machine, chosen: str) -> str:
    if found := machine.which(chosen):
        return found
    raise Missing(f"CHROMIUM={chosen} is not a program that can be run.")


def _on_the_path(machine: Machine) -> str | None:
    found = (path for name in NAMES if (path := machine.which(name)))
    return next(filter(machine.runs, found), None)


def playwrights(machine: Machine) -> str:
    """Where Playwright has its own Chromium, or would install it."""
    asked = machine.ran([machine.python, "-c", ASK_PLAYWRIGHT], stdout=subprocess.PIPE)
    return asked.stdout.strip() if asked else ""


def _of_playwright(machine: Machine) -> str | None:
    path = playwrights(machine)
    return path if path and machine.runs(path) else None


def _installed_by_playwright(machine: Machine) -> str | None:
    sys.stderr.write("No Chromium found. Installing one with Playwright...\n")
    installed = machine.ran([machine.python, "-m", "playwright", "install", "chromium"])
    return _of_playwright(machine) if installed else None


def _installed_by_the_system(machine: Machine) -> str | None:
    sys.stderr.write("Playwright could not install one. Trying the system's packages...\n")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    installed = all(machine.ran([*root, *command]) for command in PACKAGES)
    return _on_the_path(machine) if installed else None


if __name__ == "__main__":
    raise SystemExit(main())
