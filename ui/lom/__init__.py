"""Lifetime offender management in the window: columns, the record beside them, the steps."""
