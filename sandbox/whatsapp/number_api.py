"""What belongs to a WhatsApp number: message links and QR codes, blocked users, the business profile."""

import re
import secrets
import string

import qrcode
from qrcode.image.svg import SvgPathImage

from sandbox.graph.errors import GraphError, bad
from sandbox.graph.nodes import Node
from sandbox.graph.paging import Asked, edge
from sandbox.graph.uploads import file_of
from sandbox.samples import png_of
from sandbox.stage import Stage
from sandbox.timeline import Timeline
from sandbox.whatsapp.chats import WINDOW, Contact, MessageLink
from sandbox.wire import Call

NUMBER = "WhatsAppBusinessPhoneNumber"
SUCCESS = {"success": True}
CODE = re.compile(r"[A-Z0-9]{14}")
FORM = re.compile(r"qr_image_url(?:\.format\((\w+)\))?")
LETTERS = string.ascii_uppercase + string.digits
LONGEST_PREFILL, MOST_LINKS = 140, 2000
# Business profile: longest values ("Business profiles" reference).
LONGEST = {"about": 139, "address": 256, "description": 256, "email": 128}
VERTICALS = """OTHER AUTO BEAUTY APPAREL EDU ENTERTAIN EVENT_PLAN FINANCE GROCERY GOVT HOTEL HEALTH NONPROFIT
PROF_SERVICES RETAIL TRAVEL RESTAURANT ALCOHOL ONLINE_GAMBLING PHYSICAL_GAMBLING OTC_DRUGS""".split()


def _form(fields: str) -> str:
    """In which form pictures are asked for: PNG or SVG, empty for none."""
    asked = FORM.search(fields)
    return (asked[1] or "PNG").upper() if asked else ""


def _shown(stage: Stage, link: MessageLink, form: str) -> dict:
    told = {
        "code": link.code,
        "prefilled_message": link.prefilled,
        "deep_link_url": f"https://wa.me/message/{link.code}",
    }
    return told | ({"qr_image_url": stage.address(_picture(stage, link, form))} if form else {})


def _picture(stage: Stage, link: MessageLink, form: str) -> str:
    if form not in ("PNG", "SVG"):
        raise bad("The format of qr_image_url must be one of {PNG, SVG}.")
    if form not in link.images:
        link.images[form] = qr_image(stage, link.number, link.code, form)
        stage.chats.links.save(link)
    return link.images[form]


def qr_image(stage: Stage, number: str, code: str, form: str) -> str:
    """The id of a picture that, when scanned, opens the link."""
    drawn = qrcode.QRCode(border=4)
    drawn.add_data(f"https://wa.me/message/{code}")
    if form == "SVG":
        image = drawn.make_image(image_factory=SvgPathImage).to_string()
        return stage.files.add(number, image, "image/svg+xml", f"{code}.svg").id
    rows = drawn.get_matrix()
    return stage.files.add(number, png_of(rows), "image/png", f"{code}.png").id


