"""What is done with a template at Meta: submit, change, delete, copy. Refusals are `Refused`, in words."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.kept_words import told
from channels_admin.models import Category, Template, Waba
from channels_admin.whatsapp import wording
from channels_admin.whatsapp.events import newer
from hints import wake
from platforms.base import Outcome, PlatformError
from platforms.whatsapp.management import templates

# "Error codes", message template creation: the name is taken in this language.
TAKEN = "100/2388024"


class Refused(Exception):
    """It was not done; the text says why, and what to do."""


def obstacles(template):
    """Everything that stands in the way of submitting it now, in sentences."""
    found = []
    if template.at_platform and not template.edited:
        found.append(_("Nothing was changed since it was submitted."))
    if template.at_platform and template.status not in Template.EDITABLE:
        found.append(_("It can be changed once WhatsApp has decided about it."))
    if template.wanted_category == Category.MARKETING and not template.waba.marketing_allowed:
        found.append(
            _("Marketing is not allowed on this business account: choose another category, or allow it there.")
        )
    if template.waba.account.suspended_at or not template.waba.account.token:
        found.append(_("The account “%(account)s” has no valid token: link it again.") % {"account": template.waba})
    return [*found, *wording.problems(template)]


def submit(template):
    """Send a draft, or the changes of a template that Meta has, for review. PlatformError is told as `Refused`."""
    wrong = obstacles(template)
    if wrong:
        raise Refused(" ".join(str(text) for text in wrong))
    began = timezone.now().replace(microsecond=0)
    Template.objects.filter(pk=template.pk).update(submitted_at=began)
    if template.at_platform:
        _ask(template, templates.update, template.waba.wire(), template.external_id, wording.draft(template))
        _accepted(template, began, Template.PENDING, template.wanted_category)
    else:
        answer = _ask(
            template, templates.create, template.waba.wire(), template.waba.external_id, wording.draft(template)
        )
        Template.objects.filter(pk=template.pk).update(external_id=answer[0])
        _accepted(template, began, *answer[1:])
    template.refresh_from_db()


def delete(template):
    """Delete this language of a template at Meta and keep the row; a draft is simply gone."""
    if not template.at_platform:
        template.delete()
        return
    began = timezone.now().replace(microsecond=0)
    waba = template.waba
    _ask(template, templates.delete, waba.wire(), waba.external_id, template.name, template.external_id)
    newer(Template.objects.filter(pk=template.pk), "status_at", began, status=Template.DELETED)
    template.refresh_from_db()


def copy(template, target):
    """Draft the same template for another business account and submit it there: approval does not come along.

    Returns the copy. It stays as a draft if it could not be submitted, which `Refused` says.
    """
    if target.pk == template.waba_id:
        raise Refused(_("Choose another business account: it is there already."))
    same = target.templates.filter(name=template.name, language=template.language)
    if same.exclude(status__in=[Template.DRAFT, Template.DELETED]).exists():
        raise Refused(_("%(waba)s has a template of this name and language already.") % {"waba": target})
    with transaction.atomic():
        made, _made = Template.objects.update_or_create(
            waba=target, name=template.name, language=template.language, defaults=_facts(template)
        )
    submit(made)
    return made


def _facts(template):
    return {
        "category": template.wanted_category,
        "purpose": template.purpose,
        "parameter_format": template.parameter_format,
        "components": template.wording,
        "variables": template.variables,
        "external_id": "",
        "status": Template.DRAFT,
        "status_at": None,
        "edited": None,
    }


def _accepted(template, began, status, category):
    rows = Template.objects.filter(pk=template.pk)
    if template.edited:
        rows.update(components=template.edited["components"], edited=None)
    newer(rows, "status_at", began, status=status[:40], reason="")
    newer(rows, "category_at", began, category=category[:40])


def _ask(template, call, *given):
    """Call Meta; what it refuses is `Refused`. Where nobody knows whether it was done, the next reading tells."""
    try:
        return call(*given)
    except PlatformError as error:
        if error.outcome is Outcome.ACCOUNT_SUSPENDED:
            template.waba.account.suspend(error.reason)
        if error.outcome is Outcome.UNKNOWN or error.code == TAKEN:
            Waba.objects.filter(pk=template.waba_id).update(sync_due_at=timezone.now())
            wake("channels_admin.whatsapp.tasks.sync_due")
        raise Refused(_in_words(error)) from error


def _in_words(error):
    if error.outcome is Outcome.UNKNOWN:
        return _("WhatsApp did not answer: whether it was done will be seen here within a minute.")
    if error.code == TAKEN:
        return _("WhatsApp has a template of this name and language already; it is being read. Choose another name.")
    return told(error.reason)
