"""Changing the display name of a number that works already (R22).

With Meta in place: asked for, reviewed, taken into use by registering again. With Genesys Cloud by another certificate: two
integrations of a number are never possible, so the old one is deleted before the new one is made. Meanwhile replies wait;
channel, conversations and history stay. If it fails, the integration is made again with the old certificate.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.kept_words import told
from channels_admin.models import Channel, NameChange, PhoneNumber, Provider
from channels_admin.whatsapp import known, phone
from channels_admin.whatsapp.states import status_of
from platforms.base import PlatformError
from platforms.genesys import integrations
from platforms.whatsapp.management import registration

State = NameChange.State


class Refused(Exception):
    """It cannot be done now; the text says why and what to do."""


def is_genesys(number):
    """Does Genesys Cloud carry it?"""
    return number.waba.account.provider == Provider.GENESYS


def channel_of(number):
    """The channel of a number; None where it has none."""
    channels = Channel.objects.current().filter(account=number.waba.account_id)
    return next((one for one in channels if one.addresses == [number.external_id]), None)


def under_way(number):
    """The change that is under way; None where there is none."""
    return number.name_changes.filter(state__in=NameChange.UNDER_WAY).first()


def ask(number, name, by):
    """Ask for another name. One that the rules refuse is not even asked for."""
    name = " ".join(name.split())
    refused = known.name_refusals(name, number.owned_by)
    if refused:
        raise Refused(" ".join(str(one.words) for one in refused))
    if name == number.verified_name:
        raise Refused(_("The number has this name already."))
    try:
        with transaction.atomic():
            change = NameChange.objects.create(number=number, wanted=name, asked_by=by)
            if not is_genesys(number):
                registration.ask_for_name(_wire(number), name)
    except IntegrityError:
        raise Refused(_("Another change of the name is under way: finish it or give it up first.")) from None
    except PlatformError as error:
        raise Refused(told(error.reason)) from None
    return change


def decided(number, name, decision, reason):
    """What the review says; also told by the platform's events. A rejected name asks for another."""
    to = {"APPROVED": State.APPROVED, "REJECTED": State.REJECTED, "DECLINED": State.REJECTED}.get(decision)
    change = NameChange.objects.filter(number=number, state=State.REVIEW).first()
    if to and change and name in ("", change.wanted):
        change.move(State.REVIEW, to=to, reason=reason[:500])


def give_up(change):
    """Do not change it after all; not once the old integration is gone."""
    if not change.move(State.REVIEW, State.APPROVED, to=State.DROPPED):
        raise Refused(_("It is too late to give it up: finish it, or go back to the old certificate."))


def take_into_use(change, pin=""):
    """Meta: register the number again, with the PIN that is kept or entered; customers see the new name from then on."""
    number = change.number
    if change.state != State.APPROVED:
        raise Refused(_("The name has not been approved yet."))
    pin = pin or number.pin
    if not registration.PIN.fullmatch(pin):
        raise Refused(_("Enter the PIN of the number's two-step verification: six digits."))
    try:
        registration.register(_wire(number), pin)
    except PlatformError as error:
        raise Refused(told(error.reason)) from None
    with transaction.atomic():
        change.move(State.APPROVED, to=State.DONE)
        facts = {"verified_name": change.wanted, "name_status": "APPROVED", "name_at": timezone.now(), "pin": pin}
        PhoneNumber.objects.filter(pk=number.pk).update(**facts)


def keep_certificate(change, certificate):
    """Genesys Cloud: the name is approved, and this is the certificate that Meta made for it."""
    typed = "".join(certificate.split())
    if len(typed) < 40 or not typed.isascii():
        raise Refused(_("This is no certificate: copy all of it, as the Business Manager shows it under View."))
    if typed == change.number.certificate:
        raise Refused(_("This is the old certificate: a new one is made when the name is approved."))
    if not change.move(State.REVIEW, State.APPROVED, to=State.APPROVED, certificate=typed):
        raise Refused(_("The certificate cannot be changed any more."))


