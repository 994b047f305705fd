"""The pieces of the reports, audit and settings pages."""
