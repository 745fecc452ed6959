"""What keeps accounts usable without anybody asking: renewal, check-ups, webhook subscriptions, mails."""
