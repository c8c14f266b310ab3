"""Finding a Chromium: where it is looked for, in which order, and the error if there is none.

Small scripts stand in for the programs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.browser.chromium import HOW, NAMES, Machine, Missing, find, playwrights
from tests.support.served import run_to_its_end

HERE = "PATH=/usr/bin:/bin\n"
# What `python` does when Playwright is asked for its browser, and when it is told to install one.
PLAYWRIGHT = '[ "$1" = -c ] && exec echo "{folder}/playwrights"\n'
INSTALLS = 'printf "#!/bin/sh\\n" > "{folder}/{made}" && chmod 755 "{folder}/{made}"\n'
NOTES = 'echo "$0" "$@" >> "{folder}/commands_run"\n'


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with nothing but a Python whose Playwright has no browser and cannot install one."""
    put(tmp_path, "python", PLAYWRIGHT + NOTES + "exit 1\n")
    return Machine({"PATH": str(tmp_path)}, str(tmp_path / "python"))


def put(folder: Path, name: str, script: str = "") -> str:
    """A program that runs the script. Without one it succeeds, as any Chromium does when asked for its version."""
    program = folder / name
    program.write_text("#!/bin/sh\n" + HERE + script.replace("{folder}", str(folder)))
    program.chmod(0o755)
    return str(program)


def put_system(folder: Path, script: str = "") -> None:
    """The system's package installer, with sudo for users other than root."""
    put(folder, "apt-get", NOTES + script)
    put(folder, "sudo", 'shift\nexec "{folder}/$@"\n')


def installs(made: str) -> str:
    return INSTALLS.replace("{made}", made)


def commands_run(folder: Path) -> list[str]:
    """The commands that were run, without the folder of their programs."""
    return (folder / "commands_run").read_text().replace(f"{folder}/", "").splitlines()


def test_a_chromium_named_in_the_environment_comes_first(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "chromium")
    named = put(tmp_path, "mine")
    assert find(Machine({**machine.environment, "CHROMIUM": named})) == named


@pytest.mark.parametrize("name", ["missing", "text", "."])
def test_a_named_chromium_that_is_not_a_program_is_reported(machine: Machine, tmp_path: Path, name: str) -> None:
    put(tmp_path, "chromium")
    (tmp_path / "text").write_text("not a program")
    with pytest.raises(Missing, match=f"CHROMIUM={tmp_path}/{name} is not a program"):
        find(Machine({**machine.environment, "CHROMIUM": f"{tmp_path}/{name}"}))


def test_the_path_is_searched_for_the_usual_names_in_order(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "playwrights")
    for name in reversed(NAMES):
        program = put(tmp_path, name)
        assert find(machine) == program


def test_a_chromium_on_the_path_that_does_not_run_is_skipped(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "chromium-browser", "echo 'snap install chromium'; exit 1\n")
    chrome = put(tmp_path, "google-chrome")
    assert find(machine) == chrome


def test_playwrights_own_chromium_is_used_before_anything_is_installed(machine: Machine, tmp_path: Path) -> None:
    playwrights = put(tmp_path, "playwrights")
    assert find(machine) == playwrights
    assert not (tmp_path / "commands_run").exists()


def test_playwright_installs_a_chromium_before_the_system_does(machine: Machine, tmp_path: Path) -> None:
    put(tmp_path, "python", PLAYWRIGHT + NOTES + installs("playwrights"))
    put_system(tmp_path, installs("chromium"))
    assert find(machine) == str(tmp_path / "playwrights")
    assert commands_run(tmp_path) == ["python -m playwright install chromium"]


def test_the_system_installs_its_package_if_playwright_cannot_install_one(machine: Machine, tmp_path: Path) -> None:
    put_system(tmp_path, installs("chromium"))
    assert find(machine) == str(tmp_path / "chromium")
    assert commands_run(tmp_path)[1:] == ["apt-get update", "apt-get install -y --no-install-recommends chromium"]


def test_a_chromium_that_playwright_installs_but_that_does_not_run_is_not_used(
    machine: Machine, tmp_path: Path
) -> None:
    put(tmp_path, "python", PLAYWRIGHT + NOTES + installs("playwrights") + 'echo "exit 127" >> "{folder}/playwrights"')
    put_system(tmp_path, installs("chromium"))
    assert find(machine) == str(tmp_path / "chromium")


@pytest.mark.parametrize("system", ["", "exit 1\n"])
def test_the_error_says_what_to_do_if_no_chromium_can_be_installed(
    machine: Machine, tmp_path: Path, system: str
) -> None:
    if system:
        put_system(tmp_path, system)
    with pytest.raises(Missing) as missing:
        find(machine)
    assert str(missing.value) == HOW
    assert "CHROMIUM=" in HOW
    assert "apt-get install chromium" in HOW


def test_the_command_prints_only_the_path(tmp_path: Path) -> None:
    named = put(tmp_path, "mine")
    done = run_to_its_end([sys.executable, "-m", "tests.browser.chromium"], CHROMIUM=named)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{named}\n", "")


def test_the_command_fails_with_one_line(tmp_path: Path) -> None:
    done = run_to_its_end([sys.executable, "-m", "tests.browser.chromium"], CHROMIUM=f"{tmp_path}/none")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CHROMIUM={tmp_path}/none is not a program that can be run.\n"


def test_the_real_playwright_says_where_its_chromium_is(machine: Machine, tmp_path: Path) -> None:
    """This checks that the scripts above stand in for the real Playwright."""
    real = Machine({**machine.environment, "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers")})
    place = Path(playwrights(real))
    assert place.is_relative_to(tmp_path / "browsers")
    place.parent.mkdir(parents=True)
    put(place.parent, place.name)
    assert find(real) == str(place)
