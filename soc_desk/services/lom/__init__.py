"""Lifetime offender management: who is managed, their orders and conditions, visits, breaches, what is due."""
