"""The hub: one shape for every platform, in pure Python. `base` has the nouns; one module per platform has the verbs."""
