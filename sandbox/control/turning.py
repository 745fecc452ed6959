"""Control calls that turn how the sandbox behaves, and those that tell what happened."""

import re
from collections.abc import Callable

from sandbox.control.requests import Refused
from sandbox.faults import Fault, Faults
from sandbox.limits import NAMES
from sandbox.stage import Stage

OK = {"ok": True}


async def health(stage: Stage, body: dict) -> dict:
    """Is it up?"""
    return {"status": "ok"}


async def sent(stage: Stage, body: dict) -> dict:
    """What the company published, in order."""
    after = body.get("after", "0")
    if not str(after).isdigit():
        raise Refused("`after` is the number of an entry.")
    entries = stage.ledger.after(int(after), body.get("platform", ""), body.get("to", ""))
    last = stage.ledger.entries[-1].seq if stage.ledger.entries else 0
    return {"data": [vars(entry) for entry in entries], "last": last}


async def counts(stage: Stage, body: dict) -> dict:
    """Per platform: accepted and published messages, webhooks sent, failed, given up, pending."""
    ledger, sender, pending = stage.ledger, stage.sender, stage.sender.pending()
    return {
        platform: {
            "accepted": ledger.accepted[platform],
            "published": ledger.published[platform],
            "webhooks": {
                "sent": sender.sent[platform],
                "failed": sender.failed_attempts[platform],
                "given_up": sender.given_up[platform],
                "pending": pending[platform],
            },
        }
        for platform in ("facebook", "messenger", "x", "x_dm", "whatsapp")
    }


def fault_calls(faults: Faults, stop_loads: Callable[[], None]) -> tuple:
    """The calls that plan and forget faults."""

    async def plan(stage: Stage, body: dict) -> dict:
        """Spoil the next calls that match."""
        _check_pattern(body.get("match", {}).get("path", ""))
        wanted = {name: value for name, value in body.items() if name != "match"}
        faults.add(Fault(**wanted, **body.get("match", {})))
        return {"ok": True, "planned": len(faults)}

    async def forget(stage: Stage, body: dict) -> dict:
        """Forget all planned faults."""
        faults.clear()
        return OK

    async def reset(stage: Stage, body: dict) -> dict:
        """Forget all content, settings, faults and the world."""
        faults.clear()
        stop_loads()
        await stage.reset()
        return OK

    return plan, forget, reset


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as trouble:
        raise Refused(f"match.path: {pattern!r} is no regular expression: {trouble}.") from None


async def expire_token(stage: Stage, body: dict) -> dict:
    """The token is refused from now on: as expired, or for the reason that a subcode stands for."""
    if body.get("subcode", 463) != 463:
        stage.switches.refused_tokens[body["token"]] = body["subcode"]
        stage.save_switches()
        return OK
    stage.switches.refused_tokens.pop(body["token"], None)
    tokens = stage.switches.expired_tokens
    stage.switches.expired_tokens = [*(one for one in tokens if one != body["token"]), body["token"]]
    stage.save_switches()
    return OK


async def restore_token(stage: Stage, body: dict) -> dict:
    """The token is good again."""
    stage.switches.expired_tokens = [one for one in stage.switches.expired_tokens if one != body["token"]]
    stage.switches.refused_tokens.pop(body["token"], None)
    stage.save_switches()
    return OK


async def rules(stage: Stage, body: dict) -> dict:
    """How strict the platforms are; what is not named stays. Answers with all rules."""
    for name, value in body.items():
        setattr(stage.switches, name, value)
    stage.save_switches()
    names = ("duplicates_refused", "human_agent", "refused_prefixes", "review_after")
    return {"ok": True, **{name: getattr(stage.switches, name) for name in names}}


async def receipts(stage: Stage, body: dict) -> dict:
    """Whether messages of the company are delivered and read by themselves, and when."""
    stage.switches.receipts = body["mode"]
    stage.switches.delivered_after = body.get("delivered_after", stage.switches.delivered_after)
    stage.switches.read_after = body.get("read_after", stage.switches.read_after)
    stage.save_switches()
    return OK


async def echoes(stage: Stage, body: dict) -> dict:
    """When the echo of a sent message comes; before_answer: echo and effect first, the answer a second later."""
    stage.switches.echo_delay = body.get("delay", 0.0)
    stage.switches.before_answer = body.get("before_answer", False)
    stage.save_switches()
    return OK


async def hold(stage: Stage, body: dict) -> dict:
    """Keep webhook deliveries back."""
    stage.sender.hold(True)
    stage.save_switches()
    return OK


async def release(stage: Stage, body: dict) -> dict:
    """Send what was held back, in another order or several in one delivery if wanted."""
    stage.sender.rearrange(body.get("order", "as_they_came"), body.get("batch", 1))
    stage.sender.hold(False)
    stage.save_switches()
    return OK


async def duplicate(stage: Stage, body: dict) -> dict:
    """Send the next deliveries twice each."""
    stage.switches.duplicates = body["times"]
    stage.save_switches()
    return OK


async def webhook_log(stage: Stage, body: dict) -> dict:
    """The newest deliveries, newest first, and the webhooks."""
    hooks = [vars(webhook) for webhook in stage.subscriptions.webhooks]
    return {"data": [one.as_logged() for one in reversed(stage.sender.log)], "webhooks": hooks}


async def clock(stage: Stage, body: dict) -> dict:
    """Turn the clock: sandbox time is the real time plus the offset."""
    stage.switches.clock_offset = body["offset"]
    stage.save_switches()
    return {"ok": True, "now": stage.clock.now()}


async def rate_limits(stage: Stage, body: dict) -> dict:
    """off, documented, or single limits: {"x.mentions": 5} or {"x.mentions": {"limit": 5, "seconds": 60}}."""
    asked, switches = body["rate_limits"], stage.switches
    own = asked if isinstance(asked, dict) else {}
    switches.rate_limits = asked if isinstance(asked, str) else "documented"
    switches.own_limits = {}
    switches.own_limits = {name: _limit(stage, name, value) for name, value in own.items() if name in NAMES}
    switches.search_delay = own.get("search_delay", 0.0)
    stage.limits.forget()
    stage.save_switches()
    return {"ok": True, "rate_limits": {name: stage.limits.rule(name) for name in NAMES}}


def _limit(stage: Stage, name: str, value: int | dict) -> list[float]:
    usual = stage.limits.rule(name)[1]
    return [value, usual] if isinstance(value, int) else [value["limit"], value.get("seconds", usual)]
