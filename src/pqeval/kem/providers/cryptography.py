"""KEMs through `cryptography`, that is OpenSSL: ML-KEM, and X25519 and ECDH as KEMs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pqeval.catalogue import Boundary, Implementation, SecretKeyEncoding
from pqeval.errors import CryptoError, InvalidPublicKey
from pqeval.kem.kem import Encapsulation, Kem, KeyPair
from pqeval.provider.packages import package_reason
from pqeval.provider.sizes import sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric import ec

    from pqeval.catalogue import Sizes

__all__ = ["PROVIDER"]

LICENCE: Final = "Apache-2.0 OR BSD-3-Clause"
SEED_BYTES: Final = 64
"""d and z of FIPS 203, Algorithm 19."""

ML_KEM: Final = {"ml_kem_512": "MLKEM512", "ml_kem_768": "MLKEM768", "ml_kem_1024": "MLKEM1024"}
ECDH: Final = {"ecdh_p_256": ("SECP256R1", 32), "ecdh_p_384": ("SECP384R1", 48)}
"""Curve and bytes of a scalar (SP 800-186)."""

ML_KEM_NOTES: Final = (
    "the secret key is a seed: it is expanded when it is parsed, before the timed decaps",
    "keys are parsed before the timed call",
)
AGREEMENT_NOTES: Final = (
    "encaps makes an ephemeral key pair, agrees and encodes the ephemeral public key, all inside the call",
    "decaps parses the ephemeral public key inside the call; the long-term keys are parsed before",
)


class MlKem(Kem):
    """ML-KEM; the secret key is the 64-byte seed."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from cryptography.hazmat.primitives.asymmetric import mlkem  # noqa: PLC0415 - heavy

        self._private: Any = getattr(mlkem, f"{implementation.library_name}PrivateKey")
        self._public: Any = getattr(mlkem, f"{implementation.library_name}PublicKey")

    def _keygen(self) -> KeyPair:
        key = self._private.generate()
        return KeyPair(key.public_key().public_bytes_raw(), key.private_bytes_raw())

    def _public_key_of(self, seed: bytes) -> bytes:
        public_key: bytes = self._private.from_seed_bytes(seed).public_key().public_bytes_raw()
        return public_key

    def _encaps(self, public_key: bytes) -> Encapsulation:
        shared_secret, ciphertext = self._timed_encaps(public_key)()
        return Encapsulation(ciphertext, shared_secret)

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        return self._timed_decaps(secret_key, ciphertext)()

    def _timed_keygen(self) -> Callable[[], object]:
        return self._private.generate  # type: ignore[no-any-return] # the class is chosen at run time

    def _timed_encaps(self, public_key: bytes) -> Callable[[], tuple[bytes, bytes]]:
        try:
            parsed = self._public.from_public_bytes(public_key)
        except ValueError:
            raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}") from None
        return parsed.encapsulate  # type: ignore[no-any-return] # likewise

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], bytes]:
        return partial(self._private.from_seed_bytes(secret_key).decapsulate, ciphertext)


class X25519(Kem):
    """X25519 (RFC 7748) as a KEM."""

    def _keygen(self) -> KeyPair:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - heavy

        key = X25519PrivateKey.generate()
        return KeyPair(key.public_key().public_bytes_raw(), key.private_bytes_raw())

    def _encaps(self, public_key: bytes) -> Encapsulation:
        try:
            return self._timed_encaps(public_key)()
        except ValueError:  # the all-zero result of a point of small order
            raise InvalidPublicKey("public_key is a point of small order on Curve25519") from None

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        try:
            return self._timed_decaps(secret_key, ciphertext)()
        except ValueError:
            raise InvalidPublicKey("ciphertext is a point of small order on Curve25519") from None

    def _timed_keygen(self) -> Callable[[], object]:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - heavy

        return X25519PrivateKey.generate

    def _timed_encaps(self, public_key: bytes) -> Callable[[], Encapsulation]:
        from cryptography.hazmat.primitives.asymmetric import x25519  # noqa: PLC0415 - heavy

        peer = x25519.X25519PublicKey.from_public_bytes(public_key)
        generate = x25519.X25519PrivateKey.generate

        def encaps() -> Encapsulation:
            ephemeral = generate()
            shared_secret = ephemeral.exchange(peer)
            return Encapsulation(ephemeral.public_key().public_bytes_raw(), shared_secret)

        return encaps

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], bytes]:
        from cryptography.hazmat.primitives.asymmetric import x25519  # noqa: PLC0415 - heavy

        exchange = x25519.X25519PrivateKey.from_private_bytes(secret_key).exchange
        parse = x25519.X25519PublicKey.from_public_bytes
        return lambda: exchange(parse(ciphertext))


