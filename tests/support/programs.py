"""What some tests need of the machine: programs, marked `programs("nginx")`, and mounts, marked `mounts`."""

import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from questions.search.vectors.model import PACKAGED


def find(name: str) -> str | None:
    """The path of a program. Debian's servers are not on the PATH of every user."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def are_installed(*names: str) -> bool:
    return all(find(name) for name in names)


@cache
def can_mount() -> bool:
    """Whether this user may have mounts of their own."""
    command = with_mounts(["mount --bind /tmp /tmp", "mount -o remount,ro,bind /"], ["true"])
    return are_installed("unshare") and subprocess.run(command, capture_output=True, check=False).returncode == 0


def with_mounts(mounts: list[str], command: list[str]) -> list[str]:
    """The command in a mount namespace of its own, where these shell commands have mounted something before."""
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    script = ["set -e", "mount --make-rprivate /", *mounts, 'exec "$@"']
    return ["unshare", *as_root, "--mount", "sh", "-c", "; ".join(script), "sh", *command]


def read_only(folder: Path, source: Path | None = None) -> list[str]:
    """The shell commands that mount a folder, or what another has in its place, so that nobody can write to it."""
    source = source or folder
    # First by itself: once it is in the folder's place, somebody could open a file for writing before it is read-only.
    return [f"mount --bind {source} {source}", f"mount -o remount,ro,bind {source}", f"mount --bind {source} {folder}"]


def mount_within(pid: int, mounts: list[str]) -> None:
    """Run these shell commands in the mount namespace of a process."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
    subprocess.run(["nsenter", f"--target={pid}", *as_root, "--mount", "sh", "-ec", "; ".join(mounts)], check=True)


def has_model() -> bool:
    """Whether the packages with the model of search by meaning are installed."""
    return all(find_spec(package) for package, _, _ in PACKAGED.values())
