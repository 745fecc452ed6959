"""Is a keyword one that X can search for, and how much would it bring?"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_admin.addressing import keyword_fault
from channels_admin.checking.asking import brief, remembered
from channels_admin.checking.verdict import GOOD, WARNS, WRONG, Verdict
from channels_admin.models import Platform, Price, usage
from platforms.base import PlatformError
from platforms.twitter import trying

KEPT = 3600  # seconds for which a count is believed
MONTH = 30
MUCH = 1000  # posts a day of one keyword


def checked(account, keyword, budget=None):
    """The `Verdict` about one keyword; `budget` is what the channel may cost in a month."""
    keyword = keyword.strip()
    wrong = keyword_fault([keyword])
    if wrong:
        return Verdict(keyword, WRONG, _("cannot be searched for"), wrong)
    if keyword.startswith("-"):
        return Verdict(keyword, GOOD, _("excludes"))
    try:
        count = remembered(f"x-count:{keyword.lower()}", KEPT, lambda: trying.per_day(brief(account), keyword))
    except PlatformError as error:
        # Not every access to X may count; the keyword can be searched for all the same.
        return Verdict(keyword, GOOD, said=error.reason)
    return _counted(keyword, count, budget)


def _counted(keyword, count, budget):
    note = ngettext("%(n)s a day", "%(n)s a day", count) % {"n": count}
    cost = _price() * count * MONTH
    words = {"keyword": keyword, "n": count, "cost": f"{cost:.2f}", "budget": budget}
    if budget and cost > Decimal(str(budget)):
        said = _("“%(keyword)s” alone brings %(n)s posts a day, about %(cost)s a month: over the budget of %(budget)s.")
        return Verdict(keyword, WARNS, note, said % words)
    if count >= MUCH:
        said = _("“%(keyword)s” alone brings %(n)s posts a day, about %(cost)s a month. A phrase finds less.")
        return Verdict(keyword, WARNS, note, said % words)
    return Verdict(keyword, GOOD, note)


def _price():
    found = Price.objects.filter(platform=Platform.TWITTER, kind=usage.Kind.POST).first()
    return found.amount if found else Decimal(0)
