"""Celery's way to Redis, which has to outlive a Redis that is restarted."""

from celery.app.amqp import AMQP
from kombu import Connection
from kombu.transport import redis
from redis.exceptions import ConnectionError


class LastingQoS(redis.QoS):
    """Keeps the messages that a worker has taken and not yet acknowledged."""

    def restore_unacked(self, client=None):
        """Give them back; without a connection they stay in Redis until the visibility time-out."""
        try:
            super().restore_unacked(client)
        except ConnectionError:
            self._delivered.clear()


class LastingChannel(redis.Channel):
    """A channel whose end is an error of the connection.

    When the broker is lost, Kombu takes connections apart while tasks run that are yet to be acknowledged on them;
    what then reads the parts finds None, and that error ends the worker (Kombu 5.7).
    """

    QoS = LastingQoS

    def _connparams(self, asynchronous=False):
        if getattr(self.connection, "client", None) is None:
            raise ConnectionError("This connection was lost.")
        return super()._connparams(asynchronous)


class LastingTransport(redis.Transport):
    """Redis as the broker."""

    Channel = LastingChannel


class QuickConnection(Connection):
    """Looks for a broker that is away once a second at least; the stock one waits longer each time, up to 30 s."""

    def get_transport_cls(self):
        """The lasting one in place of Kombu's for Redis."""
        found = super().get_transport_cls()
        return LastingTransport if found is redis.Transport else found

    def _ensure_connection(
        self, errback=None, max_retries=None, interval_start=0.2, interval_step=0.2, interval_max=1, **more
    ):
        waits = {"interval_start": interval_start, "interval_step": interval_step, "interval_max": interval_max}
        return super()._ensure_connection(errback, max_retries, **waits, **more)


class QuickAMQP(AMQP):
    """Messaging over quick connections."""

    Connection = QuickConnection
