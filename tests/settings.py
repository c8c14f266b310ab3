"""The site's settings for tests, which use only the database's address from the machine's environment."""

import atexit
import os
import shutil
import tempfile

GIVEN = (
    "ALLOWED_HOSTS BACKUP_AT BACKUP_KEEP BACKUP_TO CONTACT_EMAIL CSRF_TRUSTED_ORIGINS DEBUG DESK_FAILURES "
    "DESK_IDLE_MINUTES DESK_LOCKOUT_MINUTES DESK_SECOND_FACTOR DESK_SESSION_HOURS EMAIL_URL HOST HTTPS INDEX_DIR "
    "LOG_LEVEL PORT S3_ENDPOINT_URL SECURITY_LOG_DAYS STATIC_ROOT TRUSTED_PROXIES WEB_THREADS WEB_WORKERS"
)
SYNC = [name for name in os.environ if name.startswith("SYNC_")]
for name in (*GIVEN.split(), *SYNC):
    os.environ.pop(name, None)
os.environ["ENV_FILE"] = ""
os.environ["MEANING_MODEL"] = "none"  # tests of search by meaning name a model
os.environ["SECRET_KEY"] = "only-for-tests-only-for-tests-only-for-tests-only"
# In memory if there is room, because a disk makes every commit wait and no test's data need survive a power cut.
MEMORY, ROOM = "/dev/shm", 2**30
in_memory = os.path.isdir(MEMORY) and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="pq-archive-tests-", dir=MEMORY if in_memory else None)
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from jinja2 import StrictUndefined  # noqa: E402

from pq_archive.settings import *  # noqa: E402, F403
from pq_archive.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files come straight from their sources, so that tests need no collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Each file is looked for when it is requested. Otherwise each test's client would first read the dates of all.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir()

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory, so that threads and processes wait for each other as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}

# An unknown name in a template is an error in tests.
TEMPLATES[0]["OPTIONS"]["undefined"] = StrictUndefined  # type: ignore[index]
