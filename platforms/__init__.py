"""The hub: one shape for every platform, in pure Python. `base` has the nouns, each platform's module the verbs."""
