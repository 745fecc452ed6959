"""The guides in docs/ and their pictures: none is missing, none lies about, and a script can take each anew."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = re.compile(r"!\[[^\]]+\]\((?:docs/)?pictures/([\w-]+)\.png\)")


def shown():
    """{picture: pages that show it}."""
    found = {}
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for name in PICTURE.findall(page.read_text()):
            found.setdefault(name, []).append(page.name)
    return found


def there():
    """The pictures in docs/pictures."""
    return {path.stem for path in (ROOT / "docs" / "pictures").glob("*.png")}


def taken():
    """What the scripts' sources name as pictures that they keep."""
    sources = [path.read_text() for path in (ROOT / "tests" / "browser").glob("guide*.py")]
    return set(re.findall(r'"([a-z][\w-]+)"', "\n".join(sources)))


def test_every_picture_that_a_guide_shows_is_there_and_none_lies_about():
    assert set(shown()) == there()


def test_a_script_takes_every_picture():
    names = taken()
    missing = {
        name for name in there() if not {name, name.removeprefix("guide-"), name.removeprefix("agents-")} & names
    }
    assert missing == set()


def test_the_agents_guide_is_a_picture_guide():
    pictures = {name for name, pages in shown().items() if "agents.md" in pages}
    assert len(pictures) >= 10
