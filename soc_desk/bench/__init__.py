"""The benchmark: each scenario beside a reference that does the least possible work, in one run on one machine."""
