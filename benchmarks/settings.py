"""The settings for production, except that static files need not be collected."""

from pq_archive.settings import *  # noqa: F403
from pq_archive.settings import STATIC_ROOT, STORAGES

ALLOWED_HOSTS = ["testserver"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
