"""What may be our own reply coming back."""

from django.db import models

from interactions.models.thread import Thread


class Aside(models.Model):
    """A post of the company's own account, set aside while a reply of ours on that thread is still without an answer.

    Once that is settled the post turns out to be that reply, or one that staff wrote on the platform itself.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="asides")
    external_id = models.CharField(max_length=255)
    parent_external_id = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    permalink = models.CharField(max_length=1000, blank=True)
    # What it carries beside words, as a `Message` has it, and the files that are still to be fetched.
    carries = models.CharField(max_length=30, blank=True)
    details = models.JSONField(default=list)
    files = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "external_id"], name="one_aside_per_external_id")]

    def __str__(self):
        return self.external_id
