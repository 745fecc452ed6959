"""The agent's API around messages: replies, their way out, files, and acts upon what is there."""

import filetype
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.kept_words import told
from channels_admin.models import FeedKind
from interactions.deleted import readable
from interactions.files import PLAIN, served_inline
from interactions.models import Attachment, Delivery, Draft, Identity, Interaction, Message, Refused
from interactions.models.attachment import file_refused, kind_of, remove_files
from interactions.serializers import attachment, iso, messages, with_author
from interactions.templates import choose
from workspace import answering, inputs
from workspace.finding import Asked, an_object, find
from workspace.ranges import served

SANDBOXED = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'"


def _drawn(pk):
    """One message as the desk draws it."""
    return messages(with_author(Message.objects.filter(pk=pk)))[0]


@an_object
class RepliesView(Asked):
    """Replies to the customer."""

    serializer_class = inputs.Reply

    def post(self, request, pk):
        """Queue one; the same uuid again gives the same message."""
        interaction, given = find(request, pk), self.given
        parent = given["parent"] and get_object_or_404(interaction.thread.messages, pk=given["parent"])
        files = _unsent(request, interaction, given["attachments"])
        template = given["template"] and choose(interaction, given["template"], given["values"])
        answering.refuse_blanks(given["text"])
        sent, new = interaction.reply(
            request.user,
            template.text if template else given["text"],
            uuid=given["uuid"],
            parent=parent or None,
            attachments=files,
            template=template or None,
            private=given["private"],
            confirmed=given["confirmed"],
            keep=interaction.undo_seconds(request.user, given["private"]),
        )
        answering.note_uses(request.user, sent, given["responses"] if new else [])
        Draft.objects.sent(request.user, interaction, (Draft.Tab.REPLY, given["parent"] or 0), given["draft"])
        return Response({"message": _drawn(sent.pk)}, 201 if new else 200)


def _unsent(request, interaction, ids):
    """Files that this agent uploaded for this interaction, in the order he chose."""
    rows = Attachment.objects.filter(pk__in=ids, agent=request.user, interaction=interaction).in_bulk()
    if len(rows) != len(set(ids)):
        raise Refused(_("One of the files is not there any more. Attach it again."), "file_missing")
    return [rows[pk] for pk in ids]


@an_object
class DeliveryView(Asked):
    """The way of one of the agent's replies."""

    def _find(self, request, pk):
        mine = Delivery.objects.filter(message__interaction__in=Interaction.objects.for_person(request.user))
        return get_object_or_404(mine.select_related("message__interaction__thread__channel", "message__thread"), pk=pk)

    def post(self, request, pk):
        """Send a failed or doubtful one again."""
        delivery = self._find(request, pk)
        delivery.retry()
        return Response({"message": _drawn(delivery.message_id)})

    def delete(self, request, pk):
        """Forget a failed one."""
        delivery = self._find(request, pk)
        delivery.message.interaction.discard(delivery.message, request.user)
        return Response(status=204)


@an_object
class UndoView(Asked):
    """Calling back a reply that has not left yet."""

    def post(self, request, pk):
        """What it was, for the composer."""
        mine = Delivery.objects.filter(message__agent=request.user, message__interaction__isnull=False)
        message = get_object_or_404(mine.select_related("message__interaction__thread"), pk=pk).message
        words = {"text": message.text, "parent": message.parent_id, "private": message.private_reply}
        template = message.template and message.template["name"]
        files = message.interaction.undo(message, request.user)
        return Response({"reply": words | {"template": template, "files": [attachment(file) for file in files]}})


@an_object
class ActsView(Asked):
    """Acts upon a message: like, hide, react, edit, delete."""

    serializer_class = inputs.ActUpon

    def post(self, request, pk):
        """Queue one."""
        interaction = find(request, pk)
        target = get_object_or_404(interaction.thread.messages, pk=self.given["message"])
        interaction.do(request.user, target, self.given["act"], self.given["text"])
        return Response({"message": _drawn(target.pk)}, 202)

    def get(self, request, pk):
        """What became of the latest acts upon `?message=`, newest first, with the platform's reason where one failed."""
        number = request.query_params.get("message", "")
        target = get_object_or_404(find(request, pk).thread.messages, pk=number if number.isdecimal() else None)
        latest = target.actions.order_by("-pk")[:20]
        rows = [
            {"act": one.act, "state": one.state, "reason": told(one.reason), "at": iso(one.made_at)} for one in latest
        ]
        return Response({"acts": rows})


