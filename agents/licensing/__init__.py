"""Licenses come in signed files: how one is written and read, whose signature counts, and how it is put in force."""
