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
    "HardnessClass",
    "Kind",
    "Mark",
    "Metric",
    "Operation",
    "Optimisation",
    "Role",
    "SecurityFlag",
    "Status",
]


class Role(StrEnum):
    """What a scheme is for."""

    KEM = "kem"
    SIGNATURE = "signature"
    HANDSHAKE = "handshake"
    """A TLS 1.3 handshake: a group for the key exchange, and certificates of one kind."""
    STATEFUL_SIGNATURE = "stateful_signature"
    """Hash-based with a state in the secret key; here only verified, see `pqeval.stateful`."""
    AEAD = "aead"
    HASH = "hash"
    XOF = "xof"
    BLOCK_CIPHER = "block_cipher"
    """A keyed permutation of blocks: a part of other things, never to be used on data as it is."""
    STREAM_CIPHER = "stream_cipher"
    MAC = "mac"


class Operation(StrEnum):
    """What is run; the standards' verbs."""

    HANDSHAKE = "handshake"
    KEYGEN = "keygen"
    ENCAPS = "encaps"
    DECAPS = "decaps"
    SIGN = "sign"
    VERIFY = "verify"
    ENCRYPT = "encrypt"
    DECRYPT = "decrypt"
    DIGEST = "digest"
    KEY_SCHEDULE = "key_schedule"
    XOR = "xor"
    TAG = "tag"


OPERATIONS: Final[Mapping[Role, tuple[Operation, ...]]] = MappingProxyType(
    {
        Role.HANDSHAKE: (Operation.HANDSHAKE,),
        Role.KEM: (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS),
        Role.SIGNATURE: (Operation.KEYGEN, Operation.SIGN, Operation.VERIFY),
        Role.STATEFUL_SIGNATURE: (Operation.VERIFY,),
        Role.AEAD: (Operation.ENCRYPT, Operation.DECRYPT),
        Role.HASH: (Operation.DIGEST,),
        Role.XOF: (Operation.DIGEST,),
        Role.BLOCK_CIPHER: (Operation.KEY_SCHEDULE, Operation.ENCRYPT, Operation.DECRYPT),
        Role.STREAM_CIPHER: (Operation.XOR,),
        Role.MAC: (Operation.TAG,),
    }
)


class Metric(StrEnum):
    """What is counted or timed; the name carries the unit."""

    TIME_NS = "time_ns"
    CYCLES = "cycles"
    TSC_TICKS = "tsc_ticks"
    CLIENT_CPU_NS = "client_cpu_ns"
    SERVER_CPU_NS = "server_cpu_ns"
    CLIENT_BYTES = "client_bytes"
    SERVER_BYTES = "server_bytes"
    FLIGHTS = "flights"
    CERTIFICATE_OVERHEAD_BYTES = "certificate_overhead_bytes"
    INSTRUCTIONS = "instructions"
    MODELLED_CYCLES = "modelled_cycles"
    MOVED_CYCLES = "moved_cycles"
    ALIGNED_CYCLES = "aligned_cycles"
    HASHING_SHARE = "hashing_share"
    DIVISIONS = "divisions"
    UNALIGNED_ACCESSES = "unaligned_accesses"
    ATTEMPTS = "attempts"
    STACK_BYTES = "stack_bytes"
    PAINTED_STACK_BYTES = "painted_stack_bytes"
    HEAP_PEAK_BYTES = "heap_peak_bytes"
    BUFFER_BYTES = "buffer_bytes"
    TEXT_BYTES = "text_bytes"
    HASHING_TEXT_BYTES = "hashing_text_bytes"
    DATA_BYTES = "data_bytes"
    BSS_BYTES = "bss_bytes"
    RANDOM_BYTES = "random_bytes"


