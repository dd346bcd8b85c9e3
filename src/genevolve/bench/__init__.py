"""Benchmarks: suites of requests, KScore and its relatives, and the statistics to compare two runs."""