async def write_link(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/message_qrdls: a new link, or with `code` other words for an old one."""
    prefilled, links = call.text("prefilled_message"), stage.chats.links
    if not prefilled or len(prefilled) > LONGEST_PREFILL:
        raise bad(f"Param prefilled_message must have 1 to {LONGEST_PREFILL} characters.")
    if call.text("code"):
        link = _link(stage, node, call.text("code"))
        link.prefilled, form = prefilled, ""
    else:
        form = call.text("generate_qr_image", "").upper()
        link = _new_link(stage, node, prefilled, form)
    links.save(link)
    told = _shown(stage, link, form)
    stage.store.commit()
    return told


def _new_link(stage: Stage, node: Node, prefilled: str, form: str) -> MessageLink:
    if form not in ("", "PNG", "SVG"):
        raise bad("Param generate_qr_image must be one of {PNG, SVG}.")
    if sum(one.number == node.id for one in stage.chats.links) >= MOST_LINKS:
        raise bad(f"A phone number has at most {MOST_LINKS} message links.")
    code = "".join(secrets.choice(LETTERS) for _ in range(14))
    return MessageLink(code, node.id, prefilled, stage.clock.now())


def _link(stage: Stage, node: Node, code: str) -> MessageLink:
    link = stage.chats.links.get(code) if CODE.fullmatch(code) else None
    if not link or link.number != node.id:
        raise GraphError(100, "(#100) Invalid parameter", 33, details=f"There is no message link {code}.")
    return link


async def list_links(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{phone-number-id}/message_qrdls, all or the one with `code`; the image is fetched with fields."""
    own = {one.code: one for one in stage.chats.links if one.number == node.id}
    own = {code: one for code, one in own.items() if call.text("code", code) == code}
    order = Timeline(sorted((one.at, one.code) for one in own.values()))
    form = _form(call.text("fields"))

    return edge(call, call.path, Asked.of(call.params), order, True, lambda code: _shown(stage, own[code], form))


async def show_link(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{phone-number-id}/message_qrdls/{code}: one, yet in a list."""
    return {"data": [_shown(stage, _link(stage, node, call.item), _form(call.text("fields")))]}


async def delete_link(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{phone-number-id}/message_qrdls/{code}."""
    stage.chats.links.drop(_link(stage, node, call.item))
    stage.store.commit()
    return SUCCESS


def _named(call: Call) -> list[str]:
    asked = call.params.get("block_users")
    if call.text("messaging_product") != "whatsapp" or not isinstance(asked, list):
        raise bad("The parameters messaging_product and block_users are required.")
    return [str(one.get("user") or one.get("user_id") or "") for one in asked if isinstance(one, dict)]


def _known(stage: Stage, number: str, who: str) -> Contact | None:
    digits = re.sub(r"\D", "", who) if who.lstrip("+").isdigit() else who
    return stage.chats.contact(number, digits)


async def block(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/block_users: who wrote within the last 24 hours can be blocked ("Block users")."""
    added, failed = [], []
    for who in _named(call):
        contact = _known(stage, node.id, who)
        if contact and stage.clock.now() - contact.wrote_at < WINDOW:
            contact.blocked = True
            stage.chats.contacts.save(contact)
            added.append({"input": who, "wa_id": contact.id})
        else:
            failed.append({"input": who, "errors": [{"message": "Failed to block user", "code": 139100}]})
    stage.store.commit()
    told = {"added_users": added} | ({"failed_users": failed} if failed else {})
    return {"messaging_product": "whatsapp", "block_users": told}


async def unblock(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{phone-number-id}/block_users."""
    removed = []
    for who in _named(call):
        contact = _known(stage, node.id, who)
        if contact and contact.blocked:
            contact.blocked = False
            stage.chats.contacts.save(contact)
            removed.append({"input": who, "wa_id": contact.id})
    stage.store.commit()
    return {"messaging_product": "whatsapp", "block_users": {"removed_users": removed}}


async def list_blocked(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{phone-number-id}/block_users."""
    blocked = [one.id for one in stage.chats.contacts if one.number == node.id and one.blocked]
    order = Timeline(sorted((0.0, one) for one in blocked))

    def shape(identifier: str) -> dict:
        return {"messaging_product": "whatsapp", "wa_id": identifier}

    return edge(call, call.path, Asked.of(call.params), order, False, shape)


async def show_profile(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{phone-number-id}/whatsapp_business_profile: what was asked for, what is empty stays away."""
    asked = [one for one in call.text("fields").split(",") if one]
    profile = {"vertical": "OTHER", **node.object.profile}
    profile["profile_picture_url"] = stage.address(profile.pop("picture", ""))
    shown = {name: value for name, value in profile.items() if value and (not asked or name in asked)}
    return {"data": [{**shown, "messaging_product": "whatsapp"}]}


async def write_profile(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/whatsapp_business_profile: any subset."""
    if call.text("messaging_product") != "whatsapp":
        raise bad("The parameter messaging_product is required.")
    names = (*LONGEST, "websites", "vertical", "profile_picture_handle")
    given = {name: call.params[name] for name in names if name in call.params}
    for name, longest in LONGEST.items():
        if len(str(given.get(name, ""))) > longest:
            raise bad(f"Param {name} must be at most {longest} characters long.")
    if given.get("vertical", "OTHER") not in VERTICALS:
        raise bad(f"Param vertical must be one of {{{', '.join(VERTICALS)}}}")
    _check_websites(given.get("websites", []))
    picture = file_of(stage, str(given.pop("profile_picture_handle", "")))
    given |= {"picture": picture} if picture else {}
    node.object.profile = node.object.profile | given
    stage.world.numbers.save(node.object)
    stage.store.commit()
    return SUCCESS


def _check_websites(sites: object) -> None:
    fine = isinstance(sites, list) and len(sites) <= 2
    if not fine or any(not re.match(r"https?://", str(site)) or len(str(site)) > 256 for site in sites):
        raise bad("Param websites must be at most two addresses of at most 256 characters with http or https.")


HANDLERS = {
    ("GET", NUMBER, "message_qrdls"): list_links,
    ("POST", NUMBER, "message_qrdls"): write_link,
    ("GET", NUMBER, "message_qrdls/*"): show_link,
    ("DELETE", NUMBER, "message_qrdls/*"): delete_link,
    ("GET", NUMBER, "block_users"): list_blocked,
    ("POST", NUMBER, "block_users"): block,
    ("DELETE", NUMBER, "block_users"): unblock,
    ("GET", NUMBER, "whatsapp_business_profile"): show_profile,
    ("POST", NUMBER, "whatsapp_business_profile"): write_profile,
}
