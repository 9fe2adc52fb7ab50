"""How fast clinic is, beside the best tools of each kind; `make bench` runs all of it and writes docs/benchmarks.md."""
