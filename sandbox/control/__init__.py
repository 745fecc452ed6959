"""The control API: what a test or a person makes happen."""
