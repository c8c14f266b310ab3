"""The application that a WSGI server calls."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from pq_archive.refusals import refusing_unreadable
from pq_archive.waits import hurry

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")

hurry(settings.DATABASES["default"])
application = refusing_unreadable(get_wsgi_application())
