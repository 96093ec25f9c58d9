"""Settings of all tests."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import settings

SLOW_MODULES: Final = frozenset(
    {
        "cli/test_ct.py",
        "cli/test_implementation.py",
        "export/test_explorer.py",
        "export/test_export.py",
        "export/test_figures.py",
        "export/test_revision.py",
        "report/test_lightweight.py",
        "report/test_report.py",
        "runner/test_bench.py",
        "targets/cortex_m/test_access.py",
        "targets/cortex_m/test_aligned.py",
        "targets/cortex_m/test_answered.py",
        "targets/cortex_m/test_calibration.py",
        "targets/cortex_m/test_cores.py",
        "targets/cortex_m/test_evidence.py",
        "targets/folder/test_run.py",
        "targets/host/test_timing.py",
        "targets/host/test_worker.py",
        "targets/serial/test_board.py",
    }
)
"""They build, draw or wait in most of their tests: `make check` leaves them out, `make test` does not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the fast loop leaves out."""
    for item in items:
        if "/".join(item.path.parts).rpartition("/tests/")[2] in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)


# Nothing here is a matter of time: a slow or busy machine must not fail a property.
settings.register_profile("pqeval", deadline=None)
settings.load_profile("pqeval")
