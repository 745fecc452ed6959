"""Which app hears of what: an app's webhook per object, and the pages and accounts the app is installed on."""

from dataclasses import dataclass, field

from sandbox.store import Shelf, Store
from sandbox.world import World

WHATSAPP, PAGE = "whatsapp_business_account", "page"


@dataclass
class Webhook:
    """Where an app wants news of an object ("page" or "whatsapp_business_account"), and of which fields."""

    app: str
    object: str
    url: str
    fields: list
    verified: bool = False

    @property
    def key(self) -> str:
        """One webhook per app and object."""
        return f"{self.app}:{self.object}"


@dataclass
class Installed:
    """An app put on, or taken off, a page or WhatsApp business account; no fields means all the webhook has."""

    app: str
    target: str
    active: bool
    fields: list = field(default_factory=list)


class Subscriptions:
    """Answers who must be told of an event."""

    def __init__(self, store: Store, world: World):
        """Load webhooks and installations."""
        self._world = world
        self.webhooks = Shelf(store, "webhook", Webhook, lambda one: one.key)
        self.installed = Shelf(store, "installed", Installed, lambda one: f"{one.app}:{one.target}")

    def upsert(self, described: dict) -> Webhook | None:
        """Take in a webhook; returns it when it is new or has moved and so must be verified."""
        new = Webhook(**described)
        old = self.webhooks.get(new.key)
        if old and old.url == new.url:
            # The same object goes on, because its courier may be shaking hands with it just now.
            old.fields = new.fields
            self.webhooks.save(old)
            return None
        return self.webhooks.save(new)

    def hearing(self, kind: str, target: str, news: str) -> list[Webhook]:
        """The webhooks that must get the field `news` of a page or WhatsApp business account."""
        return [
            one for one in self.webhooks if one.object == kind and news in one.fields and self._on(one, target, news)
        ]

    def _on(self, webhook: Webhook, target: str, news: str) -> bool:
        explicit = self.installed.get(f"{webhook.app}:{target}")
        if explicit:
            return explicit.active and (not explicit.fields or news in explicit.fields)
        return webhook.app in self._owners(target)

    def has(self, app: str, target: str) -> bool:
        """Whether an app is on a page or business account at all."""
        explicit = self.installed.get(f"{app}:{target}")
        return explicit.active if explicit else app in self._owners(target)

    def _owners(self, target: str) -> set[str]:
        page = self._world.pages.get(target)
        if page:
            return {page.app}
        waba = self._world.wabas.get(target)
        return {number.app for number in self._world.waba_numbers(target)} | ({waba.app} if waba else set())

    def install(self, app: str, target: str, fields: list[str]) -> None:
        """Put an app on a page or business account."""
        self.installed.save(Installed(app, target, True, fields))

    def uninstall(self, app: str, target: str) -> None:
        """Take an app off."""
        self.installed.save(Installed(app, target, False))

    def apps_on(self, kind: str, target: str) -> list[tuple[str, list[str]]]:
        """The apps on a page or business account with the fields each hears of."""
        found = []
        for webhook in self.webhooks:
            if webhook.object == kind:
                fields = [news for news in webhook.fields if self._on(webhook, target, news)]
                found += [(webhook.app, fields)] if fields else []
        without = {app for app, _ in found}
        extra = [one for one in self.installed if one.target == target and one.active and one.app not in without]
        return found + [(one.app, one.fields) for one in extra]
