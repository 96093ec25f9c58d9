"""From a plan and what the targets offer to cases, and from cases to units in a seeded order."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from pqeval.catalogue import OPERATIONS, Capabilities, Catalogue, Implementation, Operation, Role, Scheme
from pqeval.errors import PlanError
from pqeval.plan.case import Case, Unit
from pqeval.plan.plan import Plan
from pqeval.plan.selection import Selection, Subject, parse
from pqeval.records import PlanFacts, Series, Skipped

__all__ = ["ExpandedPlan", "expand", "units"]

_WITH_MESSAGE = frozenset(
    {
        Operation.SIGN,
        Operation.VERIFY,
        Operation.ENCRYPT,
        Operation.DECRYPT,
        Operation.DIGEST,
        Operation.XOR,
        Operation.TAG,
    }
)


@dataclass(frozen=True, slots=True)
class ExpandedPlan:
    """Cases in catalogue order, and what was left out beforehand with the reason."""

    plan: Plan
    cases: tuple[Case, ...]
    skipped: tuple[Skipped, ...]

    def facts(self) -> PlanFacts:
        """The plan as the run document keeps it."""
        return PlanFacts(
            name=self.plan.name,
            selection=self.plan.select,
            targets=self.plan.targets,
            seed=self.plan.seed,
            cases=tuple(case.series for case in self.cases),
            definition=msgspec.json.encode(self.plan, order="deterministic").decode(),
        )


def expand(plan: Plan, catalogue: Catalogue, capabilities: Mapping[str, Capabilities]) -> ExpandedPlan:
    """Expand a plan for the targets whose capabilities are given.

    Raises:
        PlanError: the plan asks for an unknown target or scheme, for a metric that a target does not have,
            or selects nothing at all.
    """
    selection = parse(plan.select, catalogue, _offered_values(capabilities.values()))
    _require_sound_keys(plan, catalogue)
    cases: list[Case] = []
    skipped: list[Skipped] = []
    for target in plan.targets:
        if target not in capabilities:
            raise PlanError(f"there is no target `{target}` (known: {', '.join(sorted(capabilities))})")
        offered = capabilities[target]
        _require_metrics(plan, offered)
        for scheme in catalogue.schemes:
            for outcome in _of_scheme(plan, selection, scheme, offered):
                cases.append(outcome) if isinstance(outcome, Case) else skipped.append(outcome)
    if not cases and not skipped:
        raise PlanError(f"the selection {' '.join(plan.select) or '*'} matches nothing that a target offers")
    return ExpandedPlan(plan, tuple(cases), tuple(skipped))


def units(cases: Sequence[Case], capabilities: Capabilities, seed: str, *, least: int = 0) -> list[Unit]:
    """Every replicate of every case of one target; each replicate in a random order of its own.

    The order follows from the seed. Because a replicate visits each case once before the next begins, a run
    that is cut short is still a fair sample, and drift of the host is spread over all cases. Where a target
    repeats cases there are `least` replicates, if that is more than it makes of each.
    """
    ordered: list[Unit] = []
    mine = [case for case in cases if case.series.target == capabilities.target]
    repeated = capabilities.replicates > 1
    for replicate in range(max(capabilities.replicates, least if repeated else 0)):
        shuffled = list(mine)
        if repeated:
            # Not for secrets: the order must be the same whenever the seed is.
            random.Random(f"{seed}/{capabilities.target}/{replicate}").shuffle(shuffled)  # noqa: S311
        ordered.extend(Unit(case=case, replicate=replicate) for case in shuffled)
    return ordered


def _of_scheme(
    plan: Plan, selection: Selection, scheme: Scheme, offered: Capabilities
) -> Iterator[Case | Skipped]:
    implementations = [one for one in offered.implementations if one.scheme == scheme.id]
    if not implementations:
        yield from _not_offered(plan, selection, scheme, offered)
    for implementation in implementations:
        for operation in OPERATIONS[scheme.role]:
            if not selection.takes(Subject(scheme, implementation, operation, offered.target)):
                continue
            reason = _reason_to_skip(plan, scheme, operation, offered.target)
            for series in _series(plan, scheme, implementation, operation, offered.target):
                if unfit := reason or _unfit(scheme, series.message_bytes or 0):
                    yield Skipped(series=series, reason=unfit)
                else:
                    yield Case(
                        series=series,
                        implementation=implementation,
                        cost_class=scheme.cost_class(operation),
                        seed=plan.seed,
                        samples=_specific(plan.samples_at, scheme, operation, offered.target) or plan.samples,
                        alignment_sweep=plan.alignment_sweep,
                        count_unaligned=plan.count_unaligned,
                        most_instructions=plan.most_instructions,
                    )


def _not_offered(
    plan: Plan, selection: Selection, scheme: Scheme, offered: Capabilities
) -> Iterator[Skipped]:
    """A scheme that was selected but that nothing on this target runs leaves one trace an operation."""
    reason = offered.not_offered.get(scheme.id, "no implementation runs on this target")
    nobody = Implementation(scheme=scheme.id, provider="none", variant="none", library_name="")
    for operation in OPERATIONS[scheme.role]:
        if selection.takes(Subject(scheme, nobody, operation, offered.target)):
            series = next(iter(_series(plan, scheme, nobody, operation, offered.target)))
            yield Skipped(series=series, reason=reason)


def _series(
    plan: Plan, scheme: Scheme, implementation: Implementation, operation: Operation, target: str
) -> Iterator[Series]:
    # A stateful signature is the published one of a known answer, and so is its message.
    with_message = operation in _WITH_MESSAGE and scheme.role != Role.STATEFUL_SIGNATURE
    usual = _specific(plan.message_bytes_at, scheme, operation, target) or plan.message_bytes
    lengths: Sequence[int | None] = usual if with_message else (None,)
    for length in lengths:
        yield Series(
            scheme=scheme.id,
            provider=implementation.provider,
            variant=implementation.variant,
            operation=operation,
            target=target,
            message_bytes=length,
            associated_data_bytes=plan.associated_data_bytes if scheme.role == Role.AEAD else None,
        )


def _reason_to_skip(plan: Plan, scheme: Scheme, operation: Operation, target: str) -> str:
    return _specific(plan.skip, scheme, operation, target) or ""


def _unfit(scheme: Scheme, length: int) -> str:
    """Why a scheme cannot take a message of this length; empty if it can."""
    most, block = scheme.most_message_bytes, scheme.sizes.block_bytes
    if most is not None and length > most:
        return f"{scheme.name} takes messages of at most {most} bytes"
    if block is not None and length % block:
        return f"{scheme.name} takes whole blocks of {block} bytes"
    return ""


_Value = TypeVar("_Value")


def _specific(
    table: Mapping[str, _Value], scheme: Scheme, operation: Operation, target: str
) -> _Value | None:
    """The most specific entry of a table by `target`, `target scheme` or `target scheme operation`."""
    for words in ((target, scheme.id, str(operation)), (target, scheme.id), (target,)):
        if (value := table.get(" ".join(words))) is not None:
            return value
    return None


def _require_sound_keys(plan: Plan, catalogue: Catalogue) -> None:
    """A table entry for a scheme or operation that does not exist is a slip of the pen."""
    tables: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("skip", plan.skip),
        ("samples_at", plan.samples_at),
        ("message_bytes_at", plan.message_bytes_at),
    )
    for table, keys in tables:
        for key in keys:
            if not _is_sound_key(key, catalogue):
                raise PlanError(
                    f"the plan's {table} has `{key}`, which is not `target [scheme [operation]]` with the "
                    "identifier of a scheme and an operation of it"
                )


def _is_sound_key(key: str, catalogue: Catalogue) -> bool:
    match key.split(" "):
        case [target]:
            return bool(target)
        case [_, scheme]:
            return scheme in catalogue.by_id
        case [_, scheme, operation]:
            return scheme in catalogue.by_id and operation in OPERATIONS[catalogue.by_id[scheme].role]
        case _:
            return False


def _offered_values(capabilities: Iterable[Capabilities]) -> dict[str, set[str]]:
    """What the fields of the selection language that only targets know can be."""
    values: dict[str, set[str]] = {"provider": set(), "variant": set(), "target": set()}
    for offered in capabilities:
        values["target"].add(offered.target)
        for implementation in offered.implementations:
            values["provider"].add(implementation.provider)
            values["variant"].add(implementation.variant)
    return values


def _require_metrics(plan: Plan, offered: Capabilities) -> None:
    has = {provision.metric for provision in offered.provisions}
    for metric in plan.metrics:
        if metric not in has:
            names = ", ".join(sorted(has))
            why = f": {offered.refused[metric]}" if metric in offered.refused else ""
            raise PlanError(f"target {offered.target} cannot measure {metric}{why} (it has {names})")
