"""Every setting of the site. What differs between installations comes from the environment (see .env.example)."""

from datetime import timedelta

from pq_archive import environment
from pq_archive.databases import with_options
from pq_archive.environment import BASE_DIR

environment.read_env_file()

DEBUG = environment.boolean("DEBUG", default=False)
HTTPS = environment.boolean("HTTPS", default=False)
DATA_DIR = environment.directory("DATA_DIR", "data")
SECRET_KEY = environment.secret_key(DATA_DIR, debug=DEBUG)
ALLOWED_HOSTS = environment.allowed_hosts()
CSRF_TRUSTED_ORIGINS = environment.trusted_origins()
CSRF_FAILURE_VIEW = "questions.views.errors.csrf_failure"

# For the server processes: pq_archive.start and pq_archive.server read these.
HOST = environment.listening_host()
PORT = environment.integer("PORT", 8000, least=1, most=65535)
WEB_WORKERS = environment.integer("WEB_WORKERS", 2, least=1, most=64)
WEB_THREADS = environment.integer("WEB_THREADS", 4, least=1, most=64)

INSTALLED_APPS = [
    # Before `questions`, which removes their tables from the admin: nobody may see another user's secret.
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "questions",
    "django_filters",
    "rest_framework",
    "django_prose_editor",  # only for its script and style sheets
    "questions.accounts.admin_apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
]

MIDDLEWARE = [
    # Outermost, so that redirects, static files and errors have the headers too.
    "pq_archive.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "questions.accounts.requests.CurrentRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "questions.admin.versioned.kept_forms.KeptFormMiddleware",
    "questions.middleware.DatabaseUnavailableMiddleware",
    "questions.middleware.ActingMiddleware",
    "questions.middleware.SearchIndexMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pq_archive.urls"
WSGI_APPLICATION = "pq_archive.wsgi.application"

TEMPLATES = [
    # The archive's own pages
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "questions.templating.environment",
            "context_processors": ["questions.context_processors.site"],
        },
    },
    # The admin's pages
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"desk": "questions.admin.desk_tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": with_options(environment.database(DATA_DIR), threads=WEB_THREADS)}
# The search index: on a local disk, for this machine only. It can be deleted at any time.
INDEX_DIR = BASE_DIR / environment.text("INDEX_DIR", str(DATA_DIR / "index"))
# A folder with another model for search by meaning than the installed one, or "none": see docs/meaning.md.
MEANING_MODEL = environment.text("MEANING_MODEL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "admin:index"

# Signing in to the admin: see questions/accounts.
DESK_SECOND_FACTOR = environment.choice("DESK_SECOND_FACTOR", ("COMPULSORY", "OPTIONAL"), "COMPULSORY")
DESK_IDLE_MINUTES = environment.integer("DESK_IDLE_MINUTES", 60, least=1, most=100_000)
DESK_SESSION_HOURS = environment.integer("DESK_SESSION_HOURS", 12, least=1, most=10_000)
SECURITY_LOG_DAYS = environment.integer("SECURITY_LOG_DAYS", 400, least=1, most=100_000)
TRUSTED_PROXIES = environment.trusted_proxies()
SESSION_COOKIE_AGE = DESK_SESSION_HOURS * 60 * 60
OTP_TOTP_ISSUER = "PQ Archive"

AXES_FAILURE_LIMIT = environment.integer("DESK_FAILURES", 5, least=1, most=1000)
AXES_COOLOFF_TIME = timedelta(minutes=environment.integer("DESK_LOCKOUT_MINUTES", 15, least=1, most=100_000))
AXES_HANDLER = "questions.accounts.lockout.Handler"
AXES_LOCKOUT_CALLABLE = "questions.accounts.lockout.page"
AXES_CLIENT_IP_CALLABLE = "questions.accounts.requests.client_address"
# The request keeps its mark as locked out, by which attempts during a lockout do not count.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# Exports: see questions/exports/turns.py. A slow reader's export can occupy a thread.
MOST_EXPORTS = max(1, WEB_THREADS - 1)  # so that a thread is left for pages
EXPORTS_AT_ONCE = environment.integer("EXPORTS_AT_ONCE", min(3, MOST_EXPORTS), least=1, most=MOST_EXPORTS)
EXPORTS_PER_ADDRESS = environment.integer("EXPORTS_PER_ADDRESS", 2, least=1, most=64)

# The addresses for programs: see questions/api/views.py.
API_REQUESTS_PER_MINUTE = environment.integer("API_REQUESTS_PER_MINUTE", 1200, least=1, most=10_000_000)

# Readers' reports of mistakes: see questions/archive/editing/reader_reports.py.
REPORTS_PER_ADDRESS = environment.integer("REPORTS_PER_ADDRESS", 10, least=1, most=100_000)
REPORTS_PER_HOUR = environment.integer("REPORTS_PER_HOUR", 100, least=1, most=100_000)
REPORT_EMAIL_DAYS = environment.integer("REPORT_EMAIL_DAYS", 90, least=1, most=100_000)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
# The desk's own wording in place of Django's, and its form of days.
LOCALE_PATHS = [BASE_DIR / "questions" / "locale"]
FORMAT_MODULE_PATH = ["pq_archive.formats"]
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# In the container, the files are collected when the image is built, outside the volume that holds DATA_DIR.
STATIC_ROOT = BASE_DIR / environment.text("STATIC_ROOT", str(DATA_DIR / "static"))
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "pq_archive.statics.Storage"
    },
}
# Other origins need no access to static files (whitenoise allows all by default).
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Headers of every response; SecurityHeadersMiddleware sends the last two, Django the others.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    # Rules for prefetching (includes/prefetch.html) are data in the page that cannot run as a script.
    "script-src": "'self' 'inline-speculation-rules'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PERMISSIONS_POLICY = dict.fromkeys(("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb"), "()")

