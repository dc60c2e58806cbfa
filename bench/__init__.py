"""The product beside what a user would write instead: ``make bench``; see docs/benchmarks.md."""
