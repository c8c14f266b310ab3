"""How gunicorn serves the site. It finds this file by itself when it is started in this directory.

Reading the settings here, before any worker is started, is what makes a bad one end the server with one line.
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
# A search may be long; this is the most that the server allows, in bytes of the address.
limit_request_line = 8190
# Workers show that they live by touching a file: in memory, where a slow disk cannot make them look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Nothing here steers a running server through a socket file.
control_socket_disable = True


def worker_exit(server, worker):
    from pq_archive.databases import close_connections

    close_connections()


def on_exit(server):
    """The indexer would notice by itself that the server is gone, but only after a moment."""
    with contextlib.suppress(KeyError, ProcessLookupError):
        os.kill(int(os.environ["INDEXER_PID"]), signal.SIGTERM)
