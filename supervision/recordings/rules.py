"""By which rule an entry was erased: kept as a word and a name, signed with it, read in the reader's language."""

from django.utils.translation import gettext_lazy as _

DELETED, CUSTOMER, POLICY, PERSON = "deleted", "customer", "policy", "person"
WORDS = {
    DELETED: _("deleted on the platform"),
    CUSTOMER: _("erasure of the customer"),
    POLICY: _("policy “%(name)s”"),
    PERSON: _("deleted by %(name)s"),
}


def rule(kind, name=""):
    """As it is kept."""
    return f"{kind}:{name}"[:120]


def rule_words(kept):
    """As it is read."""
    kind, _colon, name = kept.partition(":")
    words = WORDS.get(kind)
    return str(words) % {"name": name} if words else kept
