"""WhatsApp Cloud API: messages, statuses, numbers."""
