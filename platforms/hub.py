"""All platforms by the kind of thread they carry."""

from platforms import facebook, genesys, messenger, twitter, twitter_direct, whatsapp

MODULES = {
    "facebook_posts": facebook,
    "messenger": messenger,
    "x_posts": twitter,
    "x_direct": twitter_direct,
    "whatsapp": whatsapp,
    "whatsapp_genesys": genesys,
}
# One delivery of a platform may carry several kinds.
WEBHOOKS = {
    "facebook": ("facebook_posts", "messenger"),
    "twitter": ("x_posts", "x_direct"),
    "whatsapp": ("whatsapp",),
}


def module(kind):
    """The platform module for a kind of thread; KeyError if there is none."""
    return MODULES[kind]


def parse_webhook(platform, body):
    """What a raw delivery of a platform (facebook, twitter, whatsapp) holds: [(kind, Delivered)]."""
    return [(kind, delivered) for kind in WEBHOOKS[platform] for delivered in MODULES[kind].parse_webhook(body)]
