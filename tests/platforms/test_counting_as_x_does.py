"""Our weight of a text beside that of X's own library (`twitter-text` from npm), over texts as people write them."""

import json
import random
import subprocess
from pathlib import Path

from platforms import twitter

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent.parent / "node_modules" / "twitter-text"
BEGINS = ["Hello", "Danke", "の"]  # names at the very beginning of a reply are free, which the library cannot know
WORDS = """
    thanks für naïve Ünïcode e\u0301 の 저찀 日本語 ok 12.50 v1.2.3 e.g. @ann #bread $5 bob@acme.com "quoted" — … ‘so’ ™ © ®
    😷 👾! 🙋🏽 👨\u200d🎤 👨\u200d👩\u200d👧\u200d👦 🇩🇪 1️⃣ ❤️ ❤ ©️ ☺ 🪿
    🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f
    http://bit.ly/x https://acme.com/a?b=c&d=e#f acme.com (acme.com/help) https://bücher.de/über www.x.travel/path done.Now
    https://en.wikipedia.org/wiki/A_(b) https://acme.example/x acme.co.uk/a. https://t.co/abc123 acme.com#offers acme.com?x=1
    http://a.b.c.museum:8080/x acme.com,test.com. HTTPS://ACME.COM https://acme.com/привет acme.bäckerei bücher.de
""".split()
BETWEEN = [" ", " ", " ", "\n", ", ", ". ", "! "]


def written(count):
    """Texts made of these words, the same in every run."""
    dice = random.Random(9)
    for _ in range(count):
        tail = "".join(dice.choice(BETWEEN) + dice.choice(WORDS) for _ in range(dice.randint(0, 10)))
        yield dice.choice(BEGINS) + tail


def test_two_thousand_texts_have_the_length_that_x_gives_them():
    assert LIBRARY.exists(), "twitter-text is not here: `npm ci` (.venv/npm.log says why bin/setup could not)"
    texts = list(written(2000))
    command = ["node", str(HERE / "twitter_text.cjs")]
    told = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=60)
    theirs = json.loads(told.stdout)
    differ = [(text, twitter.length(text), length) for text, length in zip(texts, theirs, strict=True)]
    assert [one for one in differ if one[1] != one[2]] == []
