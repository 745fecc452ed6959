"""The labels of an interaction."""

from django.db import models, transaction
from django.db.models import OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast

from agents.models import Label
from interactions.names import named_by


def marks(model):
    """The ids of an interaction's labels as one text ("3,17"), read with its row."""
    of = model.labels.through.objects.filter(interaction=OuterRef("pk")).order_by().values("interaction")
    number = Cast("label", models.TextField())
    return Subquery(of.annotate(marks=StringAgg(number, Value(","))).values("marks"))


class Labeled:
    """Putting labels on an interaction and taking them off: once each, with a line in its journal."""

    def put_label(self, label, by):
        """Mark it."""
        with transaction.atomic():
            _row, made = self.labels.through.objects.get_or_create(interaction_id=self.pk, label_id=label.pk)
            if made:
                self._note("labeled", by=by, code=str(label.pk))
        self.__dict__.pop("marks", None)

    def take_label(self, label, by):
        """Take the mark off."""
        with transaction.atomic():
            gone, _each = self.labels.through.objects.filter(interaction_id=self.pk, label_id=label.pk).delete()
            if gone:
                self._note("unlabeled", by=by, code=str(label.pk))
        self.__dict__.pop("marks", None)

    def label_names(self):
        """[{"id", "name"}] by name, at no cost where the row was loaded `with_row()`."""
        if "marks" in self.__dict__:
            ids = [int(pk) for pk in (self.marks or "").split(",") if pk]
        else:
            ids = self.labels.values_list("pk", flat=True)
        found = [named for pk in ids if (named := named_by(Label, pk))]
        return sorted(found, key=lambda label: label["name"].casefold())
