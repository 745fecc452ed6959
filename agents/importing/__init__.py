"""Users, memberships and skills from a CSV file: read, say what would change line by line, then do it in one go."""
