"""WhatsApp's procedures in the console: pages that go step by step, and what they ask while one types."""
