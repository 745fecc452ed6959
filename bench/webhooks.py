"""`make bench-webhooks`: how soon the product answers the platforms' deliveries. The last line is one JSON object."""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import sys
import time

import django
import httpx

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
django.setup()

from bench.__main__ import say  # noqa: E402  it reads the settings
from bench.processes import Running  # noqa: E402
from bench.report import percentile  # noqa: E402
from socialmedia.demo import APP, NUMBER  # noqa: E402

CUSTOMERS = 200
DRAINED = 60  # seconds within which all must have been taken in


def body(number):
    """One delivery with one message."""
    sender = f"1650{number % CUSTOMERS:07}"
    message = {
        "from": sender,
        "id": f"wamid.bench{number}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": f"Message {number}"},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1", "phone_number_id": NUMBER["id"]},
        "contacts": [{"profile": {"name": f"Customer {sender}"}, "wa_id": sender}],
        "messages": [message],
    }
    entry = {"id": NUMBER["waba"], "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def deliver(port, rate, seconds):
    """(milliseconds to the answer, status) of each delivery, sent at an even pace whatever the answers take."""
    address, answers = f"http://127.0.0.1:{port}/webhooks/whatsapp/{APP['id']}/", []
    limits = httpx.Limits(max_connections=50, max_keepalive_connections=50)
    async with httpx.AsyncClient(limits=limits, timeout=30) as http:

        async def one(number):
            raw = body(number)
            signature = "sha256=" + hmac.new(APP["secret"].encode(), raw, hashlib.sha256).hexdigest()
            began = time.perf_counter()
            answer = await http.post(address, content=raw, headers={"X-Hub-Signature-256": signature})
            answers.append(((time.perf_counter() - began) * 1000, answer.status_code))

        began, tasks = time.monotonic(), []
        for number in range(rate * seconds):
            await asyncio.sleep(max(0, began + number / rate - time.monotonic()))
            tasks.append(asyncio.create_task(one(number)))
        await asyncio.gather(*tasks)
    return answers


def drained(running):
    """Seconds until all was taken in, and how many messages there are then."""
    began = time.monotonic()
    while time.monotonic() - began < DRAINED:
        if not running.rows("select count(*) from interactions_inbox where done_at is null")[0][0]:
            break
        time.sleep(0.2)
    return round(time.monotonic() - began, 1), running.rows("select count(*) from interactions_message")[0][0]


def main():
    """Run it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rate", type=int, default=100, help="deliveries a second")
    arguments.add_argument("--seconds", type=int, default=20)
    given = arguments.parse_args()
    with Running(5) as running:
        say(f"{given.rate} deliveries a second for {given.seconds} s ...")
        answers = asyncio.run(deliver(running.port, given.rate, given.seconds))
        seconds, stored = drained(running)
    times = [one for one, _ in answers]
    figures = {f"answer_p{share}_ms": round(percentile(times, share), 1) for share in (50, 95, 99)}
    good = sum(status == 200 for _, status in answers)
    print(json.dumps({"rate_per_s": given.rate, "answered": good, "stored": stored, "drained_s": seconds, **figures}))
    return 0 if good == stored == len(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
