"""Checks every setting, command, make target, link and path in the documentation."""

import re
from pathlib import Path

import pytest

from pq_archive.environment import BASE_DIR

PAGES = sorted([*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").glob("*.md")])
NAMES = [str(page.relative_to(BASE_DIR)) for page in PAGES]
PARTS = ("benchmarks", "pq_archive", "questions", "static", "templates", "tests")
LONGEST_CELL = 240


def read(name: str) -> str:
    return (BASE_DIR / name).read_text()


def documented() -> str:
    return "".join(page.read_text() for page in PAGES if page.name != "CHANGELOG.md")


def settings_read() -> set[str]:
    """The environment variables that the site reads."""
    source = "".join(read(f"pq_archive/{name}.py") for name in ("settings", "environment"))
    called = re.findall(
        r'(?:environment\.)?\b(?:text|words|boolean|integer|choice|day|directory|web_address|clock)\(\s*"(\w+)"', source
    )
    return {*called, *re.findall(r'environ(?:\.get\(|\[)"(\w+)"', source)}


def commands() -> list[str]:
    return sorted(path.stem for path in (BASE_DIR / "questions/management/commands").glob("[!_]*.py"))


def make_targets() -> list[str]:
    """The targets that `make help` lists, and `lint`, which `make check` names."""
    return [*re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.M), "lint"]


def anchors(page: Path) -> set[str]:
    """The ids that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


def links_of(page: Path) -> list[str]:
    """The links within the project."""
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()) if not link.startswith("http")]


def paths_in(text: str) -> set[str]:
    """Text formatted as code that starts with a folder of the project, without `*` or placeholders."""
    found = re.findall(rf"`((?:{'|'.join(PARTS)})/[\w./-]+)`", text)
    return set(found)


def test_the_settings_that_the_site_reads_are_found() -> None:
    assert {"SECRET_KEY", "DATA_DIR", "DATABASE_URL", "ENV_FILE", "ALLOWED_HOSTS", "SYNC_PAUSE"} <= settings_read()


def test_every_setting_is_in_the_example_file() -> None:
    in_example = set(re.findall(r"^#? ?([A-Z0-9_]+)=", read(".env.example"), re.M))
    mentioned = set(re.findall(r"\b([A-Z0-9_]+)=", read(".env.example")))
    assert settings_read() - mentioned == set()
    assert in_example - settings_read() == set()


def test_every_setting_is_in_the_table_of_settings() -> None:
    assert settings_read() - set(re.findall(r"`([A-Z0-9_]+)`", read("docs/running.md"))) == set()


def test_the_table_names_no_setting_that_does_not_exist() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", read("docs/running.md"), re.M)
    assert set(re.findall(r"`([A-Z0-9_]+)`", " ".join(rows))) - settings_read() == set()


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_table_of_commands(name: str) -> None:
    assert re.search(rf"`{name}\b", read("docs/running.md"))


@pytest.mark.parametrize("name", make_targets())
def test_every_make_target_is_documented(name: str) -> None:
    assert f"`make {name}`" in read("CONTRIBUTING.md")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"(?:`|^    )make ([a-z-]+)", documented(), re.M))))
def test_documented_make_targets_exist(name: str) -> None:
    assert name in make_targets()


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = BASE_DIR / name
    assert [link for link in links_of(page) if broken(page, link)] == []


def test_the_check_of_links_finds_a_broken_one() -> None:
    page = BASE_DIR / "README.md"
    assert broken(page, "docs/nowhere.md")
    assert broken(page, "docs/running.md#nowhere")
    assert not broken(page, "docs/running.md#settings")


@pytest.mark.parametrize("name", NAMES)
def test_every_path_exists(name: str) -> None:
    assert [path for path in sorted(paths_in(read(name))) if not (BASE_DIR / path).exists()] == []


def test_the_architecture_names_every_package() -> None:
    packages = {path.parent.name for path in (BASE_DIR / "questions").glob("*/__init__.py")} - {"migrations"}
    drawing, _, _ = read("docs/architecture.md").partition("## Packages")
    assert packages - set(re.findall(r"\w+", drawing)) == set()


def test_the_drawing_of_the_layers_matches_the_contract() -> None:
    contract = re.search(r'ignores = \["migrations"\]\nlayers = \[\n(.*?)\]', read("pyproject.toml"), re.S)
    assert contract
    layers = [line.strip(' ",').split(" | ") for line in contract[1].splitlines()]
    drawn = re.search(r"\n\n    urls .*?\n\n", read("docs/architecture.md"), re.S)
    assert drawn
    assert [line.split() for line in drawn[0].split("\n") if line] == layers


def test_no_cell_of_the_architecture_is_longer_than_two_lines() -> None:
    rows = re.findall(r"^\|(.*)\|$", read("docs/architecture.md"), re.M)
    assert [cell for row in rows for cell in row.split("|") if len(cell) > LONGEST_CELL] == []


def test_the_readme_is_short() -> None:
    assert len(read("README.md").splitlines()) < 80
