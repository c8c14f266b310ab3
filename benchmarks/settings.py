"""The site's settings as they serve, but for static files, which need not be collected to measure pages."""

from pq_archive.settings import *  # noqa: F403
from pq_archive.settings import STATIC_ROOT, STORAGES

ALLOWED_HOSTS = ["testserver"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
