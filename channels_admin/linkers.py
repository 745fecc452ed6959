"""Who speaks with each platform about accounts: linking and health, as `platforms.base.linking` describes."""

from platforms.facebook import linking as facebook
from platforms.twitter import linking as twitter

# WhatsApp's tokens are Meta's too, given by hand for a system user; what can be asked about them is the same.
LINKERS = {"facebook": facebook, "whatsapp": facebook, "twitter": twitter}


def linker(platform):
    """The module that links accounts of this platform; KeyError if there is none."""
    return LINKERS[platform]
