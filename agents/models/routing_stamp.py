"""The stamp of what routing keeps in memory."""

from django.db import models


class RoutingStamp(models.Model):
    """The one row whose stamp is another whenever utilization or licenses have changed; the database's triggers write it.

    On PostgreSQL they fire when a transaction commits: two that change much never wait for each other in the middle.
    """

    stamp = models.CharField(max_length=36)

    class Meta:
        db_table = "agents_routing_stamp"

    def __str__(self):
        return self.stamp