class Ecdh(Kem):
    """ECDH on a NIST curve (SP 800-56A) as a KEM; points uncompressed (SEC 1), secret key a scalar."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - heavy
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - heavy

        self._ec = ec
        self._curve: ec.EllipticCurve = getattr(ec, implementation.library_name)()
        self._agreement = ec.ECDH()
        self._encoding = serialization.Encoding.X962
        self._format = serialization.PublicFormat.UncompressedPoint

    def _keygen(self) -> KeyPair:
        key = self._ec.generate_private_key(self._curve)
        scalar = key.private_numbers().private_value.to_bytes(self.secret_key_bytes, "big")
        return KeyPair(self._encode(key.public_key()), scalar)

    def _encaps(self, public_key: bytes) -> Encapsulation:
        return self._timed_encaps(public_key)()

    def _decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes:
        self._parse("ciphertext", ciphertext)  # refuse it by name; the timed call parses it again
        return self._timed_decaps(secret_key, ciphertext)()

    def _timed_keygen(self) -> Callable[[], object]:
        return partial(self._ec.generate_private_key, self._curve)

    def _timed_encaps(self, public_key: bytes) -> Callable[[], Encapsulation]:
        peer = self._parse("public_key", public_key)

        def encaps() -> Encapsulation:
            ephemeral = self._ec.generate_private_key(self._curve)
            shared_secret = ephemeral.exchange(self._agreement, peer)
            return Encapsulation(self._encode(ephemeral.public_key()), shared_secret)

        return encaps

    def _timed_decaps(self, secret_key: bytes, ciphertext: bytes) -> Callable[[], bytes]:
        try:
            key = self._ec.derive_private_key(int.from_bytes(secret_key, "big"), self._curve)
        except ValueError:
            raise CryptoError(f"secret_key is not a scalar of {self.scheme}") from None
        parse = self._ec.EllipticCurvePublicKey.from_encoded_point
        return lambda: key.exchange(self._agreement, parse(self._curve, ciphertext))

    def _parse(self, argument: str, point: bytes) -> ec.EllipticCurvePublicKey:
        try:
            return self._ec.EllipticCurvePublicKey.from_encoded_point(self._curve, point)
        except ValueError:
            raise InvalidPublicKey(f"{argument} is not a point of {self.scheme}") from None

    def _encode(self, key: ec.EllipticCurvePublicKey) -> bytes:
        return key.public_bytes(self._encoding, self._format)


class CryptographyProvider:
    """`cryptography`, whatever version is installed; asks it which ML-KEM sets it has."""

    name = "cryptography"
    rank = 10

    def unavailable(self) -> str:
        """Empty unless the package is missing."""
        return package_reason("cryptography")

    def implementations(self) -> tuple[Implementation, ...]:
        """The ML-KEM sets of the installed version, then key agreement."""
        ml_kem = (
            self._implementation(scheme, name, SecretKeyEncoding.SEED, SEED_BYTES, ML_KEM_NOTES)
            for scheme, name in self._ml_kem_offered().items()
        )
        expanded = SecretKeyEncoding.EXPANDED
        ecdh = (
            self._implementation(scheme, curve, expanded, scalar_bytes, AGREEMENT_NOTES)
            for scheme, (curve, scalar_bytes) in ECDH.items()
        )
        x25519 = self._implementation("x25519", "X25519", expanded, 32, AGREEMENT_NOTES)
        return (*ml_kem, x25519, *ecdh)

    def refused(self) -> dict[str, str]:
        """ML-KEM sets that the installed version lacks."""
        missing = ML_KEM.keys() - self._ml_kem_offered().keys()
        return dict.fromkeys(sorted(missing), "the installed version of cryptography does not have it")

    def open(self, implementation: Implementation) -> Kem:
        """One of `implementations()`."""
        sizes = sizes_of(implementation.scheme)
        if implementation.scheme in ML_KEM:
            return MlKem(implementation, sizes)
        if implementation.scheme in ECDH:
            return Ecdh(implementation, sizes)
        return X25519(implementation, sizes)

    def _implementation(
        self,
        scheme: str,
        library_name: str,
        encoding: SecretKeyEncoding,
        secret_key_bytes: int,
        notes: tuple[str, ...],
    ) -> Implementation:
        return Implementation(
            scheme=scheme,
            provider=self.name,
            variant="openssl",
            library_name=library_name,
            boundary=Boundary.PYTHON,
            secret_key_encoding=encoding,
            secret_key_bytes=secret_key_bytes,
            licence=LICENCE,
            notes=notes,
        )

    def _ml_kem_offered(self) -> dict[str, str]:
        try:
            from cryptography.hazmat.backends.openssl.backend import backend  # noqa: PLC0415 - heavy
            from cryptography.hazmat.primitives.asymmetric import mlkem  # noqa: PLC0415 - heavy
        except ImportError:  # before version 47
            return {}
        if not backend.mlkem_supported():
            return {}
        return {scheme: name for scheme, name in ML_KEM.items() if hasattr(mlkem, f"{name}PrivateKey")}


PROVIDER: Final = CryptographyProvider()
