"""What some tests need of the machine: programs, marked `programs("nginx")`, and mounts, marked `mounts`."""

import os
import shutil
import subprocess
from functools import cache


def find(name: str) -> str | None:
    """The path of a program. Debian's servers are not on the PATH of every user."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def are_installed(*names: str) -> bool:
    return all(find(name) for name in names)


@cache
def can_mount() -> bool:
    """Whether this user may have mounts of their own."""
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    script = "mount --make-rprivate / && mount --bind /tmp /tmp && mount -o remount,ro,bind /"
    command = ["unshare", *as_root, "--mount", "sh", "-c", script]
    return are_installed("unshare") and subprocess.run(command, capture_output=True, check=False).returncode == 0
