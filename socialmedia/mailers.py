"""Mail servers, as Django's setting MAILERS wants them."""


def mailer(given):
    """What EMAIL_URL names (as django-environ reads it) as one entry of MAILERS."""
    names = {"EMAIL_HOST": "host", "EMAIL_PORT": "port", "EMAIL_HOST_USER": "username"}
    names |= {"EMAIL_HOST_PASSWORD": "password", "EMAIL_USE_TLS": "use_tls", "EMAIL_USE_SSL": "use_ssl"}
    if not given["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        names = {"EMAIL_FILE_PATH": "file_path"} if "filebased" in given["EMAIL_BACKEND"] else {}
    options = {option: given[name] for name, option in names.items() if given.get(name)}
    return {"BACKEND": given["EMAIL_BACKEND"], "OPTIONS": options | ({"timeout": 10} if "host" in options else {})}
