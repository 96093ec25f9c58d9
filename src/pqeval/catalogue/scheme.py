"""A scheme: a standardised (or proposed) algorithm with one parameter set, and the facts about it."""

from __future__ import annotations

import msgspec

from pqeval.catalogue.vocabulary import (
    Confidence,
    CostClass,
    HardnessClass,
    Operation,
    Role,
    SecurityFlag,
    Status,
)

__all__ = ["Scheme", "Sizes"]


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """Encoded lengths in bytes; None where the role has no such thing or the length is not fixed.

    For signatures `signature_bytes` is the largest length.
    """

    public_key_bytes: int | None = None
    secret_key_bytes: int | None = None
    ciphertext_bytes: int | None = None
    shared_secret_bytes: int | None = None
    signature_bytes: int | None = None
    seed_bytes: int | None = None
    key_bytes: int | None = None
    nonce_bytes: int | None = None
    tag_bytes: int | None = None
    digest_bytes: int | None = None
    block_bytes: int | None = None


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of one parameter set. `id` is an identifier (`ml_kem_768`), `name` the standard's spelling.

    `mode` and `cipher` say of which block cipher it is a mode of operation, `most_message_bytes` how long a
    message may be where that is not beyond any use. `signatures_log2` is there for stateful signatures: a
    key can sign two to that power messages.
    """

    id: str
    name: str
    role: Role
    family: str
    sizes: Sizes
    hardness_class: HardnessClass
    status: Status
    security_flag: SecurityFlag
    source: str
    confidence: Confidence
    hardness_assumption: str = ""
    nist_category: int | None = None
    security_bits: int | None = None
    security_model: str = ""
    public_key_encoding: str = ""
    standard: str = ""
    status_note: str = ""
    security_note: str = ""
    oid: str = ""
    stochastic: tuple[Operation, ...] = ()
    signatures_log2: int | None = None
    mode: str = ""
    cipher: str = ""
    most_message_bytes: int | None = None

    def cost_class(self, operation: Operation) -> CostClass:
        """`stochastic` for rejection-sampled operations, else `fixed`."""
        return CostClass.STOCHASTIC if operation in self.stochastic else CostClass.FIXED
