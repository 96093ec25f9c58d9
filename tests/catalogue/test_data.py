"""The catalogue's facts: complete, in range, consistent with each other and with the standards' formulas."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import pytest

from pqeval.catalogue import (
    OPERATIONS,
    UNITS,
    Confidence,
    HardnessClass,
    Metric,
    Operation,
    Role,
    Scheme,
    SecurityFlag,
    Sizes,
    Status,
    load,
)

_SCHEMES: Final = load().schemes
_REQUIRED_SIZES: Final = {
    Role.KEM: ("public_key_bytes", "secret_key_bytes", "ciphertext_bytes", "shared_secret_bytes"),
    Role.SIGNATURE: ("public_key_bytes", "secret_key_bytes", "signature_bytes"),
    Role.STATEFUL_SIGNATURE: ("public_key_bytes", "signature_bytes"),
    Role.AEAD: ("key_bytes", "nonce_bytes", "tag_bytes"),
    Role.HASH: ("digest_bytes",),
    Role.XOF: (),
    Role.BLOCK_CIPHER: ("key_bytes", "block_bytes"),
    Role.STREAM_CIPHER: ("key_bytes", "nonce_bytes"),
    Role.MAC: ("key_bytes", "tag_bytes"),
    Role.HANDSHAKE: (),
}


_QUICK: Final = """
    ML-KEM-512 ML-KEM-768 ML-KEM-1024 HQC-128 eFrodoKEM-640-SHAKE X25519
    ML-DSA-44 ML-DSA-65 ML-DSA-87 Falcon-512 SPHINCS+-SHA2-128f-simple MAYO-1 Ed25519
    Ascon-AEAD128 Ascon-Hash256 Ascon-XOF128 AES-128-GCM ChaCha20-Poly1305 SHA-256 SHA3-256
