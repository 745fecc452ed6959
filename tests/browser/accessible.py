"""Is a page fit for everybody? axe-core's rules of WCAG 2.2 AA, in both themes."""

import json
from pathlib import Path

import axe_playwright_python

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THEMES = {"light": RULES, "dark": {"type": "rule", "values": ["color-contrast"]}}


def violations(page, themes=THEMES):
    """What is wrong with the page as it stands, in lines; only colors can differ between the themes."""
    page.evaluate(SCRIPT)
    return [line for theme, rules in themes.items() for line in _in_theme(page, theme, rules)]


def _in_theme(page, theme, rules):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # a color on its way is neither
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run({options}).then((results) => results.violations)")
    for one in found:
        for node in one["nodes"]:
            yield f"{page.url} ({theme}) {one['id']}: {one['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
