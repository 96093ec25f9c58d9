"""Child processes: argument lists only, both streams kept, an error that carries them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pqeval.errors import BuildError, CommandError

__all__ = ["run", "run_watched"]


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout_s: float | None = None,
) -> str:
    """Run a command to its end and return its stdout.

    `env` is added to the environment of this process.

    Raises:
        CommandError: it ended with a code other than 0; carries both streams.
        BuildError: it could not be started, or did not end within `timeout_s` seconds.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
    except OSError as error:
        raise BuildError(f"`{words[0]}` cannot be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"`{' '.join(words)}` did not end within {timeout_s} s") from error
    if done.returncode != 0:
        raise CommandError(words, done.returncode, done.stdout, done.stderr)
    return done.stdout


def run_watched(
    command: Sequence[str | Path],
    line: Callable[[str], None],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a command and hand each line of its output (both streams, in order) to `line` as it comes.

    Raises:
        CommandError: it ended with a code other than 0; carries what it wrote.
        BuildError: it could not be started.
    """
    words = [str(word) for word in command]
    kept: list[str] = []
    try:
        child = subprocess.Popen(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise BuildError(f"`{words[0]}` cannot be started: {error.strerror}") from error
    with child:
        assert child.stdout is not None
        for text in child.stdout:
            kept.append(text)
            line(text.rstrip("\n"))
    if child.returncode != 0:
        raise CommandError(words, child.returncode, "".join(kept), "")
