"""Makes .venv and installs a locked list of packages into it: `python3 -m pq_archive.install requirements.txt`.

Run by whichever Python the machine has, before anything is installed: only the standard library is used, and the
text can be read by Pythons too old to run the rest, so that they can say so. Does nothing where nothing changed.
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
    stamp = VENV / "installed-{}".format(requirements.stem)
    wanted = fingerprint(requirements)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    sys.stderr.write("Installing the packages of {} into .venv...\n".format(requirements.name))
    make_venv()
    install(requirements)
    stamp.write_text(wanted)


def require_python() -> None:
    """End with one line where this Python cannot make the environment."""
    if sys.version_info < OLDEST:
        version = "{}.{}".format(*sys.version_info)
        sys.exit("Python 3.11 or later is needed; {} is {}: try make PYTHON=python3.12".format(sys.executable, version))
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit("Python's {} is missing: install it (on Debian: apt-get install python3-venv)".format(missing[0]))


def fingerprint(requirements: Path) -> str:
    """What an installation depends on: the locked list, and the interpreter."""
    return "{} {}\n".format(hashlib.sha256(requirements.read_bytes()).hexdigest(), os.path.realpath(sys.executable))


def make_venv() -> None:
    """Make .venv, or make it anew where it is another interpreter's, or was never finished."""
    made_by = os.path.realpath(str(VENV / "bin" / "python"))
    finished = (VENV / "bin" / "pip").exists()
    if finished and made_by == os.path.realpath(sys.executable):
        return
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr) != 0:
        sys.exit("Python could not make .venv: see above")


def install(requirements: Path) -> None:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    if subprocess.call([*pip, "install", "--quiet", "--require-hashes", "-r", str(requirements)]) != 0:
        sys.exit("pip could not install {}: see above, and run the same again".format(requirements.name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
