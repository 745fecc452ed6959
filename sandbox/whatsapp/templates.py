"""Message templates of WhatsApp business accounts: what was submitted, and what the review says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.store import Shelf
from sandbox.webhooks.subscriptions import WHATSAPP

if TYPE_CHECKING:
    from sandbox.stage import Stage

# What an event of the review makes of a template; the others are its status themselves.
BECOMES = {"REINSTATED": "APPROVED", "UNARCHIVED": "APPROVED", "FLAGGED": "APPROVED"}


@dataclass
class Template:
    """One template in one language; components as they were submitted."""

    id: str
    waba: str
    name: str
    language: str
    category: str
    components: list
    parameter_format: str = "POSITIONAL"
    status: str = "PENDING"
    reason: str = "NONE"
    quality: str = "UNKNOWN"
    at: float = 0.0
    previous_category: str = ""
    rejection: dict = field(default_factory=dict)

    def part(self, kind: str) -> dict:
        """The component of a type (HEADER, BODY, FOOTER, BUTTONS), or {}."""
        return next((one for one in self.components if str(one.get("type", "")).upper() == kind), {})


class Templates:
    """Templates of all business accounts."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.shelf = Shelf(stage.store, "wa_template", Template, lambda one: one.id)
        stage.agenda.acts["whatsapp_review"] = self.approve

    def get(self, identifier: str) -> Template | None:
        """The template, or None."""
        return self.shelf.get(identifier)

    def of(self, waba: str, name: str = "") -> list[Template]:
        """Those of a business account, in all languages, oldest first."""
        found = [one for one in self.shelf if one.waba == waba and name in ("", one.name)]
        return sorted(found, key=lambda one: (one.at, one.id))

    def find(self, waba: str, name: str, language: str) -> Template | None:
        """The template in a language, or None."""
        return next((one for one in self.of(waba, name) if one.language == language), None)

    def submit(self, waba: str, described: dict) -> Template:
        """A new template; reviewed by itself when the sandbox is told to."""
        known = {name: described[name] for name in ("name", "language", "category", "components")}
        form = str(described.get("parameter_format") or "POSITIONAL").upper()
        made = Template(ids.number(), waba, **known, parameter_format=form, at=self._stage.clock.now())
        return self.resubmit(made)

    def describe(self, described: dict) -> None:
        """A template that is there already, approved unless said otherwise; the same twice changes nothing."""
        known = self.find(described["waba"], described["name"], described["language"])
        made = Template(known.id if known else ids.number(), **{"status": "APPROVED", **described})
        made.at = known.at if known else self._stage.clock.now()
        self.shelf.save(made)

    def resubmit(self, template: Template) -> Template:
        """It waits for the review."""
        template.status, template.reason, template.rejection = "PENDING", "NONE", {}
        self.shelf.save(template)
        if self._stage.switches.review_after is not None:
            self._stage.agenda.plan(self._stage.switches.review_after, "whatsapp_review", id=template.id)
        return template

    def approve(self, id: str) -> None:
        """The review takes it, if it still waits for one."""
        template = self.get(id)
        if template and template.status == "PENDING":
            self.decide(template, "APPROVED")

    def decide(self, template: Template, event: str, reason: str = "NONE", more: dict | None = None) -> None:
        """The review, or the platform later, decides; the apps on the account are told."""
        template.status, template.reason = BECOMES.get(event, event), reason
        template.rejection = (more or {}).get("rejection_info", {})
        self.shelf.save(template)
        self.tell(template, "message_template_status_update", {"event": event, "reason": reason, **(more or {})})

    def rate(self, template: Template, quality: str) -> None:
        """Customers like it more or less: GREEN, YELLOW, RED."""
        scores = {"previous_quality_score": template.quality, "new_quality_score": quality}
        template.quality = quality
        self.shelf.save(template)
        self.tell(template, "message_template_quality_update", scores)

    def recategorize(self, template: Template, category: str) -> None:
        """The platform finds that it is of another category."""
        told = {"previous_category": template.category, "new_category": category}
        template.previous_category, template.category = template.category, category
        self.shelf.save(template)
        self.tell(template, "template_category_update", told)

    def tell(self, template: Template, topic: str, value: dict) -> None:
        """Tell the apps on the account about a template."""
        about = {
            "message_template_id": int(template.id),
            "message_template_name": template.name,
            "message_template_language": template.language,
        }
        if topic == "message_template_status_update":
            about["message_template_category"] = template.category
        change = {"field": topic, "value": {**value, **about}}
        entry = {"id": template.waba, "time": int(self._stage.clock.now()), "changes": [change]}
        self._stage.sender.send(WHATSAPP, template.waba, topic, "whatsapp", entry)
