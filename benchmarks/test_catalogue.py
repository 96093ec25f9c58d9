"""Reading what exists, and finding something in it."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from pqeval import catalogue


def test_load(benchmark: BenchmarkFixture) -> None:
    """Reading and validating the data files, as the first use in a process does."""

    def load() -> int:
        catalogue.load.cache_clear()
        return len(catalogue.load().schemes)

    assert benchmark(load) > 0


def test_scheme(benchmark: BenchmarkFixture) -> None:
    """Finding a scheme by its name."""
    known = catalogue.load()

    assert benchmark(known.scheme, "ML-KEM-768").id == "ml_kem_768"
