"""Known answers of OpenSSL's schemes.

ML-KEM and ML-DSA: the transcript whose SHA-256 liboqs publishes, reproduced by OpenSSL from the same random
bytes; so two libraries give one answer, and it is the published one. SLH-DSA: NIST's ACVP key generation.
Key agreement: the shared secret of a published scalar and point.
Both with a round trip and a refusal. A TLS handshake is checked by one that succeeds.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from pqeval.catalogue import Role, handshake_facts, load
from pqeval.errors import ProviderError
from pqeval.liboqs.kat import kem_text, known_transcripts, sig_text, vectors
from pqeval.openssl.functions import Algorithm, algorithm
from pqeval.openssl.handshake import run_handshakes
from pqeval.records import Correctness

__all__ = ["verify"]

_KEM_SEED_BYTES: Final = 64
"""d and z of FIPS 203, Algorithm 19."""
_RANDOM_BYTES: Final = 32
"""m of FIPS 203; xi and rnd of FIPS 204."""
_MESSAGE: Final = b"pqeval known answer"


def verify(scheme: str, library_name: str) -> Correctness:
    """Check a scheme of OpenSSL in this process.

    Args:
        scheme: its identifier.
        library_name: OpenSSL's name of it.

    Raises:
        ProviderError: a wrong answer.
        LibraryError: OpenSSL does not offer it.
    """
    role = load().by_id[scheme].role
    if role == Role.HANDSHAKE:
        return _handshake(scheme)
    is_kem = role == Role.KEM
    found = algorithm(library_name, is_kem=is_kem)
    if scheme in _secret_keys():
        return _slh_dsa(found, scheme)
    return _kem(found) if is_kem else _ml_dsa(found)


def _handshake(scheme: str) -> Correctness:
    group, certificate = handshake_facts().parts(scheme)
    run_handshakes(group.name, certificate.openssl, 1)
    return Correctness(method="roundtrip only", source="both sides finish; the client verifies the chain")


def _agreement(found: Algorithm, known: dict[str, str]) -> Correctness:
    shared_secret = found.decaps(bytes.fromhex(known["secret_key"]), bytes.fromhex(known["ciphertext"]))
    if shared_secret is None or shared_secret.hex() != known["shared_secret"]:
        raise ProviderError(f"OpenSSL: {found.name} gives another shared secret than {known['source']}")
    _kem_round_trip(found, *found.keygen(), None)
    digest = hashlib.sha256(shared_secret).hexdigest()
    return Correctness(method="kat single", source=f"{known['source']}; keygen by round trip", digest=digest)


def _kem(found: Algorithm) -> Correctness:
    if known := _agreements().get(found.name):
        return _agreement(found, known)
    wanted = known_transcripts(found.name)
    if not wanted:
        _kem_round_trip(found, *found.keygen(), None)
        return Correctness(method="roundtrip only")
    vector = next(iter(vectors(found.name, Role.KEM, "single")))
    random = vector.generator.seeded(vector.seed)
    public_key, secret_key = found.keygen(random.generate(_KEM_SEED_BYTES))
    sent = _kem_round_trip(found, public_key, secret_key, random.generate(_RANDOM_BYTES))
    return _compared(found, kem_text(vector, public_key, secret_key, *sent), wanted)


def _kem_round_trip(
    found: Algorithm, public_key: bytes, secret_key: bytes, random: bytes | None
) -> tuple[bytes, bytes]:
    sent = found.encaps(public_key, random)
    if sent is None or found.decaps(secret_key, sent[0]) != sent[1]:
        raise ProviderError(f"OpenSSL: decaps of {found.name} gives another shared secret than encaps")
    forged = bytes([sent[0][0] ^ 1]) + sent[0][1:]
    if found.decaps(secret_key, forged) == sent[1]:
        raise ProviderError(f"OpenSSL: decaps of {found.name} accepts a forged ciphertext")
    return sent


def _ml_dsa(found: Algorithm) -> Correctness:
    vector = next(iter(vectors(found.name, Role.SIGNATURE, "single")))
    random = vector.generator.seeded(vector.seed)
    public_key, secret_key = found.keygen(random.generate(_RANDOM_BYTES))
    signature = found.sign(secret_key, vector.message, random=random.generate(_RANDOM_BYTES))
    _require_verify(found, public_key, vector.message, signature)
    text = sig_text(found.name, vector, public_key, secret_key, signature)
    return _compared(found, text, known_transcripts(found.name))


def _slh_dsa(found: Algorithm, scheme: str) -> Correctness:
    wanted = bytes.fromhex(_secret_keys()[scheme])
    public_key, secret_key = found.keygen(wanted[: len(wanted) * 3 // 4])
    if secret_key != wanted or public_key != wanted[len(wanted) // 2 :]:
        raise ProviderError(f"OpenSSL: keygen of {found.name} gives another root than NIST publishes")
    _require_verify(found, public_key, _MESSAGE, found.sign(secret_key, _MESSAGE))
    return Correctness(
        method="kat keygen",
        source="NIST ACVP, SLH-DSA-keyGen-FIPS205; sign and verify by round trip",
        digest=hashlib.sha256(secret_key).hexdigest(),
    )


def _require_verify(found: Algorithm, public_key: bytes, message: bytes, signature: bytes) -> None:
    if not found.verify(public_key, message, signature):
        raise ProviderError(f"OpenSSL: verify of {found.name} refuses what sign gave")
    if found.verify(public_key, message + b"!", signature):
        raise ProviderError(f"OpenSSL: verify of {found.name} accepts a signature of another message")


def _compared(found: Algorithm, text: bytes, wanted: dict[str, str]) -> Correctness:
    digest = hashlib.sha256(text).hexdigest()
    if digest not in wanted:
        raise ProviderError(
            f"OpenSSL: the known-answer test of {found.name} gave {digest}, but liboqs publishes "
            f"{' or '.join(wanted)}"
        )
    return Correctness(method="kat single", source=f"{wanted[digest]}, tests/KATs", digest=digest)


@cache
def _agreements() -> dict[str, dict[str, str]]:
    data = resources.files("pqeval.openssl").joinpath("data/agreement.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)


@cache
def _secret_keys() -> dict[str, str]:
    data = resources.files("pqeval.openssl").joinpath("data/slh_dsa_keygen.toml").read_text(encoding="utf-8")
    keys: dict[str, str] = tomllib.loads(data)["secret_keys"]
    return keys
