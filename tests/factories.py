"""Rows for tests, each with what it needs to stand alone. What happens to interactions is in `tests/company.py`."""

import functools
from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agents.models import (
    AccessLicense,
    Agent,
    Family,
    Installation,
    License,
    MediaType,
    Membership,
    Role,
    SignOnProvider,
    Skill,
    Station,
    Status,
    Workgroup,
    WrapUpCode,
)
from agents.rights import give_role
from channels_admin.models import Account, Channel, FeedKind, Platform, PlatformApp
from interactions.models import Customer, Identity, Interaction, Message, State, Thread

PASSWORD = "open sesame"
PUBLIC = {Platform.FACEBOOK: FeedKind.FACEBOOK_POSTS, Platform.TWITTER: FeedKind.X_POSTS}
PRIVATE = {
    Platform.FACEBOOK: FeedKind.MESSENGER,
    Platform.TWITTER: FeedKind.X_DIRECT,
    Platform.WHATSAPP: FeedKind.WHATSAPP,
}


def status(name=Status.AVAILABLE):
    """One of the standard statuses, which the migrations made."""
    return Status.objects.get(name=name)


@functools.cache
def hashed():
    """`PASSWORD` as it is stored; hashing is slow on purpose, so once is enough."""
    return make_password(PASSWORD)


class Made(factory.django.DjangoModelFactory):
    """The base of all."""

    class Meta:
        abstract = True


class AgentFactory(Made):
    """A person whose password is `PASSWORD`; `workgroups` and `supervises` are workgroups, `rights` and `roles` are names."""

    class Meta:
        model = Agent
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"agent{n}")
    first_name = factory.LazyAttribute(lambda made: made.username.title())
    email = factory.LazyAttribute(lambda made: f"{made.username}@acme.example")
    status = factory.LazyFunction(status)
    password = factory.LazyFunction(hashed)

    @factory.post_generation
    def workgroups(self, create, given, **more):
        """Where the ACD may offer something."""
        for workgroup in given or []:
            MembershipFactory(agent=self, workgroup=workgroup)

    @factory.post_generation
    def supervises(self, create, given, **more):
        """What he watches."""
        for workgroup in given or []:
            MembershipFactory(agent=self, workgroup=workgroup, activated=False, supervises=True)

    @factory.post_generation
    def rights(self, create, given, **more):
        """Permissions as app.codename."""
        for name in given or []:
            app, codename = name.split(".")
            permission = self.user_permissions.model.objects.get(content_type__app_label=app, codename=codename)
            self.user_permissions.add(permission)

    @factory.post_generation
    def roles(self, create, given, **more):
        """Roles by name."""
        self.groups.add(*Role.objects.filter(name__in=given or []))


class SignOnProviderFactory(Made):
    """A provider at which nobody listens."""

    class Meta:
        model = SignOnProvider

    label = factory.Sequence(lambda n: f"Sign in with Acme {n}")
    issuer = factory.Sequence(lambda n: f"https://127.0.0.1:9/{n}")
    client_id = "desk"
    client_secret = "psst: sign-on"


class RoleFactory(Made):
    """A set of rights."""

    class Meta:
        model = Role
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Role {n}")

    @factory.post_generation
    def rights(self, create, given, **more):
        """Permissions as app.codename."""
        give_role(self, given or [])


class WorkgroupFactory(Made):
    """A team with a queue."""

    class Meta:
        model = Workgroup

    name = factory.Sequence(lambda n: f"Workgroup {n}")


class SkillFactory(Made):
    """Something that some can do better."""

    class Meta:
        model = Skill

    name = factory.Sequence(lambda n: f"Skill {n}")


class MembershipFactory(Made):
    """A place in a workgroup."""

    class Meta:
        model = Membership

    agent = factory.SubFactory(AgentFactory)
    workgroup = factory.SubFactory(WorkgroupFactory)


class StationFactory(Made):
    """A place to sit at."""

    class Meta:
        model = Station

    name = factory.Sequence(lambda n: f"DESK-{n}")


class WrapUpCodeFactory(Made):
    """How an interaction ends."""

    class Meta:
        model = WrapUpCode

    name = factory.Sequence(lambda n: f"Code {n}")


