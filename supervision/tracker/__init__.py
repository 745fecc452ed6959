"""The Tracker: finding interactions by whatever is known of them (R80)."""
