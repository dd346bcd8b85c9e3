"""Suites: where the tasks of a benchmark come from. One file a format."""

from genevolve.bench.suites.genevolve_bench import read_genevolve_bench
from genevolve.bench.suites.suite import FolderSuite, Suite, request_of, rows_sha256
from genevolve.bench.suites.wise import read_wise

__all__ = ["FolderSuite", "Suite", "read_genevolve_bench", "read_wise", "request_of", "rows_sha256"]
