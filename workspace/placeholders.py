"""Blanks in responses: `{{ customer.first_name }}`. The page fills them in; whatever is not known stays for the agent to write.

Every name within double braces is a blank. Those below are known to the product, others (`{{ serial number }}`) are always
written by hand. An answer is not sent while a blank is left in it.
"""

import re

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.local_times import zone_of

BLANK = re.compile(r"\{\{\s*([^{}\s](?:[^{}\n]{0,58}[^{}\s])?)\s*\}\}")

KNOWN = {
    "customer.first_name": (_("First name of the customer"), "Marta"),
    "customer.name": (_("Name of the customer"), "Marta Kowalczyk"),
    "customer.handle": (_("Handle of the customer"), "@martakow"),
    "agent.first_name": (_("Your first name"), ""),
    "agent.name": (_("Your name"), ""),
    "company": (_("Name of the company"), ""),
    "workgroup": (_("Workgroup"), "Home Care"),
    "channel": (_("Channel"), "Brewline Home"),
    "platform": (_("Platform"), "WhatsApp"),
    "interaction.id": (_("Number of the interaction"), "4711"),
    "date": (_("Date of today"), ""),
}


def blanks(text):
    """The names of the blanks in a text, each once."""
    return list(dict.fromkeys(BLANK.findall(text)))


def values(interaction, agent, answered=None):
    """What is known, as {name: text}. `answered` is the message that is answered: in public not always the customer's."""
    author = answered.author if answered and not answered.outbound and answered.author else interaction.thread.peer
    name = (author and author.name) or ("" if answered and author else interaction.customer.name)
    return {
        **_of_agent(agent),
        "customer.first_name": name.split()[0] if name else "",
        "customer.name": name,
        "customer.handle": (author and author.handle) or "",
        "workgroup": interaction.workgroup.name,
        "channel": interaction.thread.channel.name,
        "platform": str(interaction.thread.channel.get_platform_display()),
        "interaction.id": str(interaction.pk),
    }


def samples(agent):
    """What a preview is filled with."""
    return {name: sample for name, (_words, sample) in KNOWN.items()} | _of_agent(agent)


def _of_agent(agent):
    return {
        "agent.first_name": agent.first_name or str(agent).split()[0],
        "agent.name": str(agent),
        "company": settings.COMPANY_NAME,
        "date": today(agent, translation.get_language()),
    }


def dates(agent, languages):
    """Today in each of these languages, for responses that are not in the agent's."""
    return {language: today(agent, language) for language in sorted(set(languages)) if language}


def today(agent, language):
    """The day where the agent is, as people write it."""
    with translation.override(language):
        return date_format(timezone.localdate(timezone=zone_of(agent)), "DATE_FORMAT")
