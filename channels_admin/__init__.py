"""Where customers write: accounts, channels and their feeds, and the console for them."""
