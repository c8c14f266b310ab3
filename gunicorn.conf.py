"""How gunicorn serves the site. It finds this file automatically when it is started in this directory.

Settings are read here, before any worker starts, so that an invalid one stops the server with a one-line message.
"""

import contextlib
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")

from django.conf import settings

from pq_archive.environment import bracketed

bind = f"{bracketed(settings.HOST)}:{settings.PORT}"
worker_class = "gthread"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
loglevel = settings.LOG_LEVEL.lower()
timeout = 60
# A search can make an address long. This is the longest that the server allows, in bytes.
limit_request_line = 8190
# Workers show that they are alive by touching a file, in memory so that a slow disk does not make them look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# The socket file for controlling a running server is not used.
control_socket_disable = True


def worker_exit(server, worker):
    from pq_archive.databases import close_connections

    close_connections()


def on_exit(server):
    """Stop the indexer at once. Otherwise it notices only after a moment that the server has ended."""
    with contextlib.suppress(KeyError, ProcessLookupError):
        os.kill(int(os.environ["INDEXER_PID"]), signal.SIGTERM)
