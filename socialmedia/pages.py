"""Pages and API: Django's request handling in one step, on one thread of a small pool.

Django's own ASGI handler walks back and forth between the event loop and a fresh thread for every middleware of the old
kind, and connects that thread to the database anew: about thirty hops for a request of ours, which has no asynchronous
view. Here a request crosses once, with its body, and comes back as an answer.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.urls import set_script_prefix

THREADS = 8  # each may hold a database connection; more would only wait for the interpreter


class Pages(ASGIHandler):
    """The ASGI application for pages and API."""

    def __init__(self):
        """Load the middleware as one synchronous chain."""
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")

    async def __call__(self, scope, receive, send):
        """Read the body, answer on a thread, send. Who goes away meanwhile is not told."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            response = await self._in_thread(self._answer, scope, body)
        if not response.streaming:
            return await self.send_response(response, send)
        if not response.is_async:
            response.streaming_content = self._stepwise(response.streaming_content)
        try:
            await self.send_response(response, send)
        finally:
            await self._in_thread(response.close)

    def _in_thread(self, work, *args):
        return asyncio.get_running_loop().run_in_executor(self._threads, work, *args)

    async def _stepwise(self, parts):
        """A file, for instance: read a piece, send it, read the next."""
        while (part := await self._in_thread(next, parts, None)) is not None:
            yield part

    def _answer(self, scope, body):
        """The response. It is closed here, which ends the request; one that streams when it has been sent."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, response = self.create_request(scope, body)
        if request is not None:
            response = self.get_response(request)
        response._handler_class = self.__class__
        if not response.streaming:
            response.close()
        return response
