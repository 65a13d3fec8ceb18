"""Facts become derived tables, and these become indicators: one dataflow, one thought a file."""
