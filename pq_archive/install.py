"""Creates .venv and installs a locked list of packages into it: `python3 -m pq_archive.install requirements.txt`.

It runs on any Python that the machine has, before anything is installed. So it uses only the standard library, and
syntax that older Pythons can read, to report that they are too old. If nothing changed, it does nothing.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

VENV = Path(__file__).resolve().parent.parent / ".venv"
OLDEST = (3, 11)


def main(requirements: Path) -> None:
    require_python()
    stamp = VENV / f"installed-{requirements.stem}"
    wanted = fingerprint(requirements)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    sys.stderr.write(f"Installing the packages of {requirements.name} into .venv...\n")
    make_venv()
    install(requirements)
    stamp.write_text(wanted)


def require_python() -> None:
    """End with one line if this Python cannot create the environment."""
    if sys.version_info < OLDEST:
        version = "{}.{}".format(*sys.version_info)
        sys.exit(f"Python 3.11 or later is needed; {sys.executable} is {version}: try make PYTHON=python3.12")
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f"Python's {missing[0]} module is missing: install it (on Debian: apt-get install python3-venv)")


def fingerprint(requirements: Path) -> str:
    """What an installation depends on: the locked list and the interpreter."""
    return f"{hashlib.sha256(requirements.read_bytes()).hexdigest()} {os.path.realpath(sys.executable)}\n"


def make_venv() -> None:
    """Create .venv, or recreate it if it has another interpreter or was never finished."""
    made_by = os.path.realpath(str(VENV / "bin" / "python"))
    finished = (VENV / "bin" / "pip").exists()
    if finished and made_by == os.path.realpath(sys.executable):
        return
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr) != 0:
        sys.exit("Python could not create .venv: see above")


def install(requirements: Path) -> None:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    # The list is complete, so nothing that a package says it needs is looked for beyond it.
    options = ["--quiet", "--no-deps", "--require-hashes"]
    if subprocess.call([*pip, "install", *options, "-r", str(requirements)]) != 0:
        sys.exit(f"pip could not install {requirements.name}: see above, then run the same command again")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
