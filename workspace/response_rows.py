"""Responses in JSON, and which of them somebody asks for."""

from django.db.models import Count, Q
from django.urls import reverse

from interactions.models.attachment import kind_of
from interactions.serializers import iso
from workspace.models import Response, ResponseCategory, ResponseLibrary
from workspace.sought import containing

PAGE = 200


class Asker:
    """Who asks, with what is the same for every row of the answer."""

    def __init__(self, agent):
        self.agent = agent
        self.manages = Response.may_manage(agent)

    def may_change(self, library):
        """His own; the shared ones with the right."""
        return library.owner_id == self.agent.pk or (library.shared and self.manages)


def row(response, asker):
    """One response as the pages draw it. Load it `with_all()`."""
    return {
        "id": response.pk,
        "title": response.title,
        "text": response.text,
        "language": response.language,
        "language_name": response.get_language_display() if response.language else "",
        "shortcut": response.shortcut,
        "library": {"id": response.library_id, "name": str(response.library)},
        "own": not response.library.shared,
        "category": response.category and {"id": response.category_id, "name": response.category.path},
        "labels": [label.name for label in response.labels.all()],
        "platforms": response.platforms,
        "channels": [channel.name for channel in response.channels.all()],
        "files": [file_row(file) for file in response.files.all()],
        "active": response.active and response.library.active,
        "uses": response.uses,
        "used_at": iso(response.used_at),
        "changed_at": iso(response.changed_at),
        "can_change": asker.may_change(response.library),
    }


def file_row(file):
    """A file of a response."""
    url = reverse("workspace_api:response-file", args=[file.pk])
    return {
        "id": file.pk,
        "name": file.name,
        "mime": file.mime,
        "kind": kind_of(file.mime).value,
        "size": file.size,
        "url": url,
    }


def asked(found, query):
    """Those of `found` that fit what the address says: words, a library, a category with those beneath it."""
    found = containing(found, query.get("q", "")[:200])
    if query.get("library", "").isdecimal():
        found = found.filter(library=query["library"])
    if query.get("label"):
        found = found.filter(labels__name=query["label"])
    if query.get("category", "").isdecimal():
        category = query["category"]
        found = found.filter(Q(category=category) | Q(category__parent=category))
    return found


def page(found, asker, offset):
    """{"responses", "total", "more"}: a page of what was found."""
    shown = list(found.own_first(asker.agent).with_all()[offset : offset + PAGE + 1])
    total = len(shown) if not offset and len(shown) <= PAGE else found.count()
    rows = [row(response, asker) for response in shown[:PAGE]]
    return {"responses": rows, "total": total, "more": len(shown) > PAGE}


def libraries(asker):
    """The libraries within his reach, his own first, with their categories and how much stands in each."""
    seen = Response.objects.for_agent(asker.agent)
    in_library = _counts(seen, "library")
    in_category = _counts(seen, "category")
    found = list(ResponseLibrary.objects.for_agent(asker.agent))
    categories = list(ResponseCategory.objects.filter(library__in=[one.pk for one in found]).order_by("name", "pk"))
    found.sort(key=lambda library: library.shared)
    return [
        {
            "id": library.pk,
            "name": str(library),
            "own": not library.shared,
            "active": library.active,
            "count": in_library.get(library.pk, 0),
            "can_change": asker.may_change(library),
            "categories": _tree([one for one in categories if one.library_id == library.pk], in_category),
        }
        for library in found
    ]


def labels(asker):
    """The labels in use, with how many responses have each."""
    seen = Response.objects.for_agent(asker.agent).order_by().exclude(labels=None)
    counted = seen.values_list("labels__name").annotate(number=Count("pk")).order_by("labels__name")
    return [{"name": name, "count": number} for name, number in counted]


def _counts(seen, name):
    return dict(seen.order_by().values_list(name).annotate(number=Count("pk")))


def _tree(categories, counts, parent=None):
    return [
        {
            "id": one.pk,
            "name": one.name,
            "count": counts.get(one.pk, 0) + sum(counts.get(c.pk, 0) for c in categories if c.parent_id == one.pk),
            "children": _tree(categories, counts, one.pk),
        }
        for one in categories
        if one.parent_id == parent
    ]
