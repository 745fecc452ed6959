"""Whom a provider vouches for: by its subject, once that is linked; the first time by a verified e-mail address."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agents.models import Agent, SignOnLink
from audit.recording import record


class Refused(Exception):
    """He is not let in; the text tells him why, and what to do."""


def person_behind(provider, claims):
    """The person to sign in, linked from now on. People are invited: nobody is made here."""
    known = SignOnLink.objects.filter(provider=provider, subject=claims["sub"]).select_related("agent").first()
    agent = known.agent if known else _by_mail(_verified_address(claims))
    if not agent.is_active:
        raise Refused(_("Your account here was deactivated. Ask an administrator if you need it again."))
    if not known:
        _link(provider, agent, claims)
    return agent


def _verified_address(claims):
    """An address that the provider has verified; some write the truth as a text."""
    address, verified = claims.get("email"), claims.get("email_verified")
    if isinstance(address, str) and address.strip() and (verified is True or verified == "true"):
        return address.strip()
    raise Refused(
        _(
            "You have not signed on this way before, and the provider vouches for no e-mail address by which you could be "
            "recognized. Have it verified there, or sign in with your password."
        )
    )


def _by_mail(address):
    found = [agent for agent in Agent.objects.filter(email__iexact=address)[:5] if _same(agent.email, address)]
    if not found:
        words = _("Nobody with the e-mail address %(address)s is known here. Ask an administrator to invite you.")
        raise Refused(words % {"address": address})
    if len(found) > 1:
        words = _("Several accounts here have the e-mail address %(address)s. Ask an administrator to tell them apart.")
        raise Refused(words % {"address": address})
    return found[0]


def _same(one, other):
    """Databases fold letters that only look alike: beyond ASCII, addresses must be the same to the letter."""
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())


def _link(provider, agent, claims):
    """From now on the subject counts, whatever becomes of the address."""
    try:
        with transaction.atomic():
            link, made = SignOnLink.objects.get_or_create(
                provider=provider, agent=agent, defaults={"subject": claims["sub"]}
            )
            if made:
                record(agent, "linked", agent, {}, {"sign_on": f"{provider}: {claims['email']}"})
    except IntegrityError:  # the same subject was linked to somebody else this very moment
        raise Refused(_("Your sign-on was linked to another account. Ask an administrator.")) from None
    if link.subject != claims["sub"]:
        words = _("Your account is linked to somebody else at %(provider)s. Ask an administrator to remove that link.")
        raise Refused(words % {"provider": provider})
