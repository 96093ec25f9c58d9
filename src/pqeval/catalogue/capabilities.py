"""What a target says beforehand it can measure; the planner is handed this as a value."""

from __future__ import annotations

import msgspec

from pqeval.catalogue.implementation import Implementation
from pqeval.catalogue.vocabulary import Kind, Metric

__all__ = ["Capabilities", "Provision"]


class Provision(msgspec.Struct, frozen=True, kw_only=True):
    """One metric that a target provides, by what instrument and of what kind."""

    metric: Metric
    kind: Kind
    instrument: str


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a target offers.

    `replicates` is the number of independent repetitions that the target makes of each case
    (fresh worker processes on a host; 1 where a run is deterministic).
    `not_offered` maps a scheme identifier to the reason why no implementation runs here, `refused` a metric
    to the reason why it cannot be had.
    """

    target: str
    provisions: tuple[Provision, ...]
    implementations: tuple[Implementation, ...]
    replicates: int
    not_offered: dict[str, str] = {}
    refused: dict[Metric, str] = {}
