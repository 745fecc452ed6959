"""What supervisors see: the history of interactions and their details."""
