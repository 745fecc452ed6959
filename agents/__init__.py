"""Who can answer: agents, workgroups, stations, licenses, statuses, and whether somebody has room."""
