"""The heart: customers, threads, interactions, messages and the journal of what happened."""
