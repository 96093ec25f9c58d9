"""Progress on stderr: a live line on a terminal, one plain line a case elsewhere."""

from __future__ import annotations

import os
import sys
import time
from typing import Final, TextIO

from pqeval.analysis.headline import headline
from pqeval.records import Failed, Measurement, Record, TargetFacts

__all__ = ["ProgressLine"]

_STEP_INTERVAL_S: Final = 10.0
"""Without a terminal, steps of the same thing are reported at most this often."""


class ProgressLine:
    """An observer of a run that writes for people; it needs 80 columns and no colour to be understood."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty() and not quiet
        self._quiet = quiet
        self._colour = self._live and "NO_COLOR" not in os.environ
        self._last_step = ("", 0.0)
        self._target = ""
        self._cases = 0

    def step(self, text: str) -> None:
        """Show what is being done now."""
        if self._live:
            self._draw(text)
            return
        topic = text.split(":", 1)[0]
        last_topic, last_time = self._last_step
        if topic != last_topic or time.monotonic() - last_time >= _STEP_INTERVAL_S:
            self._last_step = (topic, time.monotonic())
            self._line(text)

    def target_started(self, target: str, total: int) -> None:
        """Name the target and how much is to be done there."""
        self._target = target
        self._line(f"{target}: {total} to run" if total else f"{target}: nothing left to run")

    def unit_finished(self, done: int, total: int, seconds_left: float | None, key: str) -> None:
        """Redraw the live line."""
        left = "" if seconds_left is None else f", {_duration(seconds_left)} left"
        text = f"{self._target}: {done}/{total}{left}"
        if self._live:
            self._draw(f"{text}  {key.rsplit('/', 1)[0]}")
        elif done * 10 // total != (done - 1) * 10 // total:
            self._line(text)

    def case_finished(self, record: Record) -> None:
        """Write the case's line."""
        mark, words = self._outcome(record)
        self._line(f"{mark} {record.series.key:<58} {words}")

    def _outcome(self, record: Record) -> tuple[str, str]:
        if isinstance(record, Measurement):
            return self._paint("✓", 32), headline(record)
        if isinstance(record, Failed):
            return self._paint("✗", 31), f"failed: {_first_line(record.error)}"
        return self._paint("–", 33), f"skipped: {_first_line(record.reason)}"

    def target_finished(self, facts: TargetFacts) -> None:
        """Say why a target did not run, if it did not."""
        if facts.unavailable:
            self._line(f"{facts.name}: not run: {facts.unavailable}")

    def close(self) -> None:
        """Erase the live line."""
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _line(self, text: str) -> None:
        if self._quiet:
            return
        self.close()
        print(text, file=self._stream, flush=True)

    def _draw(self, text: str) -> None:
        columns = os.get_terminal_size(self._stream.fileno()).columns or 80
        self._stream.write(f"\r\x1b[K{text[: columns - 1]}")
        self._stream.flush()

    def _paint(self, text: str, colour: int) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colour else text


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
