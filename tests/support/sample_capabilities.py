"""Capabilities of two made-up machines, for tests of planning: one slow part, one host with two providers."""

from __future__ import annotations

from pqeval.catalogue import Capabilities, Implementation, Kind, Metric, Provision, load

__all__ = ["CAPABILITIES", "CORTEX", "HOST"]


def _implementation(scheme: str, provider: str, variant: str) -> Implementation:
    return Implementation(
        scheme=scheme, provider=provider, variant=variant, library_name=load().scheme(scheme).name
    )


HOST = Capabilities(
    target="host",
    provisions=(Provision(metric=Metric.TIME_NS, kind=Kind.MEASURED, instrument="clock"),),
    implementations=(
        *(_implementation(one, "liboqs", "dist") for one in ("ml_kem_512", "ml_kem_768", "ml_dsa_65")),
        *(_implementation(one, "cryptography", "openssl") for one in ("ml_kem_768", "x25519", "aes_128_gcm")),
        _implementation("ascon_hash256", "pqeval", "u64"),
        _implementation("lms_sha256_h10_w8", "liboqs", "dist"),
    ),
    replicates=6,
    not_offered={"hqc_1": "liboqs 0.13.0 has an older specification"},
)
CORTEX = Capabilities(
    target="cortex-m4",
    provisions=(
        Provision(metric=Metric.MODELLED_CYCLES, kind=Kind.MODELLED, instrument="model"),
        Provision(metric=Metric.STACK_BYTES, kind=Kind.COUNTED, instrument="painted memory"),
    ),
    implementations=tuple(
        _implementation(one, "liboqs", "generic") for one in ("ml_kem_768", "hqc_128", "ml_dsa_65")
    ),
    replicates=1,
)
CAPABILITIES = {"host": HOST, "cortex-m4": CORTEX}
