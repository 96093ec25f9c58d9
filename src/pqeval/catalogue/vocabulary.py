"""The words of the field, one per thing: roles, operations, metrics, kinds and confidence."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "OPERATIONS",
    "UNITS",
    "Confidence",
    "CostClass",
    "Kind",
    "Metric",
    "Operation",
    "Role",
]


class Role(StrEnum):
    """What a scheme is for."""

    KEM = "kem"
    SIGNATURE = "signature"
    AEAD = "aead"
    HASH = "hash"
    XOF = "xof"


class Operation(StrEnum):
    """What is run; the standards' verbs."""

    KEYGEN = "keygen"
    ENCAPS = "encaps"
    DECAPS = "decaps"
    SIGN = "sign"
    VERIFY = "verify"
    ENCRYPT = "encrypt"
    DECRYPT = "decrypt"
    DIGEST = "digest"


OPERATIONS: Final[Mapping[Role, tuple[Operation, ...]]] = MappingProxyType(
    {
        Role.KEM: (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS),
        Role.SIGNATURE: (Operation.KEYGEN, Operation.SIGN, Operation.VERIFY),
        Role.AEAD: (Operation.ENCRYPT, Operation.DECRYPT),
        Role.HASH: (Operation.DIGEST,),
        Role.XOF: (Operation.DIGEST,),
    }
)


class Metric(StrEnum):
    """What is counted or timed; the name carries the unit."""

    TIME_NS = "time_ns"
    CYCLES = "cycles"
    TSC_TICKS = "tsc_ticks"
    INSTRUCTIONS = "instructions"
    MODELLED_CYCLES = "modelled_cycles"
    STACK_BYTES = "stack_bytes"
    HEAP_PEAK_BYTES = "heap_peak_bytes"
    BUFFER_BYTES = "buffer_bytes"
    TEXT_BYTES = "text_bytes"
    DATA_BYTES = "data_bytes"
    BSS_BYTES = "bss_bytes"
    RANDOM_BYTES = "random_bytes"


UNITS: Final[Mapping[Metric, str]] = MappingProxyType(
    {
        Metric.TIME_NS: "ns",
        Metric.CYCLES: "cycles",
        Metric.TSC_TICKS: "ticks",
        Metric.INSTRUCTIONS: "instructions",
        Metric.MODELLED_CYCLES: "cycles",
        Metric.STACK_BYTES: "bytes",
        Metric.HEAP_PEAK_BYTES: "bytes",
        Metric.BUFFER_BYTES: "bytes",
        Metric.TEXT_BYTES: "bytes",
        Metric.DATA_BYTES: "bytes",
        Metric.BSS_BYTES: "bytes",
        Metric.RANDOM_BYTES: "bytes",
    }
)


class Kind(StrEnum):
    """How a number came to be; numbers of different kinds never share a column."""

    MEASURED = "measured"
    MODELLED = "modelled"
    COUNTED = "counted"
    DERIVED = "derived"
    CITED = "cited"
    ASSUMED = "assumed"


class Confidence(StrEnum):
    """How well a fact is sourced."""

    CONFIRMED = "confirmed"
    QUOTED = "quoted"
    SECONDARY = "secondary"
    DERIVED = "derived"
    UNCONFIRMED = "unconfirmed"


class CostClass(StrEnum):
    """Whether an operation's cost depends on the seed (`stochastic`: rejection sampling) or not."""

    FIXED = "fixed"
    STOCHASTIC = "stochastic"
