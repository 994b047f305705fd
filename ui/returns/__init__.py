"""The pieces of the Returns page."""
