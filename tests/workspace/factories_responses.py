"""Responses for tests."""

import factory

from tests.factories import Made
from workspace.models import Response, ResponseCategory, ResponseLibrary


class ResponseLibraryFactory(Made):
    """Shared with everybody; `workgroups` and `roles` share it with those alone, `owner` makes it his own."""

    class Meta:
        model = ResponseLibrary
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Library {n}")

    @factory.post_generation
    def workgroups(self, create, given, **more):
        """Whose members may use it."""
        self.workgroups.set(given or [])

    @factory.post_generation
    def roles(self, create, given, **more):
        """Who may use it."""
        self.roles.set(given or [])


class ResponseCategoryFactory(Made):
    """A heading."""

    class Meta:
        model = ResponseCategory

    library = factory.SubFactory(ResponseLibraryFactory)
    name = factory.Sequence(lambda n: f"Category {n}")


class ResponseFactory(Made):
    """A response in a library that everybody may use."""

    class Meta:
        model = Response

    library = factory.SubFactory(ResponseLibraryFactory)
    title = factory.Sequence(lambda n: f"Response {n}")
    text = "We send you the kit today."


def own(agent, **facts):
    """A response of his own."""
    return ResponseFactory(library=ResponseLibrary.objects.own_of(agent), **facts)
