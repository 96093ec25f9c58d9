"""From a run document to figures and pages."""

from __future__ import annotations

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from pqeval.analysis.estimate import estimates
from pqeval.records import Measurement
from pqeval.report import write
from pqeval.results.document import load_run


def test_load_run(benchmark: BenchmarkFixture, run_file: Path) -> None:
    """Reading and validating a run document."""
    assert benchmark(load_run, run_file).records


def test_estimates(benchmark: BenchmarkFixture, run_file: Path) -> None:
    """Every estimate of a run."""
    records = [record for record in load_run(run_file).records if isinstance(record, Measurement)]

    assert benchmark(lambda: [estimates(record) for record in records])


def test_report(benchmark: BenchmarkFixture, run_file: Path, tmp_path: Path) -> None:
    """The whole report in English: HTML, Markdown, CSV and charts."""
    run = load_run(run_file)

    assert benchmark(write, [run], tmp_path / "report", ("en",)).index.is_file()
