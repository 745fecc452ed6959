"""What the error codes of Facebook, Messenger and WhatsApp mean for us, in words for an agent or administrator.

Sources: Graph API "Handling errors", Messenger Platform "Error codes", WhatsApp Cloud API "Error codes"
(developers.facebook.com), and answers captured in public bug reports.
"""

from datetime import timedelta

from platforms.base import Outcome

RETRY, WAIT, FAILED = Outcome.RETRY, Outcome.WAIT, Outcome.MESSAGE_FAILED
SUSPENDED, SENT, UNKNOWN = Outcome.ACCOUNT_SUSPENDED, Outcome.ALREADY_SENT, Outcome.UNKNOWN

TOKEN = "The access token is no longer valid: link the account again."
PERMISSION = "The account lacks a permission that this needs: link it again and grant all of them."
WINDOW = "The platform's reply window is closed: the customer must write first."
RATE = "The platform's limit of calls is reached."
TEMPORARY = "The platform has a temporary problem."
NO_MESSAGES = "This person does not take messages at the moment."
NOT_PRIVATELY = "This person cannot be answered in private."
VALUE = "The platform did not accept a value that we sent."
PIN = "The PIN of the number's two-step verification is wrong: look it up and enter it again."
TEMPLATE = "WhatsApp does not accept the form of the template: mend the part it names and submit it again."

# (code, subcode) is looked up first, then the code alone.
BY_SUBCODE = {
    (10, 2018278): (FAILED, WINDOW),
    (10, 2018065): (FAILED, WINDOW),
    (100, 33): (FAILED, "This does not exist any more, or the account may not see it."),
    (100, 2018001): (FAILED, "The platform does not know this person."),
    (200, 1545041): (FAILED, NO_MESSAGES),
    (190, 458): (SUSPENDED, "The app was removed from the account: link the account again."),
    (190, 459): (SUSPENDED, "Facebook wants the account's owner to sign in and confirm who he is."),
    (190, 460): (SUSPENDED, "The password was changed: link the account again."),
    (190, 463): (SUSPENDED, "The access token has expired: link the account again."),
    (190, 464): (SUSPENDED, "The account's owner is not confirmed: he must sign in to Facebook."),
    (190, 467): (SUSPENDED, TOKEN),
    (190, 492): (SUSPENDED, "The person who linked the page has no role on it any more: link it again."),
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
    33: (FAILED, "The number does not exist any more, or the account may not use it."),
    100: (FAILED, VALUE),
    102: (SUSPENDED, TOKEN),
    190: (SUSPENDED, TOKEN),
    230: (FAILED, "This person has not allowed the page to write."),
    341: (WAIT, "The page has posted too much in a short time."),
    368: (FAILED, "The platform blocked this as against its policies."),
    506: (SENT, "The very same text was just posted."),
    551: (FAILED, "This person is not available: blocked, or does not take messages."),
    613: (WAIT, RATE),
    803: (FAILED, "This does not exist any more, or the account may not see it."),
    1200: (RETRY, TEMPORARY),
    10900: (FAILED, "This was answered in private before, or is older than seven days: answer in public."),
    10903: (FAILED, NOT_PRIVATELY),
    10904: (FAILED, "The page does not take messages: switch them on in its settings at Facebook."),
    1609005: (FAILED, "The link in the text could not be processed."),
    2018108: (FAILED, NO_MESSAGES),
    2018344: (FAILED, NOT_PRIVATELY),
    2388019: (FAILED, "The account has as many templates as it may have: delete one that is not needed."),
    2388039: (FAILED, TEMPLATE),
    2388040: (FAILED, "A part of the template is too long: shorten it and submit it again."),
    2388047: (FAILED, "WhatsApp does not accept the template's header: mend it and submit it again."),
    2388072: (FAILED, "WhatsApp does not accept the template's body: mend it and submit it again."),
    2388073: (FAILED, "WhatsApp does not accept the template's footer: mend it and submit it again."),
    2388293: (FAILED, "The template has too many placeholders for so few words: add words or take some out."),
    2388299: (FAILED, "The template begins or ends with a placeholder: put words before and after it."),
    130403: (FAILED, "The company has blocked this person."),
    130429: (WAIT, "Too many messages a second from this number."),
    130472: (FAILED, "WhatsApp held the message back: this person is part of an experiment."),
    130497: (FAILED, "The company may not write to people in this country."),
    131000: (RETRY, TEMPORARY),
    131008: (FAILED, "The platform misses a value that is needed."),
    131009: (FAILED, VALUE),
    131016: (RETRY, TEMPORARY),
    131021: (FAILED, "A number cannot write to itself."),
    131026: (FAILED, "Could not be delivered: not on WhatsApp, blocked, or an old app."),
    131030: (FAILED, "This number is not on the list of test recipients."),
    131031: (SUSPENDED, "WhatsApp has locked the business account."),
    131037: (FAILED, "The number's display name is not approved yet."),
    131042: (FAILED, "There is a problem with the business account's payment method."),
    131045: (FAILED, "The number is not registered with WhatsApp."),
    131047: (FAILED, "The 24-hour window is closed: only an approved template can be sent."),
    131048: (WAIT, "WhatsApp slows this number down because customers reported its messages."),
    131049: (FAILED, "WhatsApp held the message back to limit marketing: try again after 24 hours."),
    131050: (FAILED, "This person does not want marketing messages."),
    131051: (FAILED, "WhatsApp does not support this kind of message."),
    131052: (FAILED, "The customer's media could not be downloaded."),
    131053: (FAILED, "The media could not be uploaded."),
    131056: (WAIT, "Too many messages to this person in a short time."),
    131057: (RETRY, "The number is under maintenance."),
    131062: (FAILED, "This person cannot be written to without a phone number."),
    131063: (FAILED, "This person cannot be written to without a phone number."),
    131064: (WAIT, RATE),
    132000: (FAILED, "The template has another number of placeholders."),
    132001: (FAILED, "The template does not exist in this language or is not approved."),
    132005: (FAILED, "The template's text is too long once filled in."),
    132007: (FAILED, "The template's content is against WhatsApp's policies."),
    132012: (FAILED, "A placeholder of the template was filled in the wrong way."),
    132015: (FAILED, "The template is paused for low quality."),
    132016: (FAILED, "The template is disabled for low quality."),
    132068: (FAILED, "The flow of the template is blocked."),
    132069: (FAILED, "The flow of the template is used too often."),
    133004: (RETRY, TEMPORARY),
    133005: (FAILED, PIN),
    133006: (FAILED, "The number is not verified yet: ask for a code and enter it first."),
    133008: (FAILED, "The PIN was wrong too often: wait until WhatsApp takes it again."),
    133009: (FAILED, "The PIN was entered too fast: wait a little before trying again."),
    133010: (SUSPENDED, "The number is not registered: finish its setup."),
    133015: (FAILED, "The number was deleted a short time ago: wait five minutes before registering it again."),
    133016: (WAIT, "The number was registered too often."),
    135000: (FAILED, "WhatsApp did not accept the message."),
    136024: (FAILED, "No code could be asked for: the number is verified already, or it was asked for too often."),
    136025: (FAILED, "The code was not accepted: check it, or ask for a new one."),
    1349175: (FAILED, "The business account has as many numbers as it may have."),
    2388103: (FAILED, "The number is in use with WhatsApp already."),
    137000: (FAILED, "The person's identity has changed and was not confirmed."),
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
