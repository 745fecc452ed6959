"""Search queries made of a channel's keywords (docs.x.com "Build a query"): any of the words, none of the excluded."""

import re

# What a self-serve account may ask for in one query.
QUERY_LENGTH = 512
PLAIN = re.compile(r"[#@]?\w+")
OPERATORS = ("or", "and", "not")


def queries(keywords, own="", length=QUERY_LENGTH):
    """The queries for `keywords` (words, phrases, #tags, and -excluded ones), as few as `length` allows.

    No retweets are found, and nothing by `own`, a handle or id. Without a keyword to look for there is no query.
    """
    wanted = [term(word) for word in keywords if not word.strip().startswith("-")]
    excluded = [f"-{term(word.strip()[1:])}" for word in keywords if word.strip().startswith("-")]
    tail = " ".join([*filter(lambda word: word != "-", excluded), "-is:retweet", *([f"-from:{own}"] if own else [])])
    return [f"{either(group)} {tail}" for group in grouped(filter(None, wanted), length - len(tail) - 1)]


def term(keyword):
    """One keyword as X writes it: what is more than a plain word is quoted, so that it is no operator."""
    bare = " ".join(keyword.replace('"', " ").split())
    plain = PLAIN.fullmatch(bare) and bare.lower() not in OPERATORS
    return bare if plain or not bare else f'"{bare}"'


def grouped(terms, room):
    """The terms in as few groups as there are queries of at most `room` characters."""
    groups = []
    for word in dict.fromkeys(terms):
        if groups and len(either([*groups[-1], word])) <= room:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def either(terms):
    """Any of the terms, as X writes it."""
    return f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]
