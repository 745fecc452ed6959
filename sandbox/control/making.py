"""Control calls that make things happen: customers post, comment, tweet and write."""

from sandbox.control.requests import Refused
from sandbox.stage import Stage
from sandbox.world import Number, Page


def page_of(stage: Stage, identifier: str) -> Page:
    """The page, or a refusal."""
    page = stage.world.pages.get(identifier)
    if not page:
        raise Refused(f"There is no page {identifier}; describe it with POST /control/world first.")
    return page


def number_of(stage: Stage, identifier: str) -> Number:
    """The WhatsApp number, or a refusal."""
    number = stage.world.numbers.get(identifier)
    if not number:
        raise Refused(f"There is no number {identifier}; describe it with POST /control/world first.")
    return number


def _author(stage: Stage, page: Page, author: dict) -> tuple[str, str]:
    if author.get("id") == page.id:
        return page.id, page.name
    person = stage.world.person(page.id, author["name"], author.get("id", ""))
    return person.id, person.name


async def world(stage: Stage, body: dict) -> dict:
    """Who exists; the same twice changes nothing."""
    stage.world.upsert(body)
    for described in body.get("webhooks", []):
        moved = stage.subscriptions.upsert(described)
        if moved:
            stage.sender.engage(moved)
    stage.sender.refresh_apps()
    stage.store.commit()
    return {"ok": True}


async def facebook_post(stage: Stage, body: dict) -> dict:
    """A visitor, or the page itself, posts."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    author = _author(stage, page, body["author"])
    post = stage.wall.post(page.id, *author, body["message"], at, body.get("tagged", False))
    return {"id": post.id, "from": post.author, "sent_at": at}


async def facebook_comment(stage: Stage, body: dict) -> dict:
    """Someone comments on a post or answers a comment."""
    above = stage.wall.posts.get(body["object"]) or stage.wall.comments.get(body["object"])
    if not above:
        raise Refused(f"There is no post or comment {body['object']}.")
    at = body.get("at", stage.clock.now())
    author = _author(stage, page_of(stage, above.page), body["author"])
    comment = stage.wall.comment(above.id, *author, body["message"], at)
    return {"id": comment.id, "from": comment.author, "sent_at": at}


async def messenger_message(stage: Stage, body: dict) -> dict:
    """Someone writes to a page; or the page's staff write by hand, `to` a person."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    sender, _ = _author(stage, page, body["from"])
    if sender == page.id:
        if not stage.inbox.thread(page.id, body.get("to", "")):
            raise Refused("A page can only write to someone who wrote before; name them with `to`.")
        message = stage.inbox.send(page.id, body["to"], body["text"], at)
    else:
        message = stage.inbox.receive(page.id, sender, body["text"], at)
    return {"id": message.id, "from": sender, "sent_at": at}


async def x_tweet(stage: Stage, body: dict) -> dict:
    """Someone tweets or answers a tweet."""
    author = stage.world.x_customer(body["author"]["username"], body["author"].get("name", ""))
    answered = body.get("in_reply_to", "")
    if answered and not stage.tweets.get(answered):
        raise Refused(f"There is no tweet {answered}.")
    at = body.get("at", stage.clock.now())
    tweet = stage.tweets.write(author, stage.tweets.addressed(author, body["text"], answered), at, answered)
    return {"id": tweet.id, "from": author.id, "text": tweet.text, "sent_at": at}


async def x_message(stage: Stage, body: dict) -> dict:
    """Someone writes a direct message."""
    sender = stage.world.x_customer(body["from"]["username"], body["from"].get("name", ""))
    recipient = stage.world.x_user_named(body["to"])
    if not recipient or recipient is sender:
        raise Refused(f"There is nobody else named {body['to']} on X.")
    at = body.get("at", stage.clock.now())
    message = stage.direct.write(sender.id, recipient.id, body["text"], at)
    return {"id": message.id, "from": sender.id, "sent_at": at}


async def whatsapp_messages(stage: Stage, body: dict) -> dict:
    """One message, or several in one webhook delivery (all to the same number)."""
    described = body.get("messages") or [body]
    numbers = {one["number"] for one in described}
    if len(numbers) != 1:
        raise Refused("The messages of one delivery go to one number.")
    for one in described:
        if one.get("kind", "text") == "text" and not (one.get("text") or one.get("content")):
            raise Refused("A text message needs a text.")
    now = stage.clock.now()
    written = stage.chats.receive(number_of(stage, numbers.pop()), described)
    times = [one.get("at", now) for one in described]
    if "messages" in body:
        return {"ids": [message.id for message in written], "sent_at": times[-1]}
    return {"id": written[0].id, "sent_at": times[0]}


async def whatsapp_status(stage: Stage, body: dict) -> dict:
    """What became of a message of the company, told by webhook."""
    message = stage.chats.messages.get(body["id"])
    if not message or message.incoming:
        raise Refused(f"The company sent no WhatsApp message {body['id']}.")
    stage.chats.report(message.id, body["status"], body.get("errors"))
    return {"id": message.id, "sent_at": stage.clock.now()}
