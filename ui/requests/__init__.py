"""Requests to analysts and financial investigators: the register, its steps, and how long they take."""
