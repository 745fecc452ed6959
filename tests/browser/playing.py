"""What the browser tests share: pictures, customers who write, conversations taken up."""

import base64
import re
import struct
import time
import zlib

from playwright.sync_api import expect

from socialmedia.demo import NUMBER

GONE = re.compile("Sent|Delivered")  # on its way the first mark of a reply may be missed
WIDTHS = {1440: 900, 1024: 768, 390: 844}
# Keeps what the system is asked to show, and says that nobody looks at the page.
NOTICES = """() => {
  window.noticed = [];
  window.Notification = class extends Notification {
    constructor(head, { body }) {
      super(head, { body });
      window.noticed.push({ head, body, notice: this });
    }
  };
  document.hasFocus = () => false;
}"""
# Counts what the page plays, by the notes it starts.
LISTEN = """() => {
  window.notes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when) { window.notes += 1; return start.apply(this, when); };
}"""
WATCH_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
  }).observe({ type: "layout-shift", buffered: true });
}"""


def png(width=640, height=480):
    """A picture of its own, with a gradient, as bytes."""
    rows = b"".join(
        b"\0" + b"".join(bytes((150 + x * 90 // width, 170, 215 - y * 90 // height)) for x in range(width))
        for y in range(height)
    )

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PICTURE = {"mime": "image/png", "data": base64.b64encode(png()).decode()}


def whatsapp(product, name, number, **message):
    """A customer writes on WhatsApp; returns the id of what he wrote."""
    given = {"number": NUMBER["id"], "from": number, "name": name, **message}
    return product.sandbox.control("whatsapp/messages", given)["id"]


def rings(desk, product, name, number, text="Hello"):
    """A customer writes; answers the row once it rings at Alice."""
    whatsapp(product, name, number, text=text)
    seen = lambda d: next((r for r in d.rows.values() if r["customer"]["name"] == name), None)  # noqa: E731
    return desk.until(seen, f"an offer of {name}")


def in_hand(desk, product, name, number, text="Hello"):
    """The same, picked up."""
    return desk.verb(rings(desk, product, name, number, text), "pick-up")["interaction"]


def row_of(page, name):
    """His row on the work list."""
    return page.get_by_test_id("mine").get_by_test_id("row").filter(has_text=name)


def take(desk, product, page, name):
    """Pick up what this customer began, and have it on screen."""
    offered = desk.until(
        lambda d: next(
            (row for row in d.rows.values() if row["customer"]["name"] == name and row["state"] == "alerting"), None
        ),
        f"an offer of {name}",
    )
    taken = desk.verb(offered, "pick-up")["interaction"]
    page.goto(f"{product.base}/#{taken['id']}")
    expect(page.get_by_test_id("customer")).to_have_text(name)
    expect(page.get_by_test_id("composer-text")).to_be_visible()
    return taken


def photo(**more):
    """A picture as somebody chooses or drops one."""
    return {"name": "type-plate.png", "mimeType": "image/png", "buffer": png(), **more}


def until(page, expression, seconds=15):
    """Wait until an expression is true of the page: asked again from here, as the page's policy lets nobody evaluate there."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not within {seconds} s: {expression}"
        page.wait_for_timeout(50)


def wide(page, width):
    """The page at one of the three widths, once it is laid out again: it needs no more room than there is."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    until(page, f"innerWidth === {width} && document.documentElement.scrollWidth <= innerWidth")


def fits_everywhere(sign_in, picture, address, name):
    """Alice's page at three widths in both themes, kept as pictures: no image is missing, nothing is too wide."""
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark"):
            page = sign_in("alice", width=width, height=height, color_scheme=scheme)
            page.goto(address)
            expect(page.get_by_test_id("message").last).to_be_visible()
            for one in page.get_by_test_id("picture").locator("img").all():
                expect(one).not_to_have_js_property("naturalWidth", 0)
            picture(page, f"carried-{name}-{width}-{scheme}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def an_answer_that_fails_is_news(desk, product, page, row):
    """An agent answers and looks elsewhere; what WhatsApp says a moment later is shown, all of it on the screen."""
    product.sandbox.control("whatsapp/failures", {"code": 131026, "at_once": False})
    desk.reply(row, "Hold the button for ten seconds")
    toast = page.get_by_test_id("news-toast").filter(has_text="was not sent")
    expect(toast).to_contain_text(f"Your answer to {row['customer']['name']} was not sent")
    expect(toast).to_be_visible()
    box = toast.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"]
