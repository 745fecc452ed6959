"""Erasing one customer on request (R83, R98): told first what goes, asked for by a person, done by a task, reported."""
