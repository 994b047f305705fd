"""A group's 4P plan: its versions, objectives, intelligence gaps and actions, and what of it is due or missing."""
