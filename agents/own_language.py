"""Every person reads the product in the language of his account: pages, answers of the API, frames and mails alike."""

from django.conf import settings
from django.utils import translation


def language_of(person):
    """A person's language; the installation's where his account names none that there is."""
    language = getattr(person, "language", "")
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def in_language(language, work, *args):
    """`work(*args)` in this language, for threads that answer many people one after the other."""
    with translation.override(language):
        return work(*args)


def by_language(people):
    """{language: [person, …]}: what is written to many is written once in each language."""
    found = {}
    for person in people:
        found.setdefault(language_of(person), []).append(person)
    return found


class OwnLanguage:
    """Middleware: whoever is signed in reads his own language, others what their browser asks for (`LocaleMiddleware`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer in the language of who asks."""
        if request.user.is_authenticated:
            translation.activate(language_of(request.user))
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
