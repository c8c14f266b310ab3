"""The systemd service: systemd accepts it, it starts the site, and it is confined."""

import re
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests import ROOT
from tests.support.programs import find

UNIT = (ROOT / "deploy/pq-archive.service").read_text()
INSTALLED = "/opt/pq-archive"


def service() -> dict[str, str]:
    """The unit's section [Service]. Of a key that is there twice, the last value."""
    parser = RawConfigParser(strict=False, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT)
    return dict(parser["Service"])


def test_the_service_starts_the_site_as_a_user_of_its_own() -> None:
    found = service()
    assert found["ExecStart"] == f"{INSTALLED}/.venv/bin/python -m pq_archive.start"
    assert found["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert found["User"] == "pq-archive"
    assert (found["Restart"], found["KillSignal"]) == ("always", "SIGTERM")


def test_the_service_may_write_only_to_its_data_and_its_backups() -> None:
    found = service()
    assert (found["ProtectSystem"], found["ProtectHome"], found["PrivateTmp"]) == ("strict", "yes", "yes")
    assert found["StateDirectory"] == "pq-archive"
    assert found["ReadWritePaths"] == "-/var/backups/pq-archive"


@pytest.mark.slow
@pytest.mark.any_engine
@pytest.mark.programs("systemd-analyze")
def test_systemd_accepts_the_service_and_finds_it_well_confined(tmp_path: Path) -> None:
    """On this machine nothing is in /opt, so other programs take the place of the site's."""
    copy = tmp_path / "pq-archive.service"
    copy.write_text(UNIT.replace(f"{INSTALLED}/.venv/bin/python", "/bin/true"))
    verified = analyze("verify", str(copy))
    assert (verified.returncode, verified.stderr) == (0, "")
    exposure = re.search(r"exposure level for \S+ ([\d.]+)", analyze("security", "--offline=true", str(copy)).stdout)
    assert exposure
    assert float(exposure[1]) < 2


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = str(find("systemd-analyze"))
    return subprocess.run([program, "--no-pager", *arguments], capture_output=True, text=True, check=False)