def replace(change, *, tested):
    """Genesys Cloud: delete the integration, then make the new one. `tested`: a test call or SMS reached the number."""
    if not tested:
        raise Refused(
            _("Call the number or send it an SMS first, and tick that it arrived: the new code has to reach it.")
        )
    if not change.certificate:
        raise Refused(_("Enter the new certificate first."))
    if not change.move(State.APPROVED, to=State.REPLACING, tested_at=timezone.now()):
        raise Refused(_("It is being replaced already, or not approved yet."))
    channel = channel_of(change.number)
    if channel:
        channel.hold()
    _delete(change)
    _make(change, change.certificate, change.wanted)


def make_again(change, *, old):
    """Genesys Cloud: try once more, with the new certificate or, as it was before, with the old one."""
    if change.state != State.REPLACING:
        raise Refused(_("There is nothing to be made again: the integration is there."))
    number = change.number
    certificate = number.certificate if old else change.certificate
    if not certificate:
        raise Refused(_("There is no old certificate on record: enter the one from the Business Manager."))
    _untie(number)
    _make(change, certificate, number.verified_name if old else change.wanted)


def settle(change):
    """Genesys Cloud: the number is active again: replies go out. False while it is not."""
    number = PhoneNumber.objects.get(pk=change.number_id)
    if not number.is_verified or not number.is_registered:
        return False
    same = number.verified_name != change.wanted
    moved = change.move(State.VERIFYING, to=State.DROPPED if same else State.DONE)
    channel = channel_of(number)
    if moved and channel:
        channel.let_go()
    return moved


def _delete(change):
    try:
        integrations.delete(change.number.waba.account.wire(""), change.number.external_id)
    except PlatformError as error:
        # It is still there, so nothing has happened yet.
        change.move(State.REPLACING, to=State.APPROVED, reason=error.reason[:500])
        channel = channel_of(change.number)
        if channel:
            channel.let_go()
        raise Refused(told(error.reason)) from None


def _untie(number):
    """Away with whatever integration it has: it may have come to no end before, or to one that nobody heard of."""
    wire, found = number.waba.account.wire(""), phone.described(number.number)
    try:
        for one in integrations.listed(wire):
            if found and one.phone == found.e164:
                integrations.delete(wire, one.id)
    except PlatformError as error:
        raise Refused(told(error.reason)) from None


def _make(change, certificate, name):
    number, account = change.number, change.number.waba.account
    found = phone.described(number.number)
    try:
        made = integrations.create(account.wire(""), name, found.e164, certificate)
    except PlatformError as error:
        NameChange.objects.filter(pk=change.pk).update(reason=error.reason[:500])
        words = _("%(why)s The number has no integration now, and replies wait: try again, or use the old certificate.")
        raise Refused(words % {"why": told(error.reason)}) from None
    with transaction.atomic():
        if change.move(State.REPLACING, to=State.VERIFYING, reason=""):
            _moved_to(number, made, certificate, name)


def _moved_to(number, made, certificate, name):
    """The number has another integration: everything that names it by the old one follows."""
    channel, old = channel_of(number), number.external_id
    facts = {"external_id": made.id, "certificate": certificate, "certificate_before": number.certificate}
    facts |= {"verified_name": name, "name_status": "APPROVED", "name_at": timezone.now()}
    facts |= {"verification": "", "status": status_of(made.status), "code_at": None, "code_said": "", "gone_at": None}
    PhoneNumber.objects.filter(pk=number.pk).update(**facts)
    if channel:
        Channel.objects.filter(pk=channel.pk).update(addresses=[made.id])
        channel.feeds.filter(address=old).update(address=made.id)
        channel.threads.filter(address=old).update(address=made.id)
    number.refresh_from_db()


def _wire(number):
    return number.waba.wire(number.external_id)
