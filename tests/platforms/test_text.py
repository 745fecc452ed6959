"""Counting text as each platform does, and recognizing a text after a platform changed it."""

import time

import pytest

from platforms import facebook, twitter
from platforms.text import normal, without_mentions

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("bread", 5),
        ("x" * 280, 280),
        ("Brot für alle", 13),
        ("cafe\u0301", 4),
        ("故人西辞", 8),
        ("the故人", 7),
        ("‘quoted’ — text", 15),
        ("…", 2),
        ("😷👾😡🔥💩", 10),
        (FAMILY, 2),
        (f"H🐱☺{FAMILY}", 7),
        ("🙋🏽👨\u200d🎤", 4),
        ("🇩🇪🇫🇷", 4),
        ("1️⃣", 2),
        ("❤️", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("© ©️", 4),
        ("See http://bit.ly/x", 27),
        ("https://acme.com/a/very/long/path?with=much&more=" + "x" * 300, 23),
        ("HTTPS://WWW.ACME.COM", 23),
        ("https://acme.example/help", 25),
        ("(https://acme.com/a_(b))", 25),
        ("https://acme.com/end.", 24),
        ("acme.com and foo.co.jp/", 51),
        ("acme.com,test.com.", 48),
        ("日本acme.comです", 31),
        ("http://acme.com/日本", 27),
        ("http://☃.net/", 23),
        ("write to bob@acme.com", 21),
        ("version 1.2.3, e.g. this", 24),
        ("done.Now", 23),
        ("acme.coffee or acme.bäckerei", 40),
        ("bücher.de_neu", 27),
        ("acme.com#offers", 30),
        ("acme.com?x=1", 27),
        ("acme.com/?x=1", 23),
        ("❤️\ufe0f", 4),
        ("🪿", 2),
        ("®", 1),
        ("a" * 64 + ".com", 68),
        ("@ann @ben hello", 5),
        ("@ann", 0),
        ("hello @ann", 10),
        ("#bread", 6),
    ],
)
def test_x_counts(text, length):
    assert twitter.length(text) == length


def test_the_other_platforms_count_as_browsers_do():
    assert facebook.length("Brot 🍞") == 7


@pytest.mark.parametrize("text", ["http://a.b/" + "(" * 5000, "a." * 5000, "https://" + "a-" * 5000, "@ab " * 3000])
def test_counting_does_not_take_long_whatever_is_typed(text):
    began = time.perf_counter()
    assert twitter.length(text) >= 0
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("sent", "published"),
    [
        ("We are  here\n\nfor you ", "We are here for you"),
        ("cafe\u0301", "café"),
        ("See https://acme.example/help!", "See https://t.co/abc123!"),
        ("See acme.com/help", "See http://acme.com/help"),
    ],
)
def test_what_a_platform_changes_makes_no_difference(sent, published):
    assert normal(sent) == normal(published)


@pytest.mark.parametrize(("one", "other"), [("We are here", "we are here"), ("1", "2"), ("a https://t.co/x", "a")])
def test_other_words_make_a_difference(one, other):
    assert normal(one) != normal(other)


def test_only_names_at_the_beginning_are_taken_off():
    assert without_mentions("@ann @ben hello @cid") == "hello @cid"
    assert without_mentions("hello") == "hello"


def test_one_query_is_made_of_words_phrases_tags_and_what_is_excluded():
    keywords = ["sourdough", '"rye bread"', "#bakery", "-advert", "fresh rolls", "-job offer", "OR", "from:ann", " "]
    (query,) = twitter.queries(keywords, "acme")
    assert query == (
        '(sourdough OR "rye bread" OR #bakery OR "fresh rolls" OR "OR" OR "from:ann")'
        ' -advert -"job offer" -is:retweet -from:acme'
    )
    assert twitter.queries(["sourdough"]) == ["sourdough -is:retweet"]
    assert twitter.queries(["-advert"], "acme") == twitter.queries([], "acme") == []


def test_long_lists_are_split_and_every_part_excludes_the_same():
    keywords = [f"keyword{n}" for n in range(200)] + ["-advert"]
    parts = twitter.queries(keywords, "acme")
    assert all(len(part) <= 512 and part.endswith(" -advert -is:retweet -from:acme") for part in parts)
    words = [word.strip("()") for part in parts for word in part.split() if "keyword" in word]
    assert words == keywords[:-1]
    assert len(parts) <= 8
