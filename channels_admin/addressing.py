"""What a channel of each platform may read: which addresses and keywords, and which workgroups answer there."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agents.models import Installation
from channels_admin.models import Feed, FeedKind, Platform
from channels_admin.models.feed import PUBLIC, private_kind
from platforms.twitter.search import QUERY_LENGTH, queries

NUMBER = re.compile(r"[0-9]{3,40}")
INTEGRATION = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")  # help.x.com "Username help"
LONGEST_KEYWORD = 120


def faults(platform, facts):
    """{field: sentence} of what is wrong with a channel's addresses, keywords and workgroups; empty when all is well."""
    return {name: text for name, text in _CHECKS[platform](facts) if text}


def _facebook(facts):
    wrong = _first(facts["addresses"], lambda line: not NUMBER.fullmatch(line))
    yield "addresses", _("Enter the ID of at least one page.") if not facts["addresses"] else ""
    yield (
        "addresses",
        wrong and _("“%(line)s” is not a page ID: those are numbers, like 110220330440550.") % {"line": wrong},
    )
    yield "keywords", _("Keywords are searched on X only.") if facts["keywords"] else ""


def _twitter(facts):
    wrong = _first(facts["addresses"], lambda line: not HANDLE.fullmatch(line))
    searched = [word for word in facts["keywords"] if not word.startswith("-")]
    if not facts["addresses"] and not searched:
        yield "addresses", _("Enter at least one handle or one keyword.")
    yield (
        "addresses",
        wrong and _("“%(line)s” is not a handle: those are up to 15 letters, digits or _.") % {"line": wrong},
    )
    yield "keywords", _excludes_too_much(facts["keywords"])
    yield "keywords", keyword_fault(facts["keywords"])


def _excludes_too_much(keywords):
    """Each search names all words that are excluded, and X takes only so much in one."""
    longest = max(map(len, queries(keywords, own="9" * 19)), default=0)
    words = _("The excluded words are too long together: X takes %(n)s characters in one search. Take some out.")
    return words % {"n": QUERY_LENGTH} if longest > QUERY_LENGTH else ""


def keyword_fault(keywords):
    """What is wrong with the first keyword that cannot be searched for, in a sentence; blank when all can."""
    wrong = _first(keywords, lambda word: len(word) > LONGEST_KEYWORD or not re.search(r"\w", word))
    return wrong and _("“%(word)s” cannot be searched for. A keyword is a word or a phrase.") % {"word": wrong[:40]}


_NOT_A_NUMBER = {
    False: _("This is not a phone number ID: Meta gives it as digits only, beside the number itself."),
    True: _("This is not the ID of a WhatsApp integration: Genesys Cloud shows it like 8f2c1a3e-…."),
}


def _whatsapp(facts):
    addresses = facts["addresses"]
    if len(addresses) != 1:
        yield "addresses", _("Enter the ID of one phone number. Every number has a channel of its own.")
    elif not (INTEGRATION if facts.get("genesys") else NUMBER).fullmatch(addresses[0]):
        yield "addresses", _NOT_A_NUMBER[bool(facts.get("genesys"))]
    yield "keywords", _("Keywords are searched on X only.") if facts["keywords"] else ""
    public = facts["conversation_workgroup"]
    yield "conversation_workgroup", _("WhatsApp has no public conversations. Leave it blank.") if public else ""
    yield (
        "direct_workgroup",
        _("Choose who answers: without a workgroup the messages are not read.")
        if not facts["direct_workgroup"]
        else "",
    )


_CHECKS = {Platform.FACEBOOK: _facebook, Platform.TWITTER: _twitter, Platform.WHATSAPP: _whatsapp}


def _first(lines, wrong):
    return next((line for line in lines if wrong(line)), "")


def read_elsewhere(channel):
    """Why a page, inbox or number of this channel cannot be its own, as a sentence; blank when nobody else reads it."""
    addresses = [channel.account.external_id] if channel.platform == Platform.TWITTER else channel.addresses
    others = Feed.objects.filter(kind__in=_exclusive_kinds(channel), address__in=addresses).exclude(channel=channel.pk)
    other = others.select_related("channel").first()
    if other is None:
        return ""
    words = {"what": _WHAT[FeedKind(other.kind)] % {"address": other.address}, "channel": other.channel.name}
    return _("%(what)s belongs to the channel “%(channel)s” already, and can belong to one only.") % words


_WHAT = {
    FeedKind.FACEBOOK_POSTS: _("The page %(address)s"),
    FeedKind.MESSENGER: _("The Messenger inbox of page %(address)s"),
    FeedKind.X_DIRECT: _("The direct-message inbox of X account %(address)s"),
    FeedKind.WHATSAPP: _("The number %(address)s"),
    FeedKind.WHATSAPP_GENESYS: _("The number %(address)s"),
}


def _exclusive_kinds(channel):
    public = channel.conversation_workgroup_id and PUBLIC.get(channel.platform)
    private = channel.direct_workgroup_id and private_kind(channel)
    return [kind for kind in (public, private) if kind and kind != FeedKind.X_POSTS]


def obstacles(channel):
    """Why it cannot be enabled, in sentences; empty when it can."""
    found = [
        "" if Installation.here().social_media else _("Social media is off: switch it on first."),
        _("Choose a workgroup first: nobody would answer.") if not _has_workgroup(channel) else "",
        _("Give the account “%(account)s” an access token first.") % {"account": channel.account}
        if not (channel.account.token or channel.account.client_secret)
        else "",
        read_elsewhere(channel),
    ]
    return [text for text in found if text]


def _has_workgroup(channel):
    return bool(channel.conversation_workgroup_id or channel.direct_workgroup_id)


def what_it_reads(channel):
    """Its addresses in few words."""
    if channel.platform == Platform.TWITTER:
        handles = " ".join(f"@{handle}" for handle in channel.addresses[:3])
        words = ngettext("%(n)s keyword", "%(n)s keywords", len(channel.keywords)) % {"n": len(channel.keywords)}
        return ", ".join(filter(None, [handles, words if channel.keywords else ""]))
    if len(channel.addresses) > 1:
        return _("%(n)s pages") % {"n": len(channel.addresses)}
    return ", ".join(channel.addresses)