# The first is requested by the machine itself, without TLS; programs that use the others may follow no redirect.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^api/"]
if HTTPS:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # The proxy that ends TLS must set this header itself and drop any that a client sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The domain's owner decides about HSTS for other hosts of the domain and about preload lists.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTACT_EMAIL = environment.contact_email()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONTACT_EMAIL or "pq-archive@localhost"
vars().update(environment.email())

# The APIs that `manage.py sync` uses, and the limits that it keeps to.
SYNC_QUESTIONS_URL = environment.web_address("SYNC_QUESTIONS_URL", "https://questions-statements-api.parliament.uk")
SYNC_MEMBERS_URL = environment.web_address("SYNC_MEMBERS_URL", "https://members-api.parliament.uk")
SYNC_CONTACT = environment.text("SYNC_CONTACT", CONTACT_EMAIL)
SYNC_SINCE = environment.day("SYNC_SINCE", "2014-05-01")
SYNC_EVERY = environment.integer("SYNC_EVERY", 60, least=1, most=10_080)
SYNC_SCHEDULED = environment.boolean("SYNC_SCHEDULED", default=False)
SYNC_OVERLAP = environment.integer("SYNC_OVERLAP", 7, least=1, most=366)
SYNC_CONCURRENCY = environment.integer("SYNC_CONCURRENCY", 4, least=1, most=32)
SYNC_PAGE_SIZE = environment.integer("SYNC_PAGE_SIZE", 100, least=2, most=1000)
SYNC_TIMEOUT = environment.integer("SYNC_TIMEOUT", 30, least=1, most=120)
SYNC_ATTEMPTS = environment.integer("SYNC_ATTEMPTS", 5, least=1, most=20)
SYNC_BACKOFF = environment.integer("SYNC_BACKOFF", 500, least=1, most=60_000)
SYNC_PAUSE = environment.integer("SYNC_PAUSE", 60, least=1, most=300)

# The job of questions/operations/jobs.py that runs `manage.py backup`; the time is London's.
BACKUP_TO = environment.backup_place()
BACKUP_AT = environment.clock("BACKUP_AT", "03:00")
BACKUP_KEEP = environment.backups_kept("7d,4w,12m")
# An S3-compatible store other than Amazon's, for `manage.py backup s3://…`.
S3_ENDPOINT_URL = environment.web_address("S3_ENDPOINT_URL", "")

LOG_LEVEL = environment.choice("LOG_LEVEL", environment.LOG_LEVELS, "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "pq_archive.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        # Waitress says how many requests wait; a slow page is noticed otherwise.
        "waitress.queue": {"level": "ERROR"},
        # A run counts its retries and reports them together.
        "stamina": {"level": "ERROR"},
        # Successful sign-ins are in the security log.
        "axes": {"handlers": [], "level": "WARNING"},
    },
}
