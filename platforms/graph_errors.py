"""What the error codes of Facebook, Messenger and WhatsApp mean for us, in words for an agent or administrator.

Sources: Graph API "Handling errors", Messenger Platform "Error codes", WhatsApp Cloud API "Error codes"
(developers.facebook.com), and answers captured in public bug reports.
"""

from datetime import timedelta

from platforms.base import Outcome
from platforms.words import _

RETRY, WAIT, FAILED = Outcome.RETRY, Outcome.WAIT, Outcome.MESSAGE_FAILED
SUSPENDED, SENT, UNKNOWN = Outcome.ACCOUNT_SUSPENDED, Outcome.ALREADY_SENT, Outcome.UNKNOWN

TOKEN = _("The access token is no longer valid: link the account again.")
PERMISSION = _("The account lacks a permission that this needs: link it again and grant all of them.")
WINDOW = _("The platform's reply window is closed: the customer must write first.")
RATE = _("The platform's limit of calls is reached.")
TEMPORARY = _("The platform has a temporary problem.")
NO_MESSAGES = _("This person does not take messages at the moment.")
NOT_PRIVATELY = _("This person cannot be answered in private.")
VALUE = _("The platform did not accept a value that we sent.")
PIN = _("The PIN of the number's two-step verification is wrong: look it up and enter it again.")
TEMPLATE = _("WhatsApp does not accept the form of the template: mend the part it names and submit it again.")

