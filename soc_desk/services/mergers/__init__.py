"""People and groups put together and taken apart again, at any time and in any order."""
