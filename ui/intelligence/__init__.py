"""The pieces of the intelligence page and of the archive review."""
