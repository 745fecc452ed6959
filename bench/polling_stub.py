"""`python -m bench.polling_stub PORT LATENCY_MS`: Graph and X as the polling bench needs them, answered from memory.

Mostly nothing is new; one reading in fifty brings one new post of a new person. What was brought comes again as the
platforms do it: within the overlap that is asked for. Nothing is checked and nothing is counted but what `/told` tells.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict, deque
from urllib.parse import parse_qs, unquote

ONE_IN = 50
KEPT = 20  # posts of a page or handle that are remembered
EPOCH_MS = 1288834974657  # of X's ids (X API, "X IDs")
LIMIT = 450  # calls in fifteen minutes, never used up
PLENTY = '{"call_count":1,"total_cputime":1,"total_time":1}'


class Memory:
    """Everything that was said, by page or handle, and how often it was asked for."""

    def __init__(self):
        """Nobody has said anything."""
        self.said, self.asked = defaultdict(lambda: deque(maxlen=KEPT)), defaultdict(int)
        self.requests = self.brought = 0

    def read(self, owner):
        """What was said to `owner`, the newest last; every fiftieth time somebody new has just written."""
        self.asked[owner] += 1
        # So that not all write at the same moment.
        if (self.asked[owner] + hash(owner)) % ONE_IN == 0:
            self.brought += 1
            self.said[owner].append((self.brought, time.time()))
        return self.said[owner]

    def answer(self, target):
        """The JSON of one request."""
        path, _, query = target.partition("?")
        if path == "/told":
            return {"requests": self.requests, "brought": self.brought, "read": sum(self.asked.values())}
        self.requests += 1
        steps = path.strip("/").split("/")
        edge = EDGES.get(steps[-1])
        return edge(self, steps[-2], parse_qs(unquote(query))) if edge else {"data": []}


def feed(memory, page, asked):
    """A page's visitors (Graph API reference, /page/feed)."""
    since = int(asked["since"][0])
    return {"data": [_visitor(page, *one) for one in reversed(memory.read(page)) if one[1] >= since]}


def conversations(memory, page, _asked):
    """A page's private messages (Messenger Platform, Conversations API)."""
    return {"data": [_conversation(page, *one) for one in reversed(memory.read(page))]}


def mentions(memory, user, asked):
    """Posts that mention a handle (X API, /2/users/:id/mentions)."""
    since = int(asked.get("since_id", ["0"])[0])
    tweets = [_tweet(*one) for one in reversed(memory.read(user))]
    tweets = [tweet for tweet in tweets if int(tweet["id"]) > since]
    if not tweets:
        return {"meta": {"result_count": 0}}
    users = [{"id": tweet["author_id"], "name": "Visitor", "username": f"v{tweet['author_id']}"} for tweet in tweets]
    meta = {"result_count": len(tweets), "newest_id": tweets[0]["id"], "oldest_id": tweets[-1]["id"]}
    return {"data": tweets, "includes": {"users": users}, "meta": meta}


EDGES = {"feed": feed, "conversations": conversations, "mentions": mentions}


def user(name):
    """The account behind a handle; here the handle is its id with a letter before it."""
    return {"data": {"id": name[1:], "name": name, "username": name}}


def _stamp(at):
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(at))


def _visitor(page, number, at):
    who = {"id": f"9{number:08}", "name": f"Visitor {number}"}
    return {"id": f"{page}_{number}", "message": f"Post {number}", "created_time": _stamp(at), "from": who}


def _conversation(page, number, at):
    who = {"id": f"8{number:08}", "name": f"Visitor {number}"}
    words = {"id": f"m_{number}", "message": f"Message {number}", "created_time": _stamp(at), "from": who}
    words["to"] = {"data": [{"id": page, "name": "Page"}]}
    people = {"data": [who, {"id": page, "name": "Page"}]}
    shown = {"participants": people, "messages": {"data": [words]}}
    return {"id": f"t_{number}", "updated_time": _stamp(at), "message_count": 1, **shown}


def _tweet(number, at):
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(at))
    snowflake = ((int(at * 1000) - EPOCH_MS) << 22) | (number & 0x3FFFFF)
    return {"id": str(snowflake), "text": f"Post {number}", "author_id": f"7{number:08}", "created_at": moment}


class Connection(asyncio.Protocol):
    """One client's connection, kept open; requests have no body."""

    def __init__(self, memory, latency):
        """`latency` in seconds."""
        self._memory, self._latency, self._rest, self._transport = memory, latency, b"", None

    def connection_made(self, transport):
        """It is there."""
        self._transport = transport

    def data_received(self, data):
        """Answer every whole request."""
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for head in requests:
            target = head.split(b" ", 2)[1].decode()
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._say, target)
            else:
                self._say(target)

    def _say(self, target):
        known = "/2/users/by/username/" in target
        answer = user(target.partition("?")[0].rsplit("/", 1)[1]) if known else self._memory.answer(target)
        body = json.dumps(answer)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{_allowance(target)}"
        )
        self._transport.write(f"{head}\r\n{body}".encode())


def _allowance(target):
    if not target.startswith("/2/"):
        return f"X-App-Usage: {PLENTY}\r\n"
    reset = int(time.time()) + 900
    return f"x-rate-limit-limit: {LIMIT}\r\nx-rate-limit-remaining: {LIMIT - 1}\r\nx-rate-limit-reset: {reset}\r\n"


async def main(port, latency):
    """Answer until ended."""
    memory = Memory()
    serving = await asyncio.get_running_loop().create_server(
        lambda: Connection(memory, latency / 1000), "127.0.0.1", port, backlog=500
    )
    await serving.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
