"""X: users, tweets, search and direct messages."""
