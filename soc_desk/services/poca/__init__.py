"""Proceeds of Crime Act work: cases, their steps, what is due in them, and what is counted."""
