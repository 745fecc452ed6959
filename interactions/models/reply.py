"""Answering: a reply is a row before it is a request."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid5

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import wake
from interactions.elsewhere import answer_to
from interactions.models.attachment import files_refused, remove_files
from interactions.models.delivery import Delivery
from interactions.models.message import Message, whole_second
from interactions.models.states import Refused, State


@dataclass(frozen=True)
class Words:
    """What an agent is about to send."""

    text: str
    parent: Message | None
    attachments: list
    template: object
    private: bool
    confirmed: bool
    keep: int


def _first_reply(now):
    """When an agent first answered, and for which workgroup: the first time stays."""
    return {
        "first_reply_at": Coalesce(F("first_reply_at"), Value(now, DateTimeField())),
        "first_reply_in": Coalesce(F("first_reply_in"), F("workgroup")),
    }


class Replies:
    """The verb `reply` of `Interaction`, and what stands in its way."""

    def reply(
        self, by, text, *, uuid, parent=None, attachments=(), template=None, private=False, confirmed=False, keep=0
    ):
        """Queue a reply to the platform; changes no state. Returns (message, is it new); the same `uuid` makes one only.

        `parent` is the public message answered (default: the newest of the customer's), or the private one quoted.
        `attachments` are files that `by` has uploaded, `template` one that is filled in (it has `as_json()`), `private`
        answers a public post in private, `confirmed` answers although another channel has (R10); for `keep` seconds it can
        be called back (R64a). Raises `Refused` in words when the platform would not take it, `NotAllowed` when the
        interaction is not connected to `by`.
        """
        again = Message.objects.filter(uuid=uuid).first()
        if again:
            return self._same(again, by), False
        parent = parent or self._newest_inbound()
        draft = Words(text, parent, list(attachments), template, private, confirmed, keep)
        self._check(draft)
        try:
            return self._queue_parts(by, uuid, draft), True
        except IntegrityError:  # the same click came twice at the same moment: the first one counts
            return self._same_or_refused(uuid, by), False

    def _same(self, message, by):
        if message.interaction_id != self.pk or message.agent_id != by.pk:
            raise Refused(_("This reply was already used elsewhere. Reload the page and write it again."), "uuid_taken")
        return message

    def _same_or_refused(self, uuid, by):
        again = Message.objects.filter(uuid=uuid).first()
        if again is None:
            raise Refused(_("This comment has been answered in private already."), "private_once")
        return self._same(again, by)

    def _queue_parts(self, by, uuid, draft):
        """One message, or two where the platform does not take words and a file in one: the file first."""
        with transaction.atomic():
            if draft.attachments and draft.text.strip() and self._capabilities.caption_limit == 0:
                self._queue(by, uuid5(uuid, "file"), replace(draft, text=""))
                draft = replace(draft, attachments=[])
            return self._queue(by, uuid, draft)

    def _queue(self, by, uuid, draft):
        now = timezone.now()
        files = draft.attachments
        message = Message.objects.create(
            thread=self.thread,
            channel=self.thread.channel,
            interaction=self,
            parent=draft.parent,
            outbound=True,
            agent=by,
            uuid=uuid,
            text=draft.text,
            carries=files[0].kind if files else "template" if draft.template else "",
            template=draft.template and draft.template.as_json(),
            private_reply=draft.private,
            platform_at=whole_second(now),
        )
        for place, file in enumerate(files):
            file.send_with(message, place)
        leaves = now + timedelta(seconds=draft.keep)
        until = {"due_at": leaves, "undo_until": leaves} if draft.keep else {}
        delivery = Delivery.objects.create(message=message, **until)
        changes = {"last_message": message, "customer_waits_since": None, "unread": 0, **_first_reply(now)}
        self._note("reply", by=by, message=message, where=self._in_writing_hands_of(by), **changes)
        if not draft.keep:  # what is kept back a tick finds when its time has come
            wake("interactions.tasks.deliver", delivery.pk)
        return message

    @property
    def _capabilities(self):
        return self.thread.module.CAPABILITIES

    def closed_for(self, parent=None, template=None):
        """Why nothing can be written now, in words; blank: it can."""
        if self.state != State.CONNECTED:
            return str(_("Pick it up to answer."))
        if self.thread.window_is_closed() and not template:
            return self._window_words()
        if parent and not parent.can_reply and not self.thread.channel.account.answers_all:
            return str(_("The platform does not let this account answer this post."))
        return ""

    def unanswerable(self):
        """Why none of the posts of a public conversation may be answered, in words; blank: one may, or it is private (R14)."""
        thread = self.thread
        if thread.private or thread.messages.filter(can_reply=True, outbound=False).exists():
            return ""
        if thread.channel.account.answers_all or not thread.messages.filter(outbound=False).exists():
            return ""
        return str(_("The platform does not let this account answer this post."))

    def _window_words(self):
        if self._capabilities.templates:
            return str(_("The reply window has closed. Send an approved template, or wait until the customer writes."))
        return str(_("The reply window has closed. It opens again when the customer writes."))

    def _check(self, draft):
        parent = draft.parent
        if parent and parent.thread_id != self.thread_id:
            raise Refused(_("The message answered belongs to another conversation."), "wrong_parent")
        closed = self.state == State.CONNECTED and self.closed_for(parent, draft.template)
        if closed:
            raise Refused(closed, "closed")
        if draft.private:
            self._check_private(parent)
        self._check_content(draft)
        if not draft.confirmed:
            self._check_elsewhere(parent)

    def _check_content(self, draft):
        refused = self.thread.sending_refused(draft.template)
        if refused:
            raise Refused(refused[1], refused[0])
        if draft.template:
            self._check_template(draft)
        elif draft.attachments:
            self._check_files(draft)
        else:
            self._check_text(draft.text)

    def _check_template(self, draft):
        """The platform has templates, and the file is the one that its header wants."""
        if not self._capabilities.templates:
            raise Refused(_("This platform has no templates."), "no_templates")
        kinds = [file.kind for file in draft.attachments]
        wanted = draft.template.file.replace("document", "file")
        if kinds != ([wanted] if wanted else []):
            words = (
                _("This template needs one file of this kind: %(kind)s.") if wanted else _("This template has no file.")
            )
            raise Refused(words % {"kind": draft.template.file}, "template_file")

    def _check_text(self, text):
        if not text.strip():
            raise Refused(_("Write something first."), "empty")
        self._check_length(text, self._capabilities.text_limit)

    def _check_length(self, text, limit):
        too_long = self.thread.module.length(text) - limit
        if too_long > 0:
            raise Refused(_("%(n)s characters too many for this platform.") % {"n": too_long}, "too_long")

    def _check_files(self, draft):
        problem = files_refused(self._capabilities, draft.attachments)
        if problem:
            raise Refused(problem, "files")
        with_words = self._capabilities.caption_limit
        self._check_length(draft.text, with_words or self._capabilities.text_limit)

    def _check_private(self, parent):
        """Once per public message, and only for some days (R14)."""
        days = self._capabilities.private_reply_days
        if not days or parent is None or parent.outbound:
            raise Refused(_("This cannot be answered in private."), "not_possible")
        if parent.platform_at < timezone.now() - timedelta(days=days):
            raise Refused(_("This is too old to be answered in private."), "too_old")

    def _check_elsewhere(self, parent):
        """Two channels must not answer the same post unless somebody means it."""
        other = answer_to(parent)
        if other:
            facts = {"channel": other.channel, "agent": other.agent or other.channel.name}
            raise Refused(
                _("%(agent)s has answered this already on %(channel)s. Send it all the same?") % facts, "answered"
            )

    def _newest_inbound(self):
        """What a public reply answers if nobody says so; private ones answer the person."""
        if self.thread.private:
            return None
        return self.thread.messages.filter(outbound=False).order_by("-platform_at", "-arrived_at", "-place").first()

    def discard(self, message, by):
        """Forget a reply that surely is not on the platform."""
        with transaction.atomic():
            gone = Delivery.objects.filter(message=message, state=Delivery.State.FAILED).delete()[0]
            remove_files(message.attachments.all())
            if not gone:
                raise Refused(_("Only a reply that failed can be deleted."), "not_failed")
            gone, before = {"gone": message.pk}, self._before([message])
            self._note("discarded", by=by, message=message, where={"owner": by}, data=gone, **before)
            message.delete()
