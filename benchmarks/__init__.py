"""Benchmarks: ratios within one run, never a verdict. `python -m benchmarks` prints them."""
