"""Does Graph deliver what happens on a page to our app? And making it do so.

Where it delivers to is a setting of the app, not of the page; what it delivers is a list per page and app, which each
POST replaces. So what another part of the product subscribed to is sent along.
Source: Graph API reference, /page/subscribed_apps.
"""

from platforms import graph, payload


def subscribed(wire, fields):
    """Are all these webhook fields of the page delivered to our app?"""
    return set(fields) <= _present(wire)


def subscribe(wire, fields):
    """Have these fields delivered beside those that are delivered already."""
    wanted = sorted(_present(wire) | set(fields))
    graph.call(wire, "POST", f"{wire.address}/subscribed_apps", body={"subscribed_fields": ",".join(wanted)})


def _present(wire):
    apps = [row for rows, _ in graph.pages(wire, f"{wire.address}/subscribed_apps", {}) for row in rows]
    if len(apps) > 1:
        ours = _own_app(wire)
        apps = [app for app in apps if payload.ident(app, "id") == ours]
    return {name for app in apps for name in _names(app.get("subscribed_fields"))}


def _own_app(wire):
    """The id of the app that the token was made for."""
    answer, _ = graph.call(wire, "GET", "app", params={"fields": "id"})
    return payload.ident(answer, "id")


def _names(fields):
    """Fields are names, or objects with a name and a version."""
    found = fields if isinstance(fields, list) else []
    return [name for field in found if (name := field if isinstance(field, str) else payload.words(field, "name"))]
