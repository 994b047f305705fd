"""People: who is recorded, what they are to groups, and whether somebody is known already."""
