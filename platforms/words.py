"""Marking sentences for translation, without the framework: they are English here, and whoever shows them translates."""


def _(sentence):
    """The sentence itself. The catalog finds it by this mark; `audit.kept_words.told` looks it up there."""
    return sentence
