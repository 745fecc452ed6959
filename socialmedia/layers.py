"""The channel layer of the embedded mode."""

import asyncio

from channels.layers import InMemoryChannelLayer


class LoopBoundInMemoryLayer(InMemoryChannelLayer):
    """An in-memory layer whose queues live on the web server's event loop.

    The stock layer puts into an asyncio queue from whatever thread calls it, which does not wake the loop that waits:
    a hint from a worker thread then arrives up to a second late. Here every operation is carried out on the home loop.
    """

    home = None

    def bind(self, loop):
        """Make `loop` the home of all queues."""
        self.home = loop

    async def _at_home(self, operation, *args):
        if self.home in (None, asyncio.get_running_loop()):
            return await operation(*args)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(operation(*args), self.home))

    async def send(self, channel, message):
        """Put one message on one channel."""
        return await self._at_home(super().send, channel, message)

    async def group_send(self, group, message):
        """Put one message on every channel of a group."""
        return await self._at_home(super().group_send, group, message)

    async def group_add(self, group, channel):
        """Let a channel into a group."""
        return await self._at_home(super().group_add, group, channel)

    async def group_discard(self, group, channel):
        """Take a channel out of a group."""
        return await self._at_home(super().group_discard, group, channel)
