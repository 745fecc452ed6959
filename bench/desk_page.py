"""One real browser among the desks: notes when each message of ours has been drawn."""

import contextlib
import shutil

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PATIENCE = 30_000  # ms
# A message counts as drawn at the first frame after it has come into the page.
WATCH = r"""() => {
  window.drawnAt = {};
  const noted = (node) => {
    for (const [, sequence] of (node.textContent || "").matchAll(/\bw\d+ \d+\/\d+ #(\d+) @/g)) {
      if (sequence in window.drawnAt) continue;
      window.drawnAt[sequence] = null;
      requestAnimationFrame(() => (window.drawnAt[sequence] = (performance.timeOrigin + performance.now()) / 1000));
    }
  };
  const look = (changes) => changes.forEach(({ addedNodes, target, type }) =>
    type === "childList" ? addedNodes.forEach(noted) : noted(target));
  const options = { childList: true, subtree: true, characterData: true };
  new MutationObserver(look).observe(document.getElementById("talk"), options);
}"""


class Page:
    """`with Page(port, agent, interaction) as page:` – the agent's desk with this conversation (id) on screen."""

    def __init__(self, port, agent, interaction):
        """`agent` as `bench.world` signs it in."""
        self._address, self._agent, self._interaction = f"http://127.0.0.1:{port}", agent, interaction
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        playwright = self._stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        self._stack.callback(browser.close)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        cookies = {"sessionid": self._agent["session"], "csrftoken": self._agent["csrf"]}
        context.add_cookies([{"name": name, "value": value, "url": self._address} for name, value in cookies.items()])
        self._page = context.new_page()
        self._page.set_default_timeout(PATIENCE)
        self._page.goto(self._address)
        self._page.locator("[data-test=log-on]").click()
        self._page.locator("[data-test=status]").wait_for()
        self._page.evaluate(f"location.hash = '#{self._interaction}'")
        self._page.locator("[data-test=message]").first.wait_for()
        self._page.evaluate(WATCH)
        return self

    def __exit__(self, *_):
        self._stack.close()

    def drawn(self):
        """{sequence: unix seconds} of what has been drawn since."""
        found = self._page.evaluate("window.drawnAt")
        return {int(sequence): at for sequence, at in found.items() if at}
