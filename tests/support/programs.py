"""Programs of the machine that some tests need, marked `programs("nginx")`."""

import os
import shutil


def find(name: str) -> str | None:
    """The path of a program. Debian's servers are not on the PATH of every user."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def are_installed(*names: str) -> bool:
    return all(find(name) for name in names)
