"""Synthetic data for demonstration, tests and benchmarks: invented, varied, the same for the same seed."""
