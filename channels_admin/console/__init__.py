"""The console's home page and its addresses; the pages of the nouns are in each room's `admin`."""