"""


def _named(*names: str) -> list[Scheme]:
    return [load().scheme(name) for name in names]


def _all(role: Role) -> list[Scheme]:
    return [scheme for scheme in _SCHEMES if scheme.role == role]


@pytest.mark.parametrize("scheme", _SCHEMES, ids=lambda scheme: scheme.id)
def test_every_fact_has_a_source_and_is_in_range(scheme: Scheme) -> None:
    """Source, confidence, the sizes that the role needs, a category or a strength, a sound OID."""
    assert scheme.source
    assert scheme.confidence in Confidence
    assert [] == [name for name in _REQUIRED_SIZES[scheme.role] if getattr(scheme.sizes, name) is None]
    lengths = [getattr(scheme.sizes, name) for name in Sizes.__struct_fields__]
    assert all(1 <= length <= 3_000_000 for length in lengths if length is not None)
    stateful = scheme.role == Role.STATEFUL_SIGNATURE
    unclaimed = stateful or scheme.role == Role.HANDSHAKE  # no category is claimed for these
    assert (scheme.nist_category is None) != (scheme.security_bits is None and not unclaimed)
    assert stateful == (scheme.signatures_log2 is not None)
    assert scheme.nist_category in (None, 1, 2, 3, 4, 5)
    assert scheme.security_bits is None or 64 <= scheme.security_bits <= 256
    assert re.fullmatch(r"|[0-2](\.[0-9]+)+", scheme.oid)
    assert set(scheme.stochastic) <= set(OPERATIONS[scheme.role])


@pytest.mark.parametrize("scheme", _SCHEMES, ids=lambda scheme: scheme.id)
def test_identifiers_follow_from_names(scheme: Scheme) -> None:
    """An identifier is the name in lower case with underscores, so that one can be guessed from the other."""
    assert re.sub(r"[^a-z0-9]+", "_", scheme.name.lower()).strip("_") == scheme.id


@pytest.mark.parametrize("scheme", _SCHEMES, ids=lambda scheme: scheme.id)
def test_status_flag_and_note_agree(scheme: Scheme) -> None:
    """What is flagged says why; what falls to a quantum computer says so in status and flag alike."""
    flagged = scheme.security_flag != SecurityFlag.NONE_KNOWN
    vulnerable = scheme.hardness_class in (HardnessClass.ELLIPTIC_CURVE_DLOG, HardnessClass.FACTORING)

    assert flagged == bool(scheme.security_note)
    assert vulnerable == (scheme.status == Status.CLASSICAL_QUANTUM_VULNERABLE)
    assert vulnerable == (scheme.security_flag == SecurityFlag.BROKEN_BY_CRQC)
    assert scheme.standard or scheme.status not in (Status.FINAL_STANDARD, Status.ISO_STANDARD)


def test_every_metric_has_a_unit() -> None:
    """There is no unit-less number, and the name carries the unit where it is bytes."""
    assert set(Metric) == set(UNITS)
    assert [metric for metric in Metric if metric.endswith("_bytes")] == [
        metric for metric in Metric if UNITS[metric] == "bytes"
    ]


def test_every_role_has_schemes_and_operations() -> None:
    """No role is empty."""
    assert set(Role) == {scheme.role for scheme in _SCHEMES} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("name", "rank", "du", "dv"), [("512", 2, 10, 4), ("768", 3, 10, 4), ("1024", 4, 11, 5)]
)
def test_ml_kem_sizes_follow_fips_203(name: str, rank: int, du: int, dv: int) -> None:
    """FIPS 203, table 3: 384k + 32, 768k + 96 and 32(du k + dv) bytes."""
    sizes = load().scheme(f"ML-KEM-{name}").sizes

    assert (384 * rank + 32, 768 * rank + 96, 32 * (du * rank + dv), 32) == (
        sizes.public_key_bytes,
        sizes.secret_key_bytes,
        sizes.ciphertext_bytes,
        sizes.shared_secret_bytes,
    )


class _MlDsa(NamedTuple):
    """FIPS 204, table 1; names as there, eta and gamma_1 as the bits that a coefficient takes."""

    k: int
    l: int  # noqa: E741 - the standard's letter
    eta: int
    gamma: int
    omega: int
    challenge: int


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("ML-DSA-44", _MlDsa(4, 4, 3, 18, 80, 32)),
        ("ML-DSA-65", _MlDsa(6, 5, 4, 20, 55, 48)),
        ("ML-DSA-87", _MlDsa(8, 7, 3, 20, 75, 64)),
    ],
)
def test_ml_dsa_sizes_follow_fips_204(name: str, of: _MlDsa) -> None:
    """FIPS 204, algorithms 22, 24 and 26, with thirteen dropped bits."""
    sizes = load().scheme(name).sizes

    assert 32 + 320 * of.k == sizes.public_key_bytes
    assert 128 + 32 * ((of.k + of.l) * of.eta + 13 * of.k) == sizes.secret_key_bytes
    assert of.challenge + 32 * of.l * of.gamma + of.omega + of.k == sizes.signature_bytes


class _SlhDsa(NamedTuple):
    """FIPS 205, table 2; names as there."""

    n: int
    h: int
    d: int
    a: int
    k: int


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("128s", _SlhDsa(16, 63, 7, 12, 14)),
        ("128f", _SlhDsa(16, 66, 22, 6, 33)),
        ("192s", _SlhDsa(24, 63, 7, 14, 17)),
        ("192f", _SlhDsa(24, 66, 22, 8, 33)),
        ("256s", _SlhDsa(32, 64, 8, 14, 22)),
        ("256f", _SlhDsa(32, 68, 17, 9, 35)),
    ],
)
@pytest.mark.parametrize("form", ["SLH-DSA-SHA2-{}", "SLH-DSA-SHAKE-{}", "SPHINCS+-SHA2-{}-simple"])
def test_slh_dsa_sizes_follow_fips_205(form: str, name: str, of: _SlhDsa) -> None:
    """FIPS 205, figures 15 to 17: 2n and 4n bytes; a signature is 1 + k(1 + a) + h + d len strings of n."""
    sizes = load().scheme(form.format(name)).sizes
    chains = 2 * of.n + 3

    assert (2 * of.n, 4 * of.n) == (sizes.public_key_bytes, sizes.secret_key_bytes)
    assert (1 + of.k * (1 + of.a) + of.h + of.d * chains) * of.n == sizes.signature_bytes


_CHAINS: Final = {32: {1: 265, 2: 133, 4: 67, 8: 34}, 24: {1: 200, 2: 101, 4: 51, 8: 26}}
"""RFC 8554, table 1, and RFC 9858: p by n and w."""


@pytest.mark.parametrize(
    "scheme", [one for one in _SCHEMES if one.family == "LMS/HSS"], ids=lambda one: one.id
)
def test_hss_sizes_follow_rfc_8554(scheme: Scheme) -> None:
    """RFC 8554, 5.4 and 6.2: one-time signature, path, and between levels signed public keys."""
    n = 24 if "_192_" in scheme.name else 32
    levels = [(int(h), int(w)) for h, w in re.findall(r"H(\d+)_W(\d+)", scheme.name)]
    public_key = 24 + n
    signatures = [4 + (4 + n * (_CHAINS[n][w] + 1)) + 4 + n * h for h, w in levels]

    assert 4 + public_key == scheme.sizes.public_key_bytes
    assert 4 + sum(signatures) + public_key * (len(levels) - 1) == scheme.sizes.signature_bytes
    assert sum(h for h, _ in levels) == scheme.signatures_log2


@pytest.mark.parametrize(
    "scheme", [one for one in _SCHEMES if one.family == "XMSS/XMSS^MT"], ids=lambda one: one.id
)
def test_xmss_sizes_follow_rfc_8391(scheme: Scheme) -> None:
    """RFC 8391, 4.1.8 and 4.2.3, with Winternitz parameter 16: 2n/8 + 3 chains; an OID before the key."""
    found = re.fullmatch(r"XMSS(MT)?-[A-Z0-9]+_(\d+)(?:/(\d+))?_(\d+)", scheme.name)
    assert found is not None
    height, layers, n = int(found[2]), int(found[3] or 1), int(found[4]) // 8
    index = -(-height // 8) if found[1] else 4

    assert 4 + 2 * n == scheme.sizes.public_key_bytes
    assert index + n + (height + layers * (2 * n + 3)) * n == scheme.sizes.signature_bytes
    assert height == scheme.signatures_log2


def test_the_salted_frodokem_differs_from_the_unsalted_in_its_ciphertext() -> None:
    """The salt of ISO's FrodoKEM lengthens the ciphertext alone, and every set has both forms."""
    salted = [scheme for scheme in _all(Role.KEM) if scheme.name.startswith("FrodoKEM")]
    pairs = [(one.sizes, load().scheme(f"e{one.name}").sizes) for one in salted]

    assert 6 == len(pairs)
    for one, other in pairs:
        assert one.public_key_bytes == other.public_key_bytes
        assert (one.ciphertext_bytes or 0) > (other.ciphertext_bytes or 0)


def test_rejection_sampling_is_declared() -> None:
    """Operations that repeat until a candidate is accepted run over seeds; the others do not.

    Signing: ML-DSA and Dilithium (Fiat-Shamir with aborts), UOV and SNOVA (a linear system that may be
    singular). Key generation: Falcon (norm and NTRU equation), RSA (primes), Classic McEliece (systematic
    form), sntrup (inverses).
    """
    signs = {scheme.family for scheme in _SCHEMES if Operation.SIGN in scheme.stochastic}
    generates = {scheme.family for scheme in _SCHEMES if Operation.KEYGEN in scheme.stochastic}

    assert {"ML-DSA", "Dilithium (round 3)", "UOV", "SNOVA"} == signs
    assert {"Falcon", "RSA", "Classic McEliece", "NTRU Prime"} == generates


def test_what_the_first_comparison_needs_is_there() -> None:
    """The schemes of the plan `quick` and the baselines exist under their names."""
    names = _QUICK.split()

    assert names == [scheme.name for scheme in _named(*names)]
    assert ["ecdh_p_256", "ecdsa_p_256", "rsa_2048_pss"] == [
        scheme.id for scheme in _named("ECDH P-256", "ECDSA P-256", "RSA-2048-PSS")
    ]
