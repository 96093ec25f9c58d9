"""Signatures through `cryptography`, that is OpenSSL: ML-DSA, Ed25519, ECDSA and RSA-PSS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Boundary, Implementation, SecretKeyEncoding
from pqeval.provider.packages import package_reason
from pqeval.provider.sizes import sizes_of

if TYPE_CHECKING:
    from pqeval.sig.signature import Signature

__all__ = ["PROVIDER"]

ML_DSA: Final = {"ml_dsa_44": "MLDSA44", "ml_dsa_65": "MLDSA65", "ml_dsa_87": "MLDSA87"}
ECDSA: Final = {"ecdsa_p_256": ("SECP256R1", 32), "ecdsa_p_384": ("SECP384R1", 48)}
"""Curve and bytes of a scalar (SP 800-186)."""
RSA: Final = {"rsa_2048_pss": ("RSA-2048", 1194), "rsa_3072_pss": ("RSA-3072", 1770)}
"""Name and largest length of an RSAPrivateKey (RFC 8017, A.1.2) with public exponent 65537."""

PARSED: Final = "keys are parsed before the timed call"
NOTES: Final = {
    "ml_dsa": (PARSED, "the secret key is a seed: it is expanded when it is parsed, before the timed sign"),
    "ed25519": (PARSED,),
    "ecdsa": (
        f"{PARSED}; the hash of the message (SHA-256, SHA-384) is inside",
        "the timed sign and verify use DER signatures; converting to and from r || s is outside",
    ),
    "rsa": (f"{PARSED}; SHA-256 of the message and PSS encoding are inside",),
}


class CryptographyProvider:
    """`cryptography`, whatever version is installed; asks it which ML-DSA sets it has."""

    name = "cryptography"
    rank = 10

    def unavailable(self) -> str:
        """Empty unless the package is missing."""
        return package_reason("cryptography")

    def implementations(self) -> tuple[Implementation, ...]:
        """The ML-DSA sets of the installed version, then the classical schemes."""
        seed, expanded = SecretKeyEncoding.SEED, SecretKeyEncoding.EXPANDED
        rows = [(scheme, name, "ml_dsa", seed, 32) for scheme, name in self._ml_dsa_offered().items()]
        rows.append(("ed25519", "Ed25519", "ed25519", seed, 32))
        rows += [(scheme, curve, "ecdsa", expanded, size) for scheme, (curve, size) in ECDSA.items()]
        rows += [(scheme, name, "rsa", expanded, size) for scheme, (name, size) in RSA.items()]
        return tuple(
            Implementation(
                scheme=scheme,
                provider=self.name,
                variant="openssl",
                library_name=library_name,
                boundary=Boundary.PYTHON,
                secret_key_encoding=encoding,
                secret_key_bytes=secret_key_bytes,
                licence="Apache-2.0 OR BSD-3-Clause",
                notes=NOTES[kind],
            )
            for scheme, library_name, kind, encoding, secret_key_bytes in rows
        )

    def refused(self) -> dict[str, str]:
        """ML-DSA sets that the installed version lacks."""
        missing = ML_DSA.keys() - self._ml_dsa_offered().keys()
        return dict.fromkeys(sorted(missing), "the installed version of cryptography does not have it")

    def open(self, implementation: Implementation) -> Signature:
        """One of `implementations()`."""
        from pqeval.sig import openssl  # noqa: PLC0415 - heavy

        sizes = sizes_of(implementation.scheme)
        if implementation.scheme in ML_DSA:
            return openssl.MlDsa(implementation, sizes)
        if implementation.scheme in ECDSA:
            return openssl.Ecdsa(implementation, sizes)
        if implementation.scheme in RSA:
            return openssl.RsaPss(implementation, sizes)
        return openssl.Ed25519(implementation, sizes)

    def _ml_dsa_offered(self) -> dict[str, str]:
        try:
            from cryptography.hazmat.backends.openssl.backend import backend  # noqa: PLC0415 - heavy
            from cryptography.hazmat.primitives.asymmetric import mldsa  # noqa: PLC0415 - heavy
        except ImportError:  # before version 47
            return {}
        if not backend.mldsa_supported():
            return {}
        return {scheme: name for scheme, name in ML_DSA.items() if hasattr(mldsa, f"{name}PrivateKey")}


PROVIDER: Final = CryptographyProvider()
