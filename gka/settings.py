"""All settings, from the environment only. docs/beheer.md lists every variable."""

from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from gka import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))
environment.load_file(Path(environment.text("ENV_FILE", str(VAR_DIR / "environment"))))

# --- mode and keys
DEMO = environment.boolean("DEMO", default=False)
DEBUG = environment.boolean("DEBUG", default=False)
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG is only allowed together with DEMO: its error pages show personal data.")
KEY_DIR = Path(environment.text("KEY_DIR", str(VAR_DIR / "keys")))
SECRET_KEY = environment.secret(KEY_DIR / "secret_key")
ENCRYPTION_KEYS_FILE = KEY_DIR / "encryption_keys"
AUDIT_KEY_FILE = KEY_DIR / "audit_key"
AUDIT_ANCHOR_FILE = Path(environment.text("AUDIT_ANCHOR_FILE", str(VAR_DIR / "anchor" / "anchor.log")))
# Only the worker gets this one: the web process must not be able to make or undo pseudonyms.
PSEUDONYM_KEY_FILE = environment.text("PSEUDONYM_KEY_FILE", "")

# --- web
HTTPS = environment.boolean("HTTPS", default=not DEMO)
ALLOWED_HOSTS = environment.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: name the host names of this installation, comma-separated.")
CSRF_TRUSTED_ORIGINS = environment.listing("CSRF_TRUSTED_ORIGINS")
# Where people find this installation; mails carry links only when it is set.
PUBLIC_URL = environment.text("PUBLIC_URL", "").rstrip("/")
ROOT_URLCONF = "gka.urls"
WSGI_APPLICATION = "gka.wsgi.application"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.boolean("BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers post `Origin: null`, which the CSRF check refuses
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would show a log-in page to whoever follows a link from a mail
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gka.views.errors.csrf_failure"
SESSION_COOKIE_AGE = 30 * 60  # idle time (kennis: 30 min); every request extends it, but a quiet one
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6500  # a pupil list of the largest size has three fields a pupil
# A file is read into memory or not at all: the handler that writes temporary files to disk is left out.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

INSTALLED_APPS = [
    "gka.apps.GkaConfig",
    "overdracht.apps.OverdrachtConfig",
    "begeleiding.apps.BegeleidingConfig",
    "monitoring.apps.MonitoringConfig",
    "demo.apps.DemoConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are loaded on a phone in the street. Against BREACH: up to 100 random bytes pad every answer, the CSRF token
    # is masked anew each time, and cookies are SameSite: another site cannot ask for somebody's page again and again.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "gka.middleware.PrivatePages",
    "gka.middleware.QuietSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gka.middleware.AuditContext",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "gka.middleware.SecondFactorRequired",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gka.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": ["/csp-melding/"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ["camera", "geolocation", "microphone", "payment", "usb", "browsing-topics", "display-capture"]
}

# --- data
DATABASES = {
    "default": dj_database_url.parse(
        environment.url(
            "DATABASE_URL", f"sqlite:///{VAR_DIR / 'overstap.sqlite3'}", schemes=("sqlite", "postgres", "postgresql")
        ),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DATABASES["default"]["OPTIONS"] = (
    {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864;",
    }
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    # The fuse of a web request (docs/beheer.md); workers and commands run without one.
    else {"options": f"-c statement_timeout={environment.integer('STATEMENT_TIMEOUT', 0, low=0, high=600_000)}"}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people
AUTH_USER_MODEL = "gka.Medewerker"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "naam")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "gka:start"
ACCOUNT_ADAPTER = "gka.access.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts exist by invitation; nobody signs up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# A password or code may be tried 5 times in a quarter of an hour and 50 times a day (kennis: G12).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key,50/d/key"}
# Whose address counts: behind our own proxy the last one it added, else the connection itself.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.boolean("BEHIND_PROXY", default=False) else 0
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Overstap: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_ADAPTER = "gka.access.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "GKA-Overstap"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

# --- language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- static files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing uploaded is ever kept
    "staticfiles": {
        "BACKEND": environment.text("STATICFILES_BACKEND", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- background work: the broker is losable, the outbox row (Opdracht) is the truth
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = environment.url("CELERY_BROKER_URL", "filesystem://", schemes=("filesystem", "redis", "rediss"))
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "gka_cache"}}
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CELERY_BROKER_URL,
            "KEY_PREFIX": "overstap",
        }
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 840
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "verzegel het logboek": {"task": "gka.logboek_verzegelen", "schedule": 20.0},
    "veeg open opdrachten": {"task": "gka.opdrachten_vegen", "schedule": 60.0},
    "zet het weekoverzicht klaar": {"task": "begeleiding.weekoverzichten_klaarzetten", "schedule": crontab(minute=30)},
    "leg de stap naar de fase vo vast": {"task": "begeleiding.fasen_bijwerken", "schedule": crontab(minute=12)},
    "maak ontbrekende maandrapporten": {"task": "monitoring.rapporten_bijwerken", "schedule": crontab(minute=7)},
}

# --- mail
EMAIL_BACKEND = environment.text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.integer("EMAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.secret(KEY_DIR / "email_password", minimum=1) if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = environment.boolean("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "overstap@demo.example")

# --- logs: one line per event on stderr, UTC, no names, no query strings
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "gka.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": environment.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "django.request": {"level": "ERROR"},
        # The scheduler ticks every 20 seconds; one line per tick would hide what matters.
        "celery": {"level": "WARNING"},
        "kombu": {"level": "ERROR"},
        # They tell every step of setting a letter.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
