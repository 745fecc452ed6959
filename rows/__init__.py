"""Two ways to spare the database layer work where every message passes: `returning` and `prepared`."""
