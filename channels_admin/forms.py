"""What administrators may enter about apps, accounts and channels, and what is said where something is wrong."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agents.models import Workgroup
from audit.secrets import KeepsSecrets, SecretField
from channels_admin.addressing import NUMBER, faults, read_elsewhere
from channels_admin.entering import LinesField
from channels_admin.models import Account, Channel, Platform, PlatformApp, Provider


class PlatformAppForm(KeepsSecrets, forms.ModelForm):
    """A developer app. What X calls its secret is the consumer secret, which signs webhooks; its OAuth client has another."""

    secret = SecretField(label=_("App secret (X: consumer secret)"))
    verify_token = SecretField(label=_("Verify token"))
    client_secret = SecretField(label=_("Client secret"))
    bearer = SecretField(label=_("Bearer token"))

    class Meta:
        model = PlatformApp
        fields = ["platform", "app_id", "name", "secret", "verify_token", "client_id", "client_secret", "bearer"]
        help_texts = {
            "app_id": _("As the platform's developer page shows it. It is part of the webhook address."),
            "client_id": _("Of OAuth 2.0: with it and its secret accounts are linked."),
        }


class AccountForm(KeepsSecrets, forms.ModelForm):
    """A social media account."""

    token = SecretField(label=_("Access token"))
    client_secret = SecretField(label=_("Client secret"))

    class Meta:
        model = Account
        fields = [
            *("name", "platform", "app", "external_id", "token", "human_agent", "answers_all"),
            *("provider", "organization", "region", "client_id", "client_secret"),
        ]
        help_texts = {
            "external_id": _(
                "Facebook: the page ID. X: the numeric user ID, not the handle. WhatsApp: the business account ID (WABA)."
            ),
            "app": _("Its secret signs the webhooks. WhatsApp messages come by webhook only."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["app"].empty_label = _("None")

    def clean_external_id(self):
        """Platforms number their accounts."""
        external_id = self.cleaned_data["external_id"].strip()
        if external_id and not NUMBER.fullmatch(external_id):
            raise ValidationError(_("The platform's ID is a number. A name or handle does not do."))
        return external_id

    def clean(self):
        """What each platform needs."""
        cleaned = super().clean()
        platform, app = cleaned.get("platform") or self.instance.platform, cleaned.get("app")
        if app and app.platform != platform:
            self.add_error("app", _("This app is on another platform."))
        by_webhook = platform == Platform.WHATSAPP and cleaned.get("provider") != Provider.GENESYS
        if by_webhook and not app and "app" not in self.errors:
            self.add_error("app", _("Choose an app: WhatsApp messages come by webhook only."))
        if platform == Platform.TWITTER and not cleaned.get("external_id") and "external_id" not in self.errors:
            self.add_error("external_id", _("X needs the numeric user ID of the account."))
        if cleaned.get("provider") == Provider.GENESYS:
            self._check_genesys(platform, cleaned)
        return cleaned

    def _check_genesys(self, platform, cleaned):
        """Through Genesys Cloud goes WhatsApp only, with the organization's own client."""
        if platform != Platform.WHATSAPP:
            self.add_error("provider", _("Genesys Cloud carries WhatsApp only."))
        for name in ("organization", "region", "client_id", "client_secret"):
            if not (cleaned.get(name) or getattr(self.instance, name)) and name not in self.errors:
                self.add_error(name, _("Genesys Cloud needs this: it is shown with the OAuth client there."))


# What addresses are called once the platform is known.
ADDRESSES = {
    Platform.FACEBOOK: (_("Page IDs"), _("Pages that this account may read.")),
    Platform.TWITTER: (_("Handles"), _("Tweets that mention them; competitors count too.")),
    Platform.WHATSAPP: (
        _("Phone number ID"),
        _("As Meta gives it beside the number itself; with Genesys Cloud, the integration."),
    ),
}


class AccountSelect(forms.Select):
    """Accounts grouped by platform; each option says what its addresses are called, and the page hides what does not apply."""

    def create_option(self, name, value, *args, **kwargs):
        """With the platform."""
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "instance", None):
            label, words = ADDRESSES[value.instance.platform]
            option["attrs"] |= {"data-platform": value.instance.platform, "data-label": label, "data-help": words}
        return option


class AccountChoices(forms.models.ModelChoiceIterator):
    """Accounts under the captions of their platforms."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        rows = self.queryset.order_by("platform", "name").defer("token", "refresh_token")
        for platform, accounts in groupby(rows, key=lambda account: account.platform):
            yield (Platform(platform).label, [self.choice(account) for account in accounts])


class AccountField(forms.ModelChoiceField):
    """The choice of an account."""

    iterator = AccountChoices
    widget = AccountSelect


class ChannelForm(forms.ModelForm):
    """A channel: what it reads, and who answers."""

    account = AccountField(
        Account.objects.current(), label=_("Social media account"), empty_label=_("Choose an account")
    )
    addresses = LinesField(
        label=_("Addresses"),
        help_text=_("Facebook: page IDs. X: handles, competitors' too. WhatsApp: one phone number ID."),
        chips="address",
    )
    keywords = LinesField(
        label=_("Keywords"),
        help_text=_("A word, two words together, a #tag, or -excluded. Whole words, any case, no retweets."),
        chips="keyword",
    )

    class Meta:
        model = Channel
        fields = [
            "name",
            "account",
            "addresses",
            "keywords",
            "conversation_workgroup",
            "direct_workgroup",
            "poll_interval",
            "post_limit",
            "opens_for_days",
            "whole_posts",
            "monthly_budget",
        ]
        help_texts = {
            "conversation_workgroup": _("Who answers public posts, comments and tweets. Blank: they are not read."),
            "direct_workgroup": _("Who answers private messages. Encrypted X chats never reach us."),
            "poll_interval": _("Milliseconds between two looks; takes effect at the next one, without a restart."),
            "post_limit": _("Posts asked for at once; if there are more, they are read on at once."),
        }

    BLANK = {
        "conversation_workgroup": _("No conversation workgroup: public posts are not read."),
        "direct_workgroup": _("No direct-message workgroup: private messages are not read."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("conversation_workgroup", "direct_workgroup"):
            if name in self.fields:
                self.fields[name].queryset = Workgroup.objects.taking_social()
                self.fields[name].empty_label = _("No workgroup: not read")
                self.fields[name].widget.attrs["data-blank"] = self.BLANK[name]
        if self.instance.pk:
            self.fields["account"].queryset = Account.objects.current().filter(platform=self.instance.platform)
            addresses = self.fields["addresses"]
            addresses.label, addresses.help_text = ADDRESSES[self.instance.platform]

    def clean_addresses(self):
        """Handles are kept without the @."""
        return list(dict.fromkeys(line.removeprefix("@") for line in self.cleaned_data["addresses"]))

    def clean(self):
        """What the platform of the account allows."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("account"):
            return cleaned
        self.instance.platform = cleaned["account"].platform
        facts = {name: cleaned.get(name) for name in ("conversation_workgroup", "direct_workgroup")}
        facts |= {name: cleaned.get(name) or [] for name in ("addresses", "keywords")}
        facts["genesys"] = cleaned["account"].provider == Provider.GENESYS
        for name, text in faults(self.instance.platform, facts).items():
            self.add_error(name, text)
        if not any(facts[name] for name in ("conversation_workgroup", "direct_workgroup")) and not self.errors:
            self.add_error("conversation_workgroup", _("Choose at least one workgroup: nobody would answer."))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        taken = "" if self.errors else read_elsewhere(self.instance)
        if taken:
            self.add_error("addresses", taken)
