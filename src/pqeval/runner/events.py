"""What a run tells while it goes on; the command line renders it, a test collects it."""

from __future__ import annotations

from typing import Protocol

from pqeval.records import Record, TargetFacts

__all__ = ["Observer", "SilentObserver"]


class Observer(Protocol):
    """Receives the events of a run, in order, on the thread that runs it."""

    def step(self, text: str) -> None:
        """Something long is being done now (`liboqs host: 312/1100`)."""

    def target_started(self, target: str, total: int) -> None:
        """`total` units (replicates of cases) are to be run on the target now."""

    def unit_finished(self, done: int, total: int, seconds_left: float | None, key: str) -> None:
        """A unit of the series `key` is in; `seconds_left` is an estimate once there is one."""

    def case_finished(self, record: Record) -> None:
        """All replicates of a case are in; `record` is what the run document will hold."""

    def target_finished(self, facts: TargetFacts) -> None:
        """Nothing more will come from this target in this run."""


class SilentObserver:
    """An observer that says nothing."""

    def step(self, text: str) -> None:
        """Ignore it."""

    def target_started(self, target: str, total: int) -> None:
        """Ignore it."""

    def unit_finished(self, done: int, total: int, seconds_left: float | None, key: str) -> None:
        """Ignore it."""

    def case_finished(self, record: Record) -> None:
        """Ignore it."""

    def target_finished(self, facts: TargetFacts) -> None:
        """Ignore it."""
