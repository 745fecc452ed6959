"""What the rooms need of the database layer: ways to spare it where every message passes, and fields that are encrypted."""
