"""Checks that ask a platform while an administrator types, and the test of a connection. Nothing here changes anything."""
