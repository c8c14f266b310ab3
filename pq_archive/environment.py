"""Reads settings from the environment: each reader returns a value of the right type, or refuses to start.

An invalid value ends the process with exit status 2 and one line on stderr, which names the variable and what is
expected: an archive with a setting that nobody chose is worse than one that does not run. An empty variable counts as
not set.
"""

import os
import re
import sys
from datetime import date, time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from dotenv import load_dotenv

BASE_DIR = Path(__file__).resolve().parent.parent

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - only compared, never listened on
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
HOST_NAME = re.compile(r"(\*|\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]+\])")
ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9._\[\]:-]+")
KEPT = re.compile(r"[1-9][0-9]{0,3}[dwmy]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9._\[\]:-]+(/[A-Za-z0-9._~/-]*)?")
READ: set[str] = set()  # the names of settings that were asked for


def refuse(name: str, expected: str) -> NoReturn:
    """End the process with this line; it does not repeat the value, which may hold a password."""
    sys.stderr.write(f"{name}: expected {expected}\n")
    raise SystemExit(2)


def read_env_file() -> None:
    """Read `.env` in the project's root, or the file that ENV_FILE names (empty: none).

    Variables that are already set take precedence.
    """
    named = os.environ.get("ENV_FILE")
    if named == "":
        return
    path = BASE_DIR / (named or ".env")
    if named and not path.is_file():
        refuse("ENV_FILE", "the name of an existing file, or nothing")
    load_dotenv(path)


def text(name: str, default: str = "") -> str:
    READ.add(name)
    return os.environ.get(name, "").strip() or default


def names_of_set() -> list[str]:
    """The names of the settings that the environment gives; not their values, which may be secret."""
    return sorted(name for name in READ if os.environ.get(name, "").strip())


