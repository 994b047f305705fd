"""Intelligence as it is linked to groups and people: grades, handling, what keeps a group from archive review."""