UNITS: Final[Mapping[Metric, str]] = MappingProxyType(
    {
        Metric.TIME_NS: "ns",
        Metric.CYCLES: "cycles",
        Metric.TSC_TICKS: "ticks",
        Metric.CLIENT_CPU_NS: "ns",
        Metric.SERVER_CPU_NS: "ns",
        Metric.CLIENT_BYTES: "bytes",
        Metric.SERVER_BYTES: "bytes",
        Metric.FLIGHTS: "flights",
        Metric.CERTIFICATE_OVERHEAD_BYTES: "bytes",
        Metric.INSTRUCTIONS: "instructions",
        Metric.MODELLED_CYCLES: "cycles",
        Metric.MOVED_CYCLES: "cycles",
        Metric.ALIGNED_CYCLES: "cycles",
        Metric.HASHING_SHARE: "ppm",
        Metric.DIVISIONS: "divisions",
        Metric.UNALIGNED_ACCESSES: "accesses",
        Metric.ATTEMPTS: "attempts",
        Metric.STACK_BYTES: "bytes",
        Metric.PAINTED_STACK_BYTES: "bytes",
        Metric.HEAP_PEAK_BYTES: "bytes",
        Metric.BUFFER_BYTES: "bytes",
        Metric.TEXT_BYTES: "bytes",
        Metric.HASHING_TEXT_BYTES: "bytes",
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


class Mark(StrEnum):
    """What must stand beside a modelled number wherever it is printed."""

    NONE = ""
    """The model was compared with silicon, and states its error."""
    UNVALIDATED = "unvalidated"
    """From published tables; never compared with silicon."""
    ESTIMATE = "estimate"
    """Two digits, ± 15 %."""


class Optimisation(StrEnum):
    """What the compiler optimises for on emulated targets: `O3` speed, `Os` size."""

    O3 = "O3"
    OS = "Os"


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


class Status(StrEnum):
    """Where a scheme stands in standardisation."""

    FINAL_STANDARD = "final_standard"
    ISO_STANDARD = "iso_standard"
    SELECTED_PENDING_STANDARD = "selected_pending_standard"
    ROUND3_CANDIDATE = "round3_candidate"
    DRAFT = "draft"
    NOT_SELECTED = "not_selected"
    NOT_STANDARDISED = "not_standardised"
    """Published by its designers, and adopted by no body."""
    SUPERSEDED = "superseded"
    ELIMINATED = "eliminated"
    BROKEN = "broken"
    CLASSICAL_QUANTUM_VULNERABLE = "classical_quantum_vulnerable"
    UNKNOWN_IMPLEMENTATION = "unknown_implementation"
    """Somebody's code for a scheme that the catalogue does not have."""


class SecurityFlag(StrEnum):
    """What a reader must know before choosing a scheme; the scheme's security note says more."""

    NONE_KNOWN = "none_known"
    WARNING = "warning"
    IMPL_ADVISORY = "impl_advisory"
    BROKEN_BELOW_CATEGORY = "broken_below_category"
    BROKEN = "broken"
    BROKEN_BY_CRQC = "broken_by_crqc"
    DEPRECATED = "deprecated"
    STATE_MANAGEMENT = "state_management"
    """Sound, as long as no state of a key ever signs twice."""
    NOT_ASSESSED = "not_assessed"


class HardnessClass(StrEnum):
    """The family of problems that a scheme's security rests on."""

    LATTICE_STRUCTURED = "lattice-structured"
    LATTICE_UNSTRUCTURED = "lattice-unstructured"
    CODE_GOPPA = "code-goppa"
    CODE_QUASI_CYCLIC = "code-quasi-cyclic"
    CODE_RESTRICTED = "code-restricted"
    HASH = "hash"
    MULTIVARIATE = "multivariate"
    MPC_IN_THE_HEAD = "mpc-in-the-head"
    ISOGENY = "isogeny"
    ELLIPTIC_CURVE_DLOG = "elliptic-curve-dlog"
    FACTORING = "factoring"
    SYMMETRIC = "symmetric"
    HYBRID = "hybrid"
    """Two problems together: it holds as long as one of them does."""
    UNKNOWN = "unknown"
