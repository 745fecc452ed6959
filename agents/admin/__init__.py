"""People, workgroups, stations, statuses and licenses in the console."""

from agents.admin import labels, licenses, people, roles, routing, sign_on, skills, workgroups

__all__ = ["labels", "licenses", "people", "roles", "routing", "sign_on", "skills", "workgroups"]