@an_object
class LengthsView(Asked):
    """How long a text is by a platform's reckoning, for a counter."""

    serializer_class = inputs.Text

    def post(self, request):
        """Count it."""
        module = FeedKind(self.given["kind"]).module
        return Response({"length": module.length(self.given["text"])})


@an_object
class RevisionsView(APIView):
    """The wordings of an edited message."""

    def get(self, request, pk, message):
        """Oldest first."""
        said = readable(find(request, pk).thread.messages, request.user)
        found = get_object_or_404(said, pk=message)
        rows = [{"at": iso(one.at), "text": one.text} for one in found.revisions.all()]
        return Response({"revisions": rows})


@an_object
class UploadsView(Asked):
    """Files for the composer: checked before they are kept, by the platform's own limits."""

    parser_classes = [MultiPartParser]
    serializer_class = inputs.Upload

    def post(self, request, pk):
        """Keep one until it is sent."""
        interaction, file = find(request, pk), self.given["file"]
        if file.size > settings.LARGEST_UPLOAD:
            raise Refused(_("This file is too large to be kept here."), "too_large")
        again = Attachment.objects.filter(uuid=self.given["uuid"], agent=request.user).first()
        return Response({"attachment": attachment(again or self._keep(request, interaction, file))}, 201)

    def _keep(self, request, interaction, file):
        found = filetype.guess(file.read(8192))
        file.seek(0)
        mime = found.mime if found else _claimed(file.content_type)
        kept = Attachment(
            uuid=self.given["uuid"],
            agent=request.user,
            interaction=interaction,
            kind=kind_of(mime),
            name=file.name[:255],
            mime=mime,
            size=file.size,
            alt=self.given["alt"],
            state=Attachment.State.KEPT,
        )
        refused = file_refused(interaction.thread.module.CAPABILITIES, kept)
        if refused:
            raise Refused(refused, "file")
        kept.file.save(kept.name, file)
        return kept


def _claimed(mime):
    """A type that is only claimed counts for text; whatever else has no sign of its own is just bytes."""
    return mime if mime and mime.startswith("text/") else PLAIN


@an_object
class AttachmentView(Asked):
    """A file, to whoever may see its interaction."""

    serializer_class = inputs.Describe

    def get(self, request, pk):
        """The bytes, or a part of them; shown in place only where nothing in them can run."""
        found = get_object_or_404(_reachable(request.user), pk=pk, state=Attachment.State.KEPT)
        inline = served_inline(found)
        answer = served(
            request,
            found.file.open("rb"),
            as_attachment=not inline,
            filename=found.name or f"{found.kind}-{found.pk}",
            content_type=found.mime if inline else PLAIN,
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = SANDBOXED
        answer["Cache-Control"] = "private, max-age=86400"
        return answer

    def put(self, request, pk):
        """Describe one in the composer."""
        mine = self._unsent(request, pk)
        mine.alt = self.given["alt"].strip()
        mine.save(update_fields=["alt"])
        return Response({"attachment": attachment(mine)})

    def _unsent(self, request, pk):
        return get_object_or_404(Attachment.objects.filter(agent=request.user, message=None), pk=pk)

    def delete(self, request, pk):
        """Take one out of the composer, unless it has just been sent from another page."""
        with transaction.atomic():
            mine = Attachment.objects.select_for_update(of=("self",)).filter(agent=request.user, message=None)
            remove_files([get_object_or_404(mine, pk=pk)])
        return Response(status=204)


class PortraitView(APIView):
    """A customer's portrait, to whoever may see a conversation in which he takes part."""

    def get(self, request, pk):
        """The picture; only kinds in which nothing can run were kept."""
        threads = Interaction.objects.for_person(request.user).values("thread")
        wrote = Message.objects.filter(author=OuterRef("pk"), thread__in=threads)
        talking = Interaction.objects.of(request.user).values("customer")
        known = Identity.objects.filter(Q(threads__in=threads) | Exists(wrote) | Q(customer__in=talking))
        known = known.exclude(picture="").distinct()
        found = get_object_or_404(known, pk=pk)
        answer = FileResponse(found.picture.open("rb"), content_type=filetype.guess_mime(found.picture.path))
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = SANDBOXED
        answer["Cache-Control"] = "private, max-age=86400"
        return answer


def _reachable(person):
    """Files of conversations that he sees, of what was before with their customers, and those he has not sent yet.

    Of deleted messages only with the right.
    """
    threads = Interaction.objects.for_person(person).values("thread")
    before = Interaction.objects.talked_about(person).values("pk")
    said = readable(Message.objects.filter(Q(thread__in=threads) | Q(interaction__in=before)), person)
    return Attachment.objects.filter(Q(message=None, agent=person) | Q(message__in=said))
