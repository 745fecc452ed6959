"""Policies: what is recorded, for how long it is kept, and who may see it (R83)."""
