"""Live statistics (R85): counted once a second for everybody, sent to all boards that are open."""
