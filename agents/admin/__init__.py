"""People, workgroups, stations, statuses and licenses in the console."""

from agents.admin import licenses, people, roles, routing, skills, workgroups

__all__ = ["licenses", "people", "roles", "routing", "skills", "workgroups"]
