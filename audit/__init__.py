"""The audit log: every change of the configuration, written by each room's forms and API."""
