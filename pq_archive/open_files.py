"""How many connections a web process may have: each needs open files, and the system limits those."""

import logging
import resource

MOST_CONNECTIONS = 2000
LEAST_CONNECTIONS = 8
OF_A_CONNECTION = 2  # its socket, and a body or a response on disk
OF_A_THREAD = 16  # its database connection, a static file or an export, and the index
OF_THE_PROCESS = 32

logger = logging.getLogger("pq_archive.server")


def allow_connections(threads: int) -> int:
    """Allow this process as many open files as it needs, within the hard limit; returns how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _lower(files_for(MOST_CONNECTIONS, threads), hard)
    if _lower(soft, allowed) != allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return connections_for(hard, threads)


def warn_of_few(threads: int) -> None:
    """Say so if the hard limit is too low for all connections. Only the start does, and every process has its limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if (fit := connections_for(hard, threads)) < MOST_CONNECTIONS:
        logger.warning(
            "This machine lets a process open %d files: a web process serves at most %d connections at once, not %d. "
            "For all of them, raise the hard limit (ulimit -Hn, or LimitNOFILE of systemd) to %d",
            *(hard, fit, MOST_CONNECTIONS, files_for(MOST_CONNECTIONS, threads)),
        )


def connections_for(files: int, threads: int) -> int:
    """How many connections fit into this many files, which may be RLIM_INFINITY."""
    fit = (_lower(files, files_for(MOST_CONNECTIONS, threads)) - files_for(0, threads)) // OF_A_CONNECTION
    return max(LEAST_CONNECTIONS, fit)


def files_for(connections: int, threads: int) -> int:
    return OF_THE_PROCESS + OF_A_THREAD * threads + OF_A_CONNECTION * connections


def _lower(one: int, other: int) -> int:
    """The lower of two limits; RLIM_INFINITY is a negative number."""
    return min((limit for limit in (one, other) if limit != resource.RLIM_INFINITY), default=one)