# (code, subcode) is looked up first, then the code alone.
BY_SUBCODE = {
    (10, 2018278): (FAILED, WINDOW),
    (10, 2018065): (FAILED, WINDOW),
    (100, 33): (FAILED, _("This does not exist any more, or the account may not see it.")),
    (100, 2018001): (FAILED, _("The platform does not know this person.")),
    (200, 1545041): (FAILED, NO_MESSAGES),
    (190, 458): (SUSPENDED, _("The app was removed from the account: link the account again.")),
    (190, 459): (SUSPENDED, _("Facebook wants the account's owner to sign in and confirm who he is.")),
    (190, 460): (SUSPENDED, _("The password was changed: link the account again.")),
    (190, 463): (SUSPENDED, _("The access token has expired: link the account again.")),
    (190, 464): (SUSPENDED, _("The account's owner is not confirmed: he must sign in to Facebook.")),
    (190, 467): (SUSPENDED, TOKEN),
    (190, 492): (SUSPENDED, _("The person who linked the page has no role on it any more: link it again.")),
}
BY_CODE = {
    0: (SUSPENDED, TOKEN),
    1: (UNKNOWN, TEMPORARY),
    2: (UNKNOWN, TEMPORARY),
    3: (SUSPENDED, PERMISSION),
    4: (WAIT, RATE),
    10: (SUSPENDED, PERMISSION),
    17: (WAIT, RATE),
    32: (WAIT, RATE),
    33: (FAILED, _("The number does not exist any more, or the account may not use it.")),
    100: (FAILED, VALUE),
    102: (SUSPENDED, TOKEN),
    190: (SUSPENDED, TOKEN),
    230: (FAILED, _("This person has not allowed the page to write.")),
    341: (WAIT, _("The page has posted too much in a short time.")),
    368: (FAILED, _("The platform blocked this as against its policies.")),
    506: (SENT, _("The very same text was just posted.")),
    551: (FAILED, _("This person is not available: blocked, or does not take messages.")),
    613: (WAIT, RATE),
    803: (FAILED, _("This does not exist any more, or the account may not see it.")),
    1200: (RETRY, TEMPORARY),
    10900: (FAILED, _("This was answered in private before, or is older than seven days: answer in public.")),
    10903: (FAILED, NOT_PRIVATELY),
    10904: (FAILED, _("The page does not take messages: switch them on in its settings at Facebook.")),
    1609005: (FAILED, _("The link in the text could not be processed.")),
    2018108: (FAILED, NO_MESSAGES),
    2018344: (FAILED, NOT_PRIVATELY),
    2388019: (FAILED, _("The account has as many templates as it may have: delete one that is not needed.")),
    2388039: (FAILED, TEMPLATE),
    2388040: (FAILED, _("A part of the template is too long: shorten it and submit it again.")),
    2388047: (FAILED, _("WhatsApp does not accept the template's header: mend it and submit it again.")),
    2388072: (FAILED, _("WhatsApp does not accept the template's body: mend it and submit it again.")),
    2388073: (FAILED, _("WhatsApp does not accept the template's footer: mend it and submit it again.")),
    2388293: (FAILED, _("The template has too many placeholders for so few words: add words or take some out.")),
    2388299: (FAILED, _("The template begins or ends with a placeholder: put words before and after it.")),
    130403: (FAILED, _("The company has blocked this person.")),
    130429: (WAIT, _("Too many messages a second from this number.")),
    130472: (FAILED, _("WhatsApp held the message back: this person is part of an experiment.")),
    130497: (FAILED, _("The company may not write to people in this country.")),
    131000: (RETRY, TEMPORARY),
    131008: (FAILED, _("The platform misses a value that is needed.")),
    131009: (FAILED, VALUE),
    131016: (RETRY, TEMPORARY),
    131021: (FAILED, _("A number cannot write to itself.")),
    131026: (FAILED, _("Could not be delivered: not on WhatsApp, blocked, or an old app.")),
    131030: (FAILED, _("This number is not on the list of test recipients.")),
    131031: (SUSPENDED, _("WhatsApp has locked the business account.")),
    131037: (FAILED, _("The number's display name is not approved yet.")),
    131042: (FAILED, _("There is a problem with the business account's payment method.")),
    131045: (FAILED, _("The number is not registered with WhatsApp.")),
    131047: (FAILED, _("The 24-hour window is closed: only an approved template can be sent.")),
    131048: (WAIT, _("WhatsApp slows this number down because customers reported its messages.")),
    131049: (FAILED, _("WhatsApp held the message back to limit marketing: try again after 24 hours.")),
    131050: (FAILED, _("This person does not want marketing messages.")),
    131051: (FAILED, _("WhatsApp does not support this kind of message.")),
    131052: (FAILED, _("The customer's media could not be downloaded.")),
    131053: (FAILED, _("The media could not be uploaded.")),
    131056: (WAIT, _("Too many messages to this person in a short time.")),
    131057: (RETRY, _("The number is under maintenance.")),
    131062: (FAILED, _("This person cannot be written to without a phone number.")),
    131063: (FAILED, _("This person cannot be written to without a phone number.")),
    131064: (WAIT, RATE),
    132000: (FAILED, _("The template has another number of placeholders.")),
    132001: (FAILED, _("The template does not exist in this language or is not approved.")),
    132005: (FAILED, _("The template's text is too long once filled in.")),
    132007: (FAILED, _("The template's content is against WhatsApp's policies.")),
    132012: (FAILED, _("A placeholder of the template was filled in the wrong way.")),
    132015: (FAILED, _("The template is paused for low quality.")),
    132016: (FAILED, _("The template is disabled for low quality.")),
    132068: (FAILED, _("The flow of the template is blocked.")),
    132069: (FAILED, _("The flow of the template is used too often.")),
    133004: (RETRY, TEMPORARY),
    133005: (FAILED, PIN),
    133006: (FAILED, _("The number is not verified yet: ask for a code and enter it first.")),
    133008: (FAILED, _("The PIN was wrong too often: wait until WhatsApp takes it again.")),
    133009: (FAILED, _("The PIN was entered too fast: wait a little before trying again.")),
    133010: (SUSPENDED, _("The number is not registered: finish its setup.")),
    133015: (FAILED, _("The number was deleted a short time ago: wait five minutes before registering it again.")),
    133016: (WAIT, _("The number was registered too often.")),
    135000: (FAILED, _("WhatsApp did not accept the message.")),
    136024: (FAILED, _("No code could be asked for: the number is verified already, or it was asked for too often.")),
    136025: (FAILED, _("The code was not accepted: check it, or ask for a new one.")),
    1349175: (FAILED, _("The business account has as many numbers as it may have.")),
    2388103: (FAILED, _("The number is in use with WhatsApp already.")),
    137000: (FAILED, _("The person's identity has changed and was not confirmed.")),
}
# Where Meta's words for a person (how long to wait, where a number is in use) say more than a sentence of ours could.
WORDED = (136024, 136025, 1349175, 2388103)
# A block of any kind, which may also be for words that were just posted: only the message tells ("You've already posted
# this"). That is what 506 is.
BLOCKED, DUPLICATE, REPEATED = 368, 506, "already posted"
# Codes that name a limit or a permission by range: business use case limits, and the permissions of the page.
RATE_CODES = range(80000, 80100)
PERMISSION_CODES = range(200, 300)
# From here on a subcode means the same under any code.
TELLING_SUBCODES = 1_000_000

# How long to wait where the headers do not say; WhatsApp lets one message go to one person every 6 s.
PAUSES = {131056: timedelta(seconds=6), 130429: timedelta(seconds=5), 131048: timedelta(hours=1)}
PAUSE = timedelta(minutes=1)


def meaning(code, subcode=None):
    """(outcome, words) of an error code; None if we do not know it."""
    if code is None:
        return None
    return BY_SUBCODE.get((code, subcode)) or _telling(code, subcode) or BY_CODE.get(code) or _by_range(code)


def _telling(code, subcode):
    # What is wrong with a person or a template hides behind "a value was not accepted" or "not permitted".
    return BY_CODE.get(subcode) if code in (10, 100, 200) and (subcode or 0) >= TELLING_SUBCODES else None


def _by_range(code):
    if code in RATE_CODES:
        return WAIT, RATE
    return (SUSPENDED, PERMISSION) if code in PERMISSION_CODES else None
