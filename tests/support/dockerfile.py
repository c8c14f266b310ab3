"""Follows a Dockerfile in an ordinary directory, for machines without a container engine.

Each stage is a directory, and absolute paths of the image are below it. RUN steps really run, with the stage's ENV and
WORKDIR, and `python` is the Python that runs the tests. It knows only the instructions that the project's Dockerfile
uses: FROM, ARG, ENV, WORKDIR, COPY [--from], RUN, USER, VOLUME, EXPOSE, HEALTHCHECK, ENTRYPOINT.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

# A path of the image in a command: at the start, or after a space, "=", ":" or a quotation mark.
PATH_IN_COMMAND = re.compile(r"""(?<![^\s=:"'])/(?=(venv|app|backups|data|tmp|var)\b)""")


def instructions(text: str) -> list[tuple[str, str]]:
    """(name, the rest) of each instruction, with continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines)).splitlines()
    return [(name.upper(), rest.strip()) for name, _, rest in (line.strip().partition(" ") for line in joined)]


def context_files(root: Path) -> list[Path]:
    """The files sent to a build, relative to `root`: those that .dockerignore does not leave out."""
    lines = (root / ".dockerignore").read_text().splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    kept = {pattern[1:] for pattern in patterns if pattern.startswith("!")}
    assert patterns[0] == "*", "this can only read a list of files to keep"
    left_out = [pattern.removeprefix("**/") for pattern in patterns[1:] if not pattern.startswith("!")]
    files = [path for name in kept for path in (root / name, *(root / name).rglob("*")) if path.is_file()]
    return [
        path.relative_to(root)
        for path in files
        if not any(fnmatch.fnmatch(part, pattern) for part in path.relative_to(root).parts for pattern in left_out)
    ]


@dataclass
class Stage:
    """A stage of the build, which begins with FROM, in the directory `root`."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    directory: str = "/"
    user: str = ""
    entrypoint: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)

    def below(self, path: str) -> Path:
        """The real path for a path of the image. Relative paths start from WORKDIR."""
        return self.root / os.path.normpath(os.path.join(self.directory, path)).lstrip("/")

    def placed(self, text: str) -> str:
        """A command or value with the image's absolute paths moved below the stage's directory."""
        return PATH_IN_COMMAND.sub(f"{self.root}/", text)

    def variables(self) -> dict[str, str]:
        """The environment of programs in the image: only this machine's PATH, and settings for downloads."""
        defaults = {
            "PATH": os.pathsep.join([str(self.root / "programs"), os.environ["PATH"]]),
            "ENV_FILE": "",
            "MEANING_MODEL": "none",
        }
        installing = {
            name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTPS_PROXY"))
        }
        return {**installing, **defaults, **self.environment}

    def run(self, command: str) -> None:
        done = subprocess.run(
            ["sh", "-ec", self.placed(command)],
            cwd=self.below("."),
            env=self.variables(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def build(dockerfile: Path, context: Path, work: Path, **arguments: str) -> Stage:
    """Follow the Dockerfile in `work`, with the files in `context` and build arguments. Returns the last stage."""
    stages: dict[str, Stage] = {}
    for name, rest in instructions(dockerfile.read_text()):
        if name == "FROM":
            stages[rest.rpartition(" AS ")[2]] = stage = begin(work / f"stage{len(stages)}")
        elif name == "ARG":
            argument, _, default = rest.partition("=")
            stage.environment[argument] = arguments.get(argument, default)
        else:
            follow(stage, name, rest, stages, context)
    return stage


def begin(root: Path) -> Stage:
    """A directory with what the base image has: a temporary directory, and Python as `python`."""
    for name in ("tmp", "programs"):
        (root / name).mkdir(parents=True)
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    script(root / "programs" / "python", f'exec {shlex.quote(str(base))} "$@"')
    script(root / "programs" / "apt-get", ":")  # nothing is installed on this machine
    if os.geteuid() != 0:  # only root can give a directory to another user
        script(root / "programs" / "install", 'for name; do case $name in /*) mkdir -p "$name";; esac; done')
    return Stage(root)


def script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def follow(stage: Stage, name: str, rest: str, stages: dict[str, Stage], context: Path) -> None:
    match name:
        case "RUN":
            stage.run(rest)
        case "COPY":
            copy(stage, rest.split(), stages, context)
        case "ENV":
            for variable, _, value in (word.partition("=") for word in shlex.split(rest)):
                stage.environment[variable] = stage.placed(value).replace("$PATH", stage.variables()["PATH"])
        case "WORKDIR":
            stage.directory = rest
            stage.below(".").mkdir(parents=True, exist_ok=True)
        case "USER":
            stage.user = rest.partition(":")[0]
        case "ENTRYPOINT":
            stage.entrypoint = json.loads(rest)
        case "HEALTHCHECK":
            stage.healthcheck = json.loads(rest.partition("CMD")[2])
        case "VOLUME" | "EXPOSE":
            pass
        case _:
            raise AssertionError(f"tests/support/dockerfile.py does not know {name}")


def copy(stage: Stage, words: list[str], stages: dict[str, Stage], context: Path) -> None:
    """Copy the contents of directories, as Docker does. Several files go into the directory named last."""
    *sources, target = words
    origin = context
    if sources[0].startswith("--from="):
        other = stages[sources.pop(0).removeprefix("--from=")]
        sources, origin = [source.lstrip("/") for source in sources], other.root
    for source in sources:
        destination = stage.below(target)
        if (origin / source).is_dir():
            shutil.copytree(origin / source, destination, symlinks=True, dirs_exist_ok=True)
        else:
            into = destination / source if target.endswith("/") else destination
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin / source, into)
