"""Which conditions of two measurements differ, so that their figures must not be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pqeval.records import Build, Measurement, Observation, Run

__all__ = ["CONDITION_NAMES", "Difference", "differences", "host_differences"]

CONDITION_NAMES: Final = (
    "compiler",
    "flags",
    "library",
    "library_version",
    "model",
    "part",
    "cpu",
    "kind",
    "instrument",
    "seed",
    "seed_list",
    "random_source",
    "boundary",
    "secret_key_encoding",
    "cost_class",
    "keys_rotated",
)
"""What must be equal, beside the facts that a build states of itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A condition with its value in the old and in the new run; empty where a run does not state it."""

    name: str
    base: str
    new: str

    def __str__(self) -> str:
        """In words, for messages."""
        return f"{self.name}: {self.base or 'not stated'} / {self.new or 'not stated'}"


def differences(
    base_run: Run,
    base: Measurement,
    new_run: Run,
    new: Measurement,
    observed: tuple[Observation, Observation],
) -> tuple[Difference, ...]:
    """The conditions of one metric that differ between two runs; empty if the figures may be compared."""
    return tuple(
        _different(
            _of_build(base_run.builds[base.build]) | _of_measurement(base_run, base, observed[0]),
            _of_build(new_run.builds[new.build]) | _of_measurement(new_run, new, observed[1]),
        )
    )


def host_differences(base: Run, new: Run) -> tuple[Difference, ...]:
    """What differs between the machines; it does not matter for what is counted or modelled."""
    return tuple(_different(_of_host(base), _of_host(new)))


def _of_build(build: Build) -> dict[str, str]:
    return {
        "compiler": build.compiler,
        "flags": build.flags,
        "library": build.library,
        "library_version": build.library_version,
        **build.facts,
    }


def _of_measurement(run: Run, measurement: Measurement, observation: Observation) -> dict[str, str]:
    conditions = measurement.conditions
    target = next((one for one in run.targets if one.name == measurement.series.target), None)
    model = target.model if target else None
    part = target.part if target else None
    return {
        "model": model.id if model else "",
        "part": part.name if part else "",
        # Code that runs on the machine itself may choose its path by the CPU; an emulated part is the same.
        "cpu": "" if part else run.host.cpu,
        "kind": observation.kind,
        "instrument": observation.instrument,
        "seed": conditions.seed,
        "random_source": conditions.random_source,
        "boundary": conditions.boundary,
        "secret_key_encoding": conditions.secret_key_encoding,
        "cost_class": conditions.cost_class,
        "keys_rotated": str(conditions.keys_rotated),
        "seed_list": _seed_list(observation),
    }


def _seed_list(observation: Observation) -> str:
    return f"{len(set(observation.seeds))} seeds" if observation.seeds else ""


def _of_host(run: Run) -> dict[str, str]:
    host = run.host
    return {
        "cpu": host.cpu,
        "architecture": host.architecture,
        "logical_cpus": str(host.logical_cpus),
        "kernel": host.kernel,
        "virtualised": host.virtualised,
        "frequency_governor": host.frequency_governor,
    }


def _different(base: Mapping[str, str], new: Mapping[str, str]) -> Iterable[Difference]:
    for name in dict.fromkeys((*base, *new)):
        if base.get(name, "") != new.get(name, ""):
            yield Difference(name, base.get(name, ""), new.get(name, ""))
