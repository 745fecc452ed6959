"""Recordings: sealed documents of what agent and customer saw (R82)."""
