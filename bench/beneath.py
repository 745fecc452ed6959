"""Measures the floor: what the same wire, server, broker and layer cost when nothing is done with a message."""

import asyncio
import os
import sys
import time

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from bench import plan
from tests.servers import free_port

RUN = 0
NUMBER = {
    "id": "floor-number",
    "display_phone_number": "+15550100",
    "name": "Floor",
    "waba": "floor-waba",
    "app": "floor",
}
WARM_UP = 2  # seconds
PATIENCE = 10  # seconds after the last was sent
WORKER = "celery -A bench.floor worker -Q floor -P threads -c 4 -O fair --without-gossip --without-mingle -l WARNING"


def measure(running, rate, seconds):
    """Milliseconds from the platform to the socket, of every message after the warm-up."""
    port = free_port()
    environment = os.environ | {"FLOOR_REDIS": running.redis.url.rsplit("/", 1)[0] + "/1"}
    server = ["daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "bench.floor:application"]
    running.start("floor", [sys.executable, "-m", *server], environment)
    running.start("floor-worker", [sys.executable, "-m", *WORKER.split()], environment)
    try:
        running.wait_for(port, "floor")
        _tell_the_sandbox(running, port)
        return asyncio.run(_listen(running, port, rate, seconds))
    finally:
        running.end("floor")
        running.end("floor-worker")


def _tell_the_sandbox(running, port):
    webhook = {"app": "floor", "object": "whatsapp_business_account", "fields": ["messages"]}
    webhook["url"] = f"http://127.0.0.1:{port}/"
    app = {"id": "floor", "secret": "floor", "verify_token": "floor"}
    running.control("world", {"apps": [app], "numbers": [NUMBER], "webhooks": [webhook]})


async def _listen(running, port, rate, seconds):
    count, warm = round((WARM_UP + seconds) * rate), round(WARM_UP * rate)
    steps = plan.schedule(RUN, rate, count, desks=50, customers=200)
    found = {}
    async with connect(f"ws://127.0.0.1:{port}/", compression=None) as socket:
        body = {"kind": "whatsapp", "number": NUMBER["id"], "plan": steps}
        await asyncio.to_thread(running.control, "load", body)
        try:
            async with asyncio.timeout(count / rate + PATIENCE):
                while len(found) < count:
                    mark, arrived = plan.read(await socket.recv()), time.time()
                    found[mark.sequence] = (arrived - mark.sent) * 1000
        except (TimeoutError, ConnectionClosed):
            print(f"floor: {count - len(found)} of {count} did not arrive", file=sys.stderr)
    return [took for sequence, took in found.items() if sequence > warm]
