"""compose.yaml: every setting reaches the site, and every service is confined."""

from __future__ import annotations

import re
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support import dockerfile
from tests.support.served import ROOT, run_to_its_end

COMPOSE = YAML(typ="safe").load(ROOT / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SETTINGS = set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text()))
# Settings that .env does not change in containers, and why.
FIXED = {
    "HOST": "the proxy is in another container, so the site listens on every address of its own",
    "PORT": "the proxy knows it",
    "DATA_DIR": "the volume's folder",
    "INDEX_DIR": "in the volume too",
    "STATIC_ROOT": "the image has the static files",
    "ENV_FILE": "compose reads the file",
    "DATABASE_URL": "the database is a service",
    "HTTPS": "the proxy always has TLS",
    "TRUSTED_PROXIES": "the proxy's address",
}
LEAST = {"SECRET_KEY": "k" * 60, "POSTGRES_PASSWORD": "secret", "SITE_ADDRESS": "archive.example"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])((?:[^${}]|\$\{[^{}]*\})*))?\}")
EXACT_TAG = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z0-9-]+")


def filled(text: str, variables: dict[str, str]) -> str:
    """The text with `${NAME}`, `${NAME:-default}` and `${NAME:?error}` replaced, as Compose replaces them."""

    def value(found: re.Match[str]) -> str:
        name, operator, rest = found.groups()
        assert variables.get(name) or operator != "?", rest
        return variables.get(name) or filled(rest or "", variables)

    return VARIABLE.sub(value, text)


def environment(service: str, env_file: dict[str, str]) -> dict[str, str]:
    """The variables in a service's container, if .env has these."""
    assert SERVICES[service].get("env_file", ".env") == ".env"
    given = env_file if "env_file" in SERVICES[service] else {}
    named = {name: filled(value, env_file) for name, value in SERVICES[service]["environment"].items()}
    return {**given, **named}


def built(service: dict[str, Any]) -> dict[str, str]:
    """The instructions of the last stage of a service's Dockerfile, or nothing."""
    if "build" not in service:
        return {}
    build = service["build"] if isinstance(service["build"], dict) else {"context": service["build"]}
    path = ROOT / build["context"] / build.get("dockerfile", "Dockerfile")
    return dict(dockerfile.instructions(path.read_text()))


def test_every_setting_in_the_env_file_reaches_the_site() -> None:
    changed = {name: f"changed-{name}" for name in SETTINGS}
    found = environment("web", {**LEAST, **changed})
    assert {name for name in SETTINGS if found.get(name) != changed[name]} == set(FIXED)


def test_the_site_accepts_the_settings_that_it_gets_and_trusts_only_the_proxy(tmp_path: Path) -> None:
    show = "from pq_archive.settings import *; print(ALLOWED_HOSTS, HTTPS, HOST, PORT, *TRUSTED_PROXIES)"
    given = {**environment("web", LEAST), "DATA_DIR": str(tmp_path)}
    done = run_to_its_end([sys.executable, "-c", show], **given)
    proxy = SERVICES["proxy"]["networks"]["public"]["ipv4_address"]
    assert done.stdout.split() == ["['archive.example']", "True", "0.0.0.0", "8000", f"{proxy}/32"], done.stderr
    (network,) = COMPOSE["networks"]["public"]["ipam"]["config"]
    assert ip_address(proxy) in ip_network(network["subnet"])


def test_syncs_and_backups_run_unless_the_env_file_says_otherwise() -> None:
    assert environment("web", LEAST)["SYNC_SCHEDULED"] == "1"
    assert environment("web", {**LEAST, "SYNC_SCHEDULED": "0"})["SYNC_SCHEDULED"] == "0"
    assert environment("web", LEAST)["BACKUP_TO"] == "/backups"
    assert environment("web", {**LEAST, "BACKUP_TO": "s3://bucket/pq"})["BACKUP_TO"] == "s3://bucket/pq"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_nothing_starts_without_a_key_and_a_password(missing: str) -> None:
    with pytest.raises(AssertionError, match=r"put a .* into \.env"):
        environment("web", {name: value for name, value in LEAST.items() if name != missing})


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["database"]["networks"] == ["private"]
    assert COMPOSE["networks"]["private"]["internal"]


def test_the_proxy_does_not_wait_for_a_site_that_is_still_migrating() -> None:
    assert SERVICES["proxy"]["depends_on"] == ["web"]
    assert "--start-period=10m" in built(SERVICES["web"])["HEALTHCHECK"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_change_nothing_but_its_data(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", service.get("user") or built(service)["USER"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_limits_and_a_health_check(name: str) -> None:
    service = SERVICES[name]
    assert {"mem_limit", "cpus", "pids_limit", "stop_grace_period"} <= service.keys()
    assert {"max-size", "max-file"} <= service["logging"]["options"].keys()
    assert "healthcheck" in service or "HEALTHCHECK" in built(service)
    assert service["restart"] == "unless-stopped"


def test_the_folders_that_the_site_writes_to_are_volumes_or_in_memory() -> None:
    image = built(SERVICES["web"])
    writable = {part.split(":")[-1 if ":/" in part else 0] for part in SERVICES["web"]["volumes"]}
    in_memory = {part.split(":")[0] for part in SERVICES["web"]["tmpfs"]}
    assert {environment("web", LEAST)[name] for name in ("DATA_DIR", "BACKUP_TO")} == writable
    assert in_memory == {"/tmp"}
    assert image["VOLUME"] in writable


def test_the_image_can_back_up_the_database() -> None:
    """pg_dump must be of the same version as the server, or later."""
    (client,) = re.findall(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert SERVICES["database"]["image"].startswith(f"postgres:{client}.")


@pytest.mark.parametrize("name", ["Dockerfile", "deploy/proxy.Dockerfile", "compose.yaml"])
def test_images_have_exact_tags(name: str) -> None:
    if name == "compose.yaml":
        images = [service["image"] for service in SERVICES.values() if "image" in service]
    else:
        steps = dockerfile.instructions((ROOT / name).read_text())
        images = [rest.split(" AS ")[0] for step, rest in steps if step == "FROM"]
    assert images
    assert [image for image in images if not EXACT_TAG.fullmatch(image)] == []
