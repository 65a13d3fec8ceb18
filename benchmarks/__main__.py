"""Run every benchmark, one after the other."""

from benchmarks import canonical_load, made_firm

canonical_load.main()
made_firm.main()
