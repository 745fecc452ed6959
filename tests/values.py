"""The variables that all tests start with, whatever the installation says."""

KEY = "dGhlc2UgdGhpcnR5LXR3byBieXRlcyBhcmUgYSBrZXk="
NOBODY = "http://127.0.0.1:9"  # nobody listens there
SETTINGS = {
    "SECRET_KEY": "for the tests only",
    "FIELD_KEYS": KEY,
    "GRAPH_URL": NOBODY,
    "X_URL": NOBODY,
    "PUBLIC_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DEMO": "false",
    "DEBUG": "false",
    "LOG_LEVEL": "WARNING",
    "HYPOTHESIS_STORAGE_DIRECTORY": "var/hypothesis",
}
