"""Finding a Chromium: in which order, and what is said where there is none. The programs are little scripts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.browser.chromium import HOW, NAMES, Machine, Missing, find, playwrights
from tests.support.served import run_to_its_end

HERE = "PATH=/usr/bin:/bin\n"
# What `python` does where Playwright is asked, and where it is told to install.
PLAYWRIGHT = '[ "$1" = -c ] && exec echo "{folder}/playwrights"\n'
INSTALLS = 'printf "#!/bin/sh\\n" > "{folder}/{made}" && chmod 755 "{folder}/{made}"\n'
NOTES = 'echo "$0" "$@" >> "{folder}/told"\n'


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with nothing on it but a Python whose Playwright has no browser and gets none."""
    put(tmp_path, "python", PLAYWRIGHT + NOTES + "exit 1\n")
    return Machine({"PATH": str(tmp_path)}, str(tmp_path / "python"))


def put(folder: Path, name: str, script: str = "") -> str:
    """A program, as which the script is run; with none it ends well, as any Chromium does that is asked its version."""
    program = folder / name
    program.write_text("#!/bin/sh\n" + HERE + script.replace("{folder}", str(folder)))
    program.chmod(0o755)
    return str(program)


def put_system(folder: Path, script: str = "") -> None:
    """What installs packages: as root by itself, else by sudo."""
    put(folder, "apt-get", NOTES + script)
    put(folder, "sudo", 'shift\nexec "{folder}/$@"\n')


def installs(made: str) -> str:
    return INSTALLS.replace("{made}", made)


def told(folder: Path) -> list[str]:
    """The commands that were given, without the folder that their programs are in."""
    return (folder / "told").read_text().replace(f"{folder}/", "").splitlines()


def test_the_one_that_is_named_is_taken_before_any_other(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "chromium")
    named = put(tmp_path, "mine")
    assert find(Machine({**machine.environment, "CHROMIUM": named})) == named


@pytest.mark.parametrize("name", ["missing", "text", "."])
def test_one_that_is_named_but_no_program_is_told(machine: Machine, tmp_path: Path, name: str) -> None:
    put(tmp_path, "chromium")
    (tmp_path / "text").write_text("not a program")
    with pytest.raises(Missing, match=f"CHROMIUM={tmp_path}/{name} is not a program"):
        find(Machine({**machine.environment, "CHROMIUM": f"{tmp_path}/{name}"}))


def test_the_names_are_looked_for_on_the_path_in_their_order(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "playwrights")
    for name in reversed(NAMES):
        program = put(tmp_path, name)
        assert find(machine) == program


def test_one_on_the_path_that_does_not_run_is_passed_over(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "chromium-browser", "echo 'snap install chromium'; exit 1\n")
    chrome = put(tmp_path, "google-chrome")
    assert find(machine) == chrome


def test_playwrights_own_is_taken_before_anything_is_installed(machine: Machine, tmp_path: Path) -> None:
    playwrights = put(tmp_path, "playwrights")
    assert find(machine) == playwrights
    assert not (tmp_path / "told").exists()


def test_playwright_is_asked_to_install_one_before_the_system_is(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "python", PLAYWRIGHT + NOTES + installs("playwrights"))
    put_system(tmp_path, installs("chromium"))
    assert find(machine) == str(tmp_path / "playwrights")
    assert told(tmp_path) == ["python -m playwright install chromium"]


def test_where_playwright_cannot_the_system_installs_its_package(machine: Machine, tmp_path: Path) -> None:
    put_system(tmp_path, installs("chromium"))
    assert find(machine) == str(tmp_path / "chromium")
    assert told(tmp_path)[1:] == ["apt-get update", "apt-get install -y --no-install-recommends chromium"]


def test_one_that_playwright_installs_but_that_does_not_run_is_not_taken(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "python", PLAYWRIGHT + NOTES + installs("playwrights") + 'echo "exit 127" >> "{folder}/playwrights"')
    put_system(tmp_path, installs("chromium"))
    assert find(machine) == str(tmp_path / "chromium")


@pytest.mark.parametrize("system", ["", "exit 1\n"])
def test_where_nothing_helps_it_says_what_does(machine: Machine, tmp_path: Path, system: str) -> None:
    if system:
        put_system(tmp_path, system)
    with pytest.raises(Missing) as missing:
        find(machine)
    assert str(missing.value) == HOW
    assert "CHROMIUM=" in HOW
    assert "apt-get install chromium" in HOW


def test_the_command_prints_it_and_nothing_else(tmp_path: Path) -> None:
    named = put(tmp_path, "mine")
    done = run_to_its_end([sys.executable, "-m", "tests.browser.chromium"], CHROMIUM=named)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{named}\n", "")


def test_the_command_fails_with_one_line(tmp_path: Path) -> None:
    done = run_to_its_end([sys.executable, "-m", "tests.browser.chromium"], CHROMIUM=f"{tmp_path}/none")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CHROMIUM={tmp_path}/none is not a program that can be run.\n"


def test_playwright_says_where_its_own_is(machine: Machine, tmp_path: Path) -> None:
    """The real one, which is asked as the scripts above are."""
    real = Machine({**machine.environment, "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers")})
    place = Path(playwrights(real))
    assert place.is_relative_to(tmp_path / "browsers")
    place.parent.mkdir(parents=True)
    put(place.parent, place.name)
    assert find(real) == str(place)