class LicenseFactory(Made):
    """A licensed part."""

    class Meta:
        model = License
        django_get_or_create = ["part"]

    part = License.Part.FEATURE_SOCIAL_MEDIA
    count = 10


class AccessLicenseFactory(Made):
    """Somebody may receive a platform family."""

    class Meta:
        model = AccessLicense

    family = Family.SOCIAL_MEDIA
    agent = factory.SubFactory(AgentFactory)


class PlatformAppFactory(Made):
    """A developer app."""

    class Meta:
        model = PlatformApp

    platform = Platform.FACEBOOK
    app_id = factory.Sequence(lambda n: f"7001{n:05}")
    name = "Acme app"
    secret = "the app's secret"
    verify_token = "the verify token"


class AccountFactory(Made):
    """The company at a platform."""

    class Meta:
        model = Account

    platform = Platform.FACEBOOK
    name = factory.Sequence(lambda n: f"Account {n}")
    external_id = factory.Sequence(lambda n: f"1102{n:05}")
    token = "the access token"


class ChannelFactory(Made):
    """A channel, disabled, of which both kinds of messages go to workgroups; social media is switched on."""

    class Meta:
        model = Channel
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Channel {n}")
    account = factory.SubFactory(AccountFactory)
    platform = factory.SelfAttribute("account.platform")
    addresses = factory.LazyAttribute(lambda made: [made.account.external_id])
    conversation_workgroup = factory.SubFactory(WorkgroupFactory)
    direct_workgroup = factory.SubFactory(WorkgroupFactory)

    @factory.post_generation
    def switch(self, create, given, **more):
        """Without it no channel can be enabled."""
        Installation.objects.update_or_create(pk=1, defaults={"social_media": True})


class CustomerFactory(Made):
    """A person who writes."""

    class Meta:
        model = Customer

    name = factory.Sequence(lambda n: f"Customer {n}")


class IdentityFactory(Made):
    """How a platform names a customer."""

    class Meta:
        model = Identity

    customer = factory.SubFactory(CustomerFactory)
    platform = Platform.FACEBOOK
    kind = "page_scoped"
    external_id = factory.Sequence(lambda n: f"9000{n}")
    name = factory.SelfAttribute("customer.name")


class ThreadFactory(Made):
    """A conversation; public unless a `peer` is given."""

    class Meta:
        model = Thread

    channel = factory.SubFactory(ChannelFactory)
    customer = factory.SubFactory(CustomerFactory)
    kind = factory.LazyAttribute(lambda made: (PRIVATE if made.peer else PUBLIC)[made.channel.platform])
    address = factory.LazyAttribute(lambda made: made.channel.addresses[0])
    external_id = factory.Sequence(lambda n: f"thread{n}")
    peer = None


class MessageFactory(Made):
    """Something said on a thread."""

    class Meta:
        model = Message

    thread = factory.SubFactory(ThreadFactory)
    channel = factory.SelfAttribute("thread.channel")
    external_id = factory.Sequence(lambda n: f"message{n}")
    author = factory.SubFactory(IdentityFactory, customer=factory.SelfAttribute("..thread.customer"))
    text = "Hello"
    platform_at = factory.LazyFunction(timezone.now)


class InteractionFactory(Made):
    """An interaction that ended, with the one message `says`; it began `ago` (a timedelta)."""

    class Meta:
        model = Interaction
        skip_postgeneration_save = True

    class Params:
        ago = timedelta(0)

    thread = factory.SubFactory(ThreadFactory)
    customer = factory.SelfAttribute("thread.customer")
    workgroup = factory.SelfAttribute("thread.channel.conversation_workgroup")
    platform = factory.SelfAttribute("thread.channel.platform")
    media_type = MediaType.SOCIAL_CONVERSATION
    state = State.DISCONNECTED
    created_at = factory.LazyAttribute(lambda made: timezone.now() - made.ago)
    disconnected_at = factory.LazyAttribute(lambda made: timezone.now() if made.state == State.DISCONNECTED else None)

    @factory.post_generation
    def says(self, create, given, **more):
        """What the customer wrote."""
        message = MessageFactory(thread=self.thread, interaction=self, text=given or "Hello")
        Interaction.objects.filter(pk=self.pk).update(last_message=message)
        self.last_message = message
