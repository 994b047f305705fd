"""Requests to analysts and financial investigators: asking, agreeing, working, checking, and how long it takes."""
