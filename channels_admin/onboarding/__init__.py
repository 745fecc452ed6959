"""The way of a number to WhatsApp: what is known (`facts`), what is missing (`rules`), and what one presses (`doing`)."""
