"""Constant-time evidence: look at every selected operation on a target, and keep what was found as a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from pqeval.catalogue import OPERATIONS, Implementation, Operation, Role, load
from pqeval.errors import PlanError
from pqeval.plan.selection import Selection, Subject, parse
from pqeval.records import SCHEMA_VERSION, Build, Evidence, Failed, HostFacts, PlanFacts, Run, Series
from pqeval.results.document import run_id
from pqeval.runner.clock import now
from pqeval.targets.target import Target
from pqeval.version import __version__

__all__ = ["Event", "Question", "evidence", "evidence_run"]

Event = Build | Evidence | Failed


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be looked at: selection terms, operations (empty: each), pairs of inputs and their seed."""

    terms: tuple[str, ...]
    operations: tuple[Operation, ...]
    pairs: int
    seed: str


class _Looker(Protocol):
    providers: tuple[str, ...]

    def look(self, implementation: Implementation, operations: Sequence[Operation]) -> Iterator[Event]: ...


def evidence(
    target: Target, question: Question, progress: Callable[[str], None], earlier: Iterable[Event] = ()
) -> Iterator[Event]:
    """Look at what is selected, one implementation after the other; a build comes before what refers to it.

    What `earlier` answers already is left out.

    Raises:
        PlanError: nothing that can be looked at on this target is selected.
        TargetError: the target lacks a tool; names the remedy.
    """
    looker = _looker(target, question, progress)
    offered = [one for one in target.capabilities().implementations if one.provider in looker.providers]
    selection = parse(
        question.terms,
        load(),
        {
            "provider": {one.provider for one in offered},
            "variant": {one.variant for one in offered},
            "target": {target.name},
        },
    )
    chosen = [
        (implementation, operations)
        for implementation in offered
        if (operations := _operations(implementation, target.name, question, selection))
    ]
    if not chosen:
        raise PlanError(
            f"{' '.join(question.terms)}: no such operation can be looked at on {target.name}; "
            "`pqeval setup` builds liboqs for it; of stateful signatures there is only verification, which "
            "has no secrets"
        )
    answered = {_asked(event.series) for event in earlier if not isinstance(event, Build)}
    for implementation, operations in chosen:
        of = (implementation.scheme, implementation.provider, implementation.variant)
        if missing := [one for one in operations if (*of, one) not in answered]:
            yield from looker.look(implementation, missing)


def _asked(series: Series) -> tuple[str, str, str, Operation]:
    return series.scheme, series.provider, series.variant, series.operation


def evidence_run(
    target: Target,
    question: Question,
    host: HostFacts,
    events: Sequence[Event],
    started: str,
    *,
    resumed: int = 0,
) -> Run:
    """The run document of what was found."""
    records = [event for event in events if not isinstance(event, Build)]
    run = Run(
        schema_version=SCHEMA_VERSION,
        id="",
        pqeval_version=__version__,
        started=started,
        finished=now(),
        plan=PlanFacts(
            name="ct",
            selection=question.terms,
            targets=(target.name,),
            seed=question.seed,
            cases=tuple(record.series for record in records),
        ),
        host=host,
        targets=(target.facts(),),
        builds={event.hash: event for event in events if isinstance(event, Build)},
        records=tuple(records),
        resumed=resumed,
    )
    return msgspec.structs.replace(run, id=run_id(run))


def _looker(target: Target, question: Question, progress: Callable[[str], None]) -> _Looker:
    if target.name == "host":
        from pqeval.targets.host.evidence import HostEvidence  # noqa: PLC0415 - only where it is asked for

        return HostEvidence(progress=progress)
    from pqeval.targets.cortex_m.evidence import CortexMEvidence  # noqa: PLC0415 - likewise

    return CortexMEvidence(target.name, pairs=question.pairs, seed=question.seed, progress=progress)


def _operations(
    implementation: Implementation, target: str, question: Question, selection: Selection
) -> list[Operation]:
    catalogue = load()
    if implementation.scheme not in catalogue.by_id:
        return []
    scheme = catalogue.by_id[implementation.scheme]
    if scheme.role == Role.STATEFUL_SIGNATURE:
        return []  # no verdict on code that never sees a secret
    return [
        operation
        for operation in OPERATIONS[scheme.role]
        if (not question.operations or operation in question.operations)
        and selection.takes(Subject(scheme, implementation, operation, target))
    ]
