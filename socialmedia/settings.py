"""All settings, one file; the environment is read once, here. `.env.example` explains every variable.

Two ways to run, one code path: without REDIS_URL everything runs embedded in one process (SQLite unless DATABASE_URL
says otherwise); with it, web, workers and beat are processes of their own.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from kombu import Queue

from socialmedia.consent_pages import consent_pages
from socialmedia.heartbeat import HEARTBEAT
from socialmedia.keys import kept_key
from socialmedia.mailers import mailer

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- where things are -------------------------------------------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED = not REDIS_URL
PORT = env.int("PORT", default=8000)
SANDBOX_PORT = env.int("SANDBOX_PORT", default=8010)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
GRAPH_URL = env.str("GRAPH_URL", default="https://graph.facebook.com").rstrip("/")
GRAPH_VERSION = env.str("GRAPH_VERSION", default="v26.0")
X_URL = env.str("X_URL", default="https://api.x.com").rstrip("/")
# Where people are sent to link an account; whoever plays the API plays that page too.
_FACEBOOK = "https://www.facebook.com" if GRAPH_URL == "https://graph.facebook.com" else GRAPH_URL
FACEBOOK_AUTHORIZE_URL = env.str("FACEBOOK_AUTHORIZE_URL", default=_FACEBOOK).rstrip("/")
GENESYS_URL = env.str("GENESYS_URL", default="").rstrip("/")  # blank: by each account's region
_X = "https://x.com" if X_URL == "https://api.x.com" else X_URL
X_AUTHORIZE_URL = env.str("X_AUTHORIZE_URL", default=_X).rstrip("/")
DEMO = env.bool("DEMO", default=False)
COMPANY_NAME = env.str("COMPANY_NAME", default="Brewline" if DEMO else "")  # shown beside the product's
DEBUG = env.bool("DEBUG", default=False)
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")


def _key(name):
    """A key from the environment; embedded installations make their own, servers must be given theirs."""
    given = env.str(name, default="")
    if not given and not EMBEDDED:
        raise ImproperlyConfigured(f"{name} must be set in server mode: see .env.example for how to make one.")
    return given or kept_key(DATA_DIR / name.lower())


SECRET_KEY = _key("SECRET_KEY")
FIELD_KEYS = _key("FIELD_KEYS").split(",")
LICENSE_KEYS = env.list("LICENSE_KEYS", default=[])
LICENSING_DIR = DATA_DIR / "licensing"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- the rooms --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "socialmedia.apps.SocialMediaConfig",
    "workspace",
    "supervision",
    "acd",
    "interactions",
    "channels_admin",
    "agents",
    "audit",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "socialmedia.static_files.SmallFiles",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "agents.own_language.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "socialmedia.urls"
ASGI_APPLICATION = "socialmedia.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socialmedia.context.product",
            ],
            "libraries": {"lucide": "socialmedia.icons"},
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
DATABASES["default"]["OPTIONS"] = (
    # A new connection costs 7 ms, a pooled one none. Threads share the pool, so it is as wide as they are many.
    # Our joins are written in the order in which they should be made: searching for a better one took the planner
    # 5 to 14 ms for a row of the desk, ten times what the query takes. Just-in-time compiling costs more than it saves.
    # The server keeps the plan of a statement that a connection has sent five times: planning was a quarter of its work.
    {
        "pool": {"min_size": 2, "max_size": env.int("DATABASE_POOL", default=20), "timeout": 20},
        "options": "-c join_collapse_limit=1 -c jit=off",
        "server_side_binding": True,
        "prepare_threshold": 5,
    }
    if POSTGRESQL
    # IMMEDIATE: a deferred transaction fails at lock upgrade, where the busy time-out does not help.
    else {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
)
if not POSTGRESQL:  # an in-memory test database dies with threads
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
ATOMIC_REQUESTS = False

# Files of messages, kept by us. Served by a view that knows who may see them, never by address alone.
MEDIA_ROOT = DATA_DIR / "media"
LARGEST_UPLOAD = 100 * 1024 * 1024  # bytes; a platform's own limit is usually lower
# What browsers may show in place; nothing here can run anything. Everything else is downloaded.
SHOWN_INLINE = {
    *("image/jpeg", "image/png", "image/gif", "image/webp"),
    *("audio/mpeg", "audio/ogg", "audio/mp4", "audio/aac", "audio/amr", "video/mp4", "video/3gpp", "video/webm"),
}

# --- hints, workers, ticks ----------------------------------------------------------------------------------------
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "socialmedia.layers.LoopBoundInMemoryLayer", "CONFIG": {"capacity": 5000}}
        if EMBEDDED
        else {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    )
}
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.02}
    if EMBEDDED
    # Redelivery after a killed worker waits for the visibility time-out; the sweep must come round often.
    else {"visibility_timeout": 300, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "other"
# Feeds that one poll worker reads at the same time; each thread mostly waits for a platform.
POLL_THREADS = env.int("POLL_THREADS", default=50)
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not EMBEDDED
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ROUTES = {
    "interactions.tasks.poll*": {"queue": "poll"},
    "interactions.tasks.reread*": {"queue": "poll"},
    "interactions.tasks.drain*": {"queue": "intake"},
    "interactions.tasks.deliver*": {"queue": "deliver"},
    "acd.tasks.*": {"queue": "route"},
}
# What goes to the routers is only a hurry, which a tick repeats: acknowledging it would cost as much as fetching it.
CELERY_TASK_QUEUES = [Queue("route", no_ack=True)]
CELERY_BEAT_SCHEDULE = HEARTBEAT

# --- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agents.Agent"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "agents.sign_in.InvitedOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
# Per address and per user name; the first time-out is a minute, so that guessing is useless and typing is not.
# A whole contact center may sign in at eight o'clock through one address; what is watched is who fails.
ACCOUNT_RATE_LIMITS = {"login": "1000/m/ip", "login_failed": "10/m/ip,5/5m/key"}
# May sign-on providers lie at private addresses? Those that administrators enter are asked from here.
OPENID_PRIVATE_ADDRESSES = env.bool("OPENID_PRIVATE_ADDRESSES", default=DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    # The form that links an account is answered with the platform's page, which may send on within its own site.
    "form-action": [CSP.SELF, *consent_pages(FACEBOOK_AUTHORIZE_URL, X_AUTHORIZE_URL)],
    # No page builds markup from strings; a script that tried would be stopped here.
    "require-trusted-types-for": ["'script'"],
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        if EMBEDDED
        else {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    )
}

MAILERS = {"default": mailer(env.email_url("EMAIL_URL", default="consolemail://"))}
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="contact-center@localhost")

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workspace.answers.exception_handler",
}
SPECTACULAR_SETTINGS = {"TITLE": "Contact centre for social media", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

# --- words, times, files ------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each called what its speakers call it
LOCALE_PATHS = [BASE_DIR / "locale"]
STATIC_URL = "static/"
_INTER = BASE_DIR / "node_modules" / "@fontsource-variable" / "inter"
_UPLOT = BASE_DIR / "node_modules" / "uplot" / "dist"
_VENDORS = {"vendor/inter": _INTER, "vendor/uplot": _UPLOT}
STATICFILES_DIRS = [BASE_DIR / "static", *((name, path) for name, path in _VENDORS.items() if path.exists())]

# Served by finders in both modes: nothing has to be collected before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Access lines carry query strings; what happened is in the journal.
        "daphne": {"level": "WARNING"},
        "django.channels.server": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
