"""Run Python code in a process of its own, for what must not disturb the tests' own process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping


def run_python(
    code: str, *arguments: object, env: Mapping[str, object] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `code` with `arguments` in sys.argv[1:]; `env` is added to this process's environment."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, **{name: str(value) for name, value in (env or {}).items()}},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
