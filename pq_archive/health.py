"""Checks the site on this machine: `python -m pq_archive.health` exits with 0 if it is healthy, else with 1."""

import http.client
import sys

from pq_archive import environment


def main() -> int:
    environment.read_env_file()
    port = environment.integer("PORT", 8000, least=1, most=65535)
    try:
        status = ask(environment.reachable_host().strip("[]"), port, allowed_name())
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"/healthz does not answer: {error}\n")
        return 1
    return 0 if status == http.client.OK else 1


def allowed_name() -> str:
    """A host name that the site answers to, whatever ALLOWED_HOSTS says."""
    first = environment.allowed_hosts()[0]
    return "localhost" if first == "*" else first.removeprefix(".")


def ask(address: str, port: int, host: str) -> int:
    """The status of /healthz, requested directly without the environment's proxies."""
    connection = http.client.HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(main())
