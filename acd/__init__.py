"""Who gets it: a pure decision, and the router that loads, locks and applies it."""
