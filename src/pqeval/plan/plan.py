"""Plans: built-in ones, and files of the same form that users write."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec

from pqeval.catalogue import Metric, Optimisation
from pqeval.errors import PlanError

__all__ = ["BUILT_IN", "DEFAULT_SEED", "Plan", "load"]

BUILT_IN: Final = ("quick", "standard", "full", "lightweight", "tls")
_MOST_REPLICATES: Final = 1000
DEFAULT_SEED: Final = "pqeval-1"
"""The published seed: every key, message and random byte of a run follows from it."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to measure. `select` is in the selection language, `targets` are names of targets.

    `message_bytes` are the lengths for operations with a message (stateful signatures have their known
    answer's own), `samples` the number of seeds over which
    stochastic operations run, `metrics` what every case must yield (empty: what each target has), `parts`
    the parts that carry cores (each core has one of its own).
    On the host, six processes visit each case, and `short_replicates` one whose operation is of fixed cost
    and takes less than 10 ms, if that is more.
    `kat` is `single` or `all`. Where instructions are counted, an operation that needs more than
    `most_instructions` is given up and listed (0: there is no limit).
    `optimisation` says how code for emulated cores and boards is compiled; each entry gives series of its
    own.
    Where cycles are modelled, `alignment_sweep` also does it with the code in other places, and with
    `count_unaligned` accesses of emulated cores that are not aligned are counted in a slow pass.
    `skip` gives reasons for leaving out, `samples_at` other numbers of seeds and `message_bytes_at` other
    lengths, by `target`, `target scheme` or `target scheme operation`; the most specific entry counts.
    """

    name: str = ""
    title: str = ""
    select: tuple[str, ...] = ()
    targets: tuple[str, ...] = ("host", "cortex-m4")
    parts: tuple[str, ...] = ()
    message_bytes: tuple[int, ...] = (32, 1024)
    message_bytes_at: dict[str, tuple[int, ...]] = {}
    associated_data_bytes: int = 16
    samples: int = 32
    samples_at: dict[str, int] = {}
    metrics: tuple[Metric, ...] = ()
    short_replicates: int = 0
    kat: str = "single"
    seed: str = DEFAULT_SEED
    most_instructions: int = 2_000_000_000
    optimisation: tuple[Optimisation, ...] = (Optimisation.O3,)
    alignment_sweep: bool = False
    count_unaligned: bool = False
    skip: dict[str, str] = {}


def load(name: str) -> Plan:
    """A built-in plan by name, or a plan file by path.

    Raises:
        PlanError: there is no such plan, or the file is not one; names the place in it.
    """
    if name in BUILT_IN:
        text = resources.files("pqeval.plan").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
        return _decoded(text, name, name)
    path = Path(name)
    if not path.is_file():
        raise PlanError(
            f"there is no plan `{name}` (built in: {', '.join(BUILT_IN)}; or the path of a plan file)"
        )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"the plan {name} cannot be read: {error}") from error
    return _decoded(text, path.stem, name)


def _decoded(text: str, name: str, where: str) -> Plan:
    try:
        plan = msgspec.toml.decode(text, type=Plan)
    except msgspec.DecodeError as error:
        raise PlanError(f"the plan {where} is not sound: {error}") from error
    for flaw in _flaws(plan):
        raise PlanError(f"the plan {where} is not sound: {flaw}")
    return msgspec.structs.replace(plan, name=plan.name or name)


def _flaws(plan: Plan) -> Iterator[str]:
    if plan.kat not in ("single", "all"):
        yield f"kat is `{plan.kat}`, but must be `single` or `all`"
    if min(plan.samples, *plan.samples_at.values(), 1) < 1:
        yield "samples must be at least 1"
    if not 0 <= plan.short_replicates <= _MOST_REPLICATES:
        yield f"short_replicates must be from 0 to {_MOST_REPLICATES}"
    lengths = (plan.message_bytes, *plan.message_bytes_at.values())
    if not all(lengths) or min(*(n for some in lengths for n in some), plan.associated_data_bytes, 0) < 0:
        yield "there must be a message length, and lengths must be at least 0"
    if plan.most_instructions < 0:
        yield "most_instructions must be at least 0"
    if not plan.targets:
        yield "it names no target"
    if not plan.optimisation:
        yield "it names no optimisation"
    for name in ("targets", "message_bytes", "metrics", "optimisation"):
        if len(set(getattr(plan, name))) != len(getattr(plan, name)):
            yield f"{name} has an entry twice"
