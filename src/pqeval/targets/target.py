"""The contract of a target: what it can measure, whether it is here, and how cases are run on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pqeval.catalogue.capabilities import Capabilities
    from pqeval.plan.asked import Asked
    from pqeval.plan.case import Case, Unit
    from pqeval.records import Build, Correctness, Piece, TargetFacts

__all__ = ["Progress", "Target"]


class Progress(Protocol):
    """Where a target tells what it is doing; a terminal shows it, a test collects it."""

    def step(self, text: str) -> None:
        """Say what is being done now (`building liboqs for cortex-m4`)."""


class Target(Protocol):
    """One place where cases run.

    A target never raises for a case: a crash, hang or wrong answer is a `Failed` piece, what it does
    not offer a `Skipped` one. It raises `TargetError` only if nothing at all can run any more.
    """

    name: str

    def unavailable(self) -> str:
        """Empty if the target can run here; else the reason and the exact remedy, in one sentence."""

    def capabilities(self) -> Capabilities:
        """What can be measured here. Never builds anything; may load a library that is already built."""

    def prepare(self, progress: Progress, asked: Asked) -> None:
        """Build what is missing and asked for. Called before `capabilities` of a run and before `run`.

        Raises:
            TargetError: the target cannot be made ready; the message names the remedy.
        """

    def facts(self) -> TargetFacts:
        """The target's facts for the run document."""

    def check(self, case: Case, which: str) -> Correctness:
        """Check the implementation of a case without timing it; `which` is `single` or `all`.

        Raises:
            PqevalError: a wrong answer, or it cannot be built or run.
        """

    def run(self, units: Sequence[Unit], progress: Progress) -> Iterator[Build | Piece]:
        """Run `units`, in order where the target can, and yield each piece as soon as it is there.

        A `Build` is yielded before the first piece that refers to it.
        """