def boolean(name: str, *, default: bool) -> bool:
    word = text(name).lower()
    if word in TRUE | FALSE:
        return word in TRUE
    if word:
        refuse(name, "1 or 0 (or true, false, yes, no, on, off)")
    return default


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`, inclusive."""
    word = text(name, str(default))
    if not (re.fullmatch(r"[0-9]{1,9}", word) and least <= int(word) <= most):
        refuse(name, f"a whole number from {least} to {most}")
    return int(word)


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    word = text(name, default).upper()
    if word not in choices:
        refuse(name, f"one of {', '.join(choices)}")
    return word


def words(name: str, pattern: re.Pattern[str], expected: str) -> list[str]:
    """The comma-separated parts; each must match `pattern`."""
    found = [word.strip() for word in text(name).split(",") if word.strip()]
    if not all(pattern.fullmatch(word) for word in found):
        refuse(name, expected)
    return found


def listening_host() -> str:
    """The name or address to listen on; IPv6 without brackets."""
    return text("HOST", "127.0.0.1").strip("[]")


def reachable_host() -> str:
    """The host as a browser on this machine writes it in an address."""
    host = bracketed(listening_host())
    return ANY_ADDRESS.get(host, host)


def bracketed(host: str) -> str:
    """The host as addresses write it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def allowed_hosts() -> list[str]:
    """ALLOWED_HOSTS; by default this machine's own names and HOST's address."""
    expected = "host names separated by commas, without a scheme or port, such as archive.example,localhost"
    return words("ALLOWED_HOSTS", HOST_NAME, expected) or list(dict.fromkeys([*LOCAL_HOSTS, reachable_host()]))


def trusted_origins() -> list[str]:
    return words(
        "CSRF_TRUSTED_ORIGINS",
        ORIGIN,
        "origins with their scheme, separated by commas, such as https://archive.example",
    )


def trusted_proxies() -> list[IPv4Network | IPv6Network]:
    """The networks whose X-Forwarded-For is trusted; a single address is a network of one."""
    try:
        return [_network(word.strip()) for word in text("TRUSTED_PROXIES").split(",") if word.strip()]
    except ValueError:
        refuse("TRUSTED_PROXIES", "addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8")


def _network(written: str) -> IPv4Network | IPv6Network:
    """A network; one of IPv4 within IPv6 (::ffff:10.0.0.0/104) is the network of IPv4. Raises ValueError."""
    network = ip_network(written)
    inner = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    return IPv4Network(f"{inner}/{network.prefixlen - 96}") if inner and network.prefixlen >= 96 else network


def contact_email() -> str:
    address = text("CONTACT_EMAIL")
    if address and not EMAIL.fullmatch(address):
        refuse("CONTACT_EMAIL", "an email address")
    return address


def web_address(name: str, default: str) -> str:
    """The http or https address of a service, without a final slash; '' if there is none."""
    address = text(name, default)
    if address and not WEB_ADDRESS.fullmatch(address):
        refuse(name, "an address such as https://members-api.parliament.uk")
    return address.rstrip("/")


def day(name: str, default: str) -> date:
    try:
        return date.fromisoformat(text(name, default))
    except ValueError:
        refuse(name, "a date such as 2014-05-01")


def clock(name: str, default: str) -> time:
    word = text(name, default)
    if not CLOCK.fullmatch(word):
        refuse(name, "a time such as 03:00")
    hour, _, minute = word.partition(":")
    return time(int(hour), int(minute))


def backup_place() -> str:
    """A folder, or an address such as s3://bucket/prefix; empty for none. Whether it can be reached is seen later."""
    where = text("BACKUP_TO")
    if where.startswith("s3:") and not re.fullmatch("s3://[^/]+(/.*)?", where):
        refuse("BACKUP_TO", "a folder, or an address such as s3://bucket/prefix")
    return where


def backups_kept(default: str) -> str:
    """How many backups to keep: of days, weeks, months and years, each at most once."""
    expected = "numbers of days, weeks, months or years, each unit once, such as 7d,4w,12m"
    kept = words("BACKUP_KEEP", KEPT, expected)
    if len({word[-1] for word in kept}) < len(kept):
        refuse("BACKUP_KEEP", expected)
    return ",".join(kept) or default


def directory(name: str, default: str) -> Path:
    """A writable directory, created if missing; relative paths start in the project's root."""
    path = BASE_DIR / Path(text(name, default)).expanduser()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f"a directory that can be created and written to; {path} cannot be ({error.strerror})")
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        refuse(
            name, f"a directory on a disk that can be written to; {path} is on a read-only one: mount it for writing"
        )
    if not os.access(path, os.W_OK | os.X_OK):
        refuse(name, f"a directory that this user may write to; this user may not write to {path}")
    return path


def secret_key(data_dir: Path, *, debug: bool) -> str:
    """SECRET_KEY, or the one that `make run` keeps in `data_dir`, or (only with DEBUG) a publicly known one."""
    if given := text("SECRET_KEY"):
        return given
    kept = data_dir / "secret_key"
    try:
        key = kept.read_text(encoding="utf-8").strip() if kept.exists() else ""
    except OSError:
        refuse("SECRET_KEY", f"a value in the environment, or a file {kept} that this user may read")
    if not key and not debug:
        refuse(
            "SECRET_KEY",
            "a long random string that stays the same, unless DEBUG is on; `make run` creates and keeps one",
        )
    return key or "known-to-everyone-and-therefore-only-for-development"


def database(data_dir: Path) -> dict[str, Any]:
    """Django's settings for the database that DATABASE_URL names; by default a SQLite file in `data_dir`."""
    url = text("DATABASE_URL", f"sqlite:///{data_dir / 'archive.sqlite3'}")
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        found = {}
    engine = found.get("ENGINE", "").rpartition(".")[2]
    if engine not in ("sqlite3", "postgresql") or found["NAME"] in ("", ":memory:"):
        refuse(
            "DATABASE_URL", "postgres://user:password@host:port/name (parts percent-encoded) or sqlite:////path/to/file"
        )
    if engine == "sqlite3":
        found["NAME"] = str(BASE_DIR / found["NAME"])
    return found


def email() -> dict[str, Any]:
    """Django's EMAIL_* settings from EMAIL_URL; by default messages are only written to the log's stream."""
    try:
        url = urlsplit(text("EMAIL_URL", "console:"))
        port = url.port
    except ValueError:
        url, port = SplitResult("", "", "", "", ""), None
    if url.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url.scheme not in ("smtp", "smtp+tls", "smtps") or not url.hostname:
        refuse("EMAIL_URL", "smtp://user:password@host:port, smtp+tls:// (STARTTLS), smtps:// (TLS) or console:")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 30,
    }
