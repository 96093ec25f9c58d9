"""The signature schemes of `cryptography`, that is OpenSSL."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from cryptography import exceptions
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa, utils

from pqeval.errors import CryptoError, InvalidPublicKey, InvalidSignature
from pqeval.sig.signature import KeyPair, Signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Implementation, Sizes

__all__ = ["Ecdsa", "Ed25519", "MlDsa", "RsaPss"]

WRONG: Final = "the signature does not verify for this message and public key"
PUBLIC_EXPONENT: Final = 65537
CURVE_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "ecdsa_p_256": hashes.SHA256(),
    "ecdsa_p_384": hashes.SHA384(),
}


class MlDsa(Signature):
    """ML-DSA (FIPS 204), hedged; the secret key is the 32-byte seed."""

    supports_context = True

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._private: Any = getattr(mldsa, f"{implementation.library_name}PrivateKey")
        self._public: Any = getattr(mldsa, f"{implementation.library_name}PublicKey")

    def _keygen(self) -> KeyPair:
        key = self._private.generate()
        return KeyPair(key.public_key().public_bytes_raw(), key.private_bytes_raw())

    def _public_key_of(self, seed: bytes) -> bytes:
        public_key: bytes = self._private.from_seed_bytes(seed).public_key().public_bytes_raw()
        return public_key

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        signature: bytes = self._private.from_seed_bytes(secret_key).sign(message, context or None)
        return signature

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        try:
            self._parse(public_key).verify(signature, message, context or None)
        except exceptions.InvalidSignature:
            raise InvalidSignature(WRONG) from None

    def _timed_keygen(self) -> Callable[[], object]:
        return self._private.generate  # type: ignore[no-any-return] # the class is chosen at run time

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], object]:
        return partial(self._private.from_seed_bytes(secret_key).sign, message)

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], object]:
        return partial(self._parse(public_key).verify, signature, message)

    def _parse(self, public_key: bytes) -> Any:  # noqa: ANN401 - the class is chosen at run time
        try:
            return self._public.from_public_bytes(public_key)
        except ValueError:
            raise InvalidPublicKey(f"public_key is not a public key of {self.scheme}") from None


class Ed25519(Signature):
    """Ed25519 (RFC 8032); the secret key is the 32-byte seed."""

    def _keygen(self) -> KeyPair:
        key = ed25519.Ed25519PrivateKey.generate()
        return KeyPair(key.public_key().public_bytes_raw(), key.private_bytes_raw())

    def _public_key_of(self, seed: bytes) -> bytes:
        return ed25519.Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        assert not context
        return self._timed_sign(secret_key, message)()

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        assert not context
        try:
            self._timed_verify(public_key, message, signature)()
        except exceptions.InvalidSignature:
            raise InvalidSignature(WRONG) from None

    def _timed_keygen(self) -> Callable[[], object]:
        return ed25519.Ed25519PrivateKey.generate

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], bytes]:
        return partial(ed25519.Ed25519PrivateKey.from_private_bytes(secret_key).sign, message)

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], None]:
        try:
            parsed = ed25519.Ed25519PublicKey.from_public_bytes(public_key)
        except ValueError:
            raise InvalidPublicKey("public_key is not a point of Ed25519") from None
        return partial(parsed.verify, signature, message)


class Ecdsa(Signature):
    """ECDSA (FIPS 186-5); signatures r || s, points uncompressed (SEC 1), secret key a big-endian scalar."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._curve: ec.EllipticCurve = getattr(ec, implementation.library_name)()
        self._algorithm = ec.ECDSA(CURVE_HASHES[implementation.scheme])

    def _keygen(self) -> KeyPair:
        key = ec.generate_private_key(self._curve)
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return KeyPair(point, key.private_numbers().private_value.to_bytes(self.secret_key_bytes, "big"))

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        assert not context
        r, s = utils.decode_dss_signature(self._timed_sign(secret_key, message)())
        half = self.signature_bytes // 2
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        assert not context
        try:
            self._timed_verify(public_key, message, signature)()
        except exceptions.InvalidSignature:
            raise InvalidSignature(WRONG) from None

    def _timed_keygen(self) -> Callable[[], object]:
        return partial(ec.generate_private_key, self._curve)

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], bytes]:
        try:
            key = ec.derive_private_key(int.from_bytes(secret_key, "big"), self._curve)
        except ValueError:
            raise CryptoError(f"secret_key is not a scalar of {self.scheme}") from None
        return partial(key.sign, message, self._algorithm)

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], None]:
        try:
            parsed = ec.EllipticCurvePublicKey.from_encoded_point(self._curve, public_key)
        except ValueError:
            raise InvalidPublicKey(f"public_key is not a point of {self.scheme}") from None
        half = self.signature_bytes // 2
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        return partial(parsed.verify, utils.encode_dss_signature(r, s), message, self._algorithm)


class RsaPss(Signature):
    """RSA-PSS with SHA-256, 32-byte salt (RFC 8017, 8.1); DER keys: public SPKI, secret PKCS #1."""

    fixed_secret_key_length = False

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._bits = self.signature_bytes * 8
        self._padding = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)

    def _keygen(self) -> KeyPair:
        key = rsa.generate_private_key(PUBLIC_EXPONENT, self._bits)
        return KeyPair(
            key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            ),
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            ),
        )

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        assert not context
        return self._timed_sign(secret_key, message)()

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        assert not context
        try:
            self._timed_verify(public_key, message, signature)()
        except exceptions.InvalidSignature:
            raise InvalidSignature(WRONG) from None

    def _timed_keygen(self) -> Callable[[], object]:
        return partial(rsa.generate_private_key, PUBLIC_EXPONENT, self._bits)

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], bytes]:
        try:
            key = serialization.load_der_private_key(secret_key, password=None)
        except (ValueError, exceptions.UnsupportedAlgorithm):
            raise CryptoError(f"secret_key is not a secret key of {self.scheme}") from None
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size != self._bits:
            raise CryptoError(f"secret_key is not a secret key of {self.scheme}")
        return partial(key.sign, message, self._padding, hashes.SHA256())

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], None]:
        wrong = f"public_key is not a public key of {self.scheme}"
        try:
            key = serialization.load_der_public_key(public_key)
        except (ValueError, exceptions.UnsupportedAlgorithm):
            raise InvalidPublicKey(wrong) from None
        if not isinstance(key, rsa.RSAPublicKey) or key.key_size != self._bits:
            raise InvalidPublicKey(wrong)
        return partial(key.verify, signature, message, self._padding, hashes.SHA256())
