"""Ascon of NIST SP 800-232 over pqeval's own C, in every variant that the C has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.errors import CryptoError, InvalidTag
from pqeval.lightweight._ascon import ffi, lib
from pqeval.lightweight.interfaces import Aead, Hash, Sponge, Xof, check_output_length
from pqeval.provider import check_bytes

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation, Sizes

__all__ = ["VARIANTS", "AsconAead", "AsconCxof", "AsconHash", "AsconXof", "function_address"]

VARIANTS: Final = ("u64", "bi32")
"""`u64`: 64-bit words, for hosts. `bi32`: bit-interleaved 32-bit words, for Cortex-M3 and M4."""

MAX_CUSTOMIZATION_BYTES: Final = 256
"""SP 800-232, section 5.3."""


def function_address(name: str) -> int:
    """The address of a C function of native/lightweight/ascon/ascon.h, for calls that avoid Python.

    The address is valid as long as this process runs.

    Args:
        name: for instance `pqe_ascon_aead128_u64_encrypt`.

    Raises:
        AttributeError: there is no such function.
    """
    return int(ffi.cast("uintptr_t", ffi.addressof(lib, name)))


class AsconAead(Aead):
    """Ascon-AEAD128 (SP 800-232, section 4)."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._c_encrypt = getattr(lib, f"pqe_ascon_aead128_{implementation.variant}_encrypt")
        self._c_decrypt = getattr(lib, f"pqe_ascon_aead128_{implementation.variant}_decrypt")

    def _encrypt(self, key: bytes, nonce: bytes, associated_data: bytes, plaintext: bytes) -> bytes:
        length = len(plaintext)
        out = ffi.new("uint8_t[]", length + self.tag_bytes)
        self._c_encrypt(
            out, out + length, plaintext, length, associated_data, len(associated_data), nonce, key
        )
        return bytes(ffi.buffer(out))

    def _decrypt(self, key: bytes, nonce: bytes, associated_data: bytes, ciphertext: bytes) -> bytes:
        length = len(ciphertext) - self.tag_bytes
        out = ffi.new("uint8_t[]", length)
        tag = ciphertext[length:]
        status = self._c_decrypt(
            out, ciphertext, length, tag, associated_data, len(associated_data), nonce, key
        )
        if status != lib.PQE_OK:
            raise InvalidTag("the tag does not belong to this key, nonce, associated data and ciphertext")
        return bytes(ffi.buffer(out))


class AsconHash(Hash):
    """Ascon-Hash256 (SP 800-232, section 5.1)."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        self._c_digest = getattr(lib, f"pqe_ascon_hash256_{implementation.variant}_digest")

    def _digest(self, message: bytes) -> bytes:
        out = ffi.new("uint8_t[]", self.digest_bytes)
        self._c_digest(out, message, len(message))
        return bytes(ffi.buffer(out))


class AsconSponge:
    """An Ascon-XOF128 or Ascon-CXOF128 in use."""

    def __init__(self, variant: str, customization: bytes | None) -> None:
        self._state = ffi.new(f"pqe_ascon_xof_{variant} *")
        self._absorb = getattr(lib, f"pqe_ascon_xof128_{variant}_absorb")
        self._squeeze = getattr(lib, f"pqe_ascon_xof128_{variant}_squeeze")
        if customization is None:
            getattr(lib, f"pqe_ascon_xof128_{variant}_init")(self._state)
        else:
            init = getattr(lib, f"pqe_ascon_cxof128_{variant}_init")
            status = init(self._state, customization, len(customization))
            assert status == lib.PQE_OK, "lengths were checked before"

    def absorb(self, data: bytes) -> None:
        """Take more of the message.

        Raises:
            CryptoError: output was squeezed already.
        """
        check_bytes("data", data)
        if self._absorb(self._state, data, len(data)) != lib.PQE_OK:
            raise CryptoError("absorb after squeeze: an XOF takes its whole message before any output")

    def squeeze(self, length: int) -> bytes:
        """The next `length` bytes of output."""
        check_output_length(length)
        out = ffi.new("uint8_t[]", length)
        self._squeeze(self._state, out, length)
        return bytes(ffi.buffer(out))


class AsconXof(Xof):
    """Ascon-XOF128 (SP 800-232, section 5.2)."""

    def _new(self, customization: bytes) -> Sponge:
        assert not customization
        return AsconSponge(self.implementation.variant, None)

    def _digest(self, message: bytes, length: int, customization: bytes) -> bytes:
        assert not customization
        out = ffi.new("uint8_t[]", length)
        function = getattr(lib, f"pqe_ascon_xof128_{self.implementation.variant}_digest")
        function(out, length, message, len(message))
        return bytes(ffi.buffer(out))


class AsconCxof(Xof):
    """Ascon-CXOF128 (SP 800-232, section 5.3): an XOF with a customization string."""

    max_customization_bytes = MAX_CUSTOMIZATION_BYTES

    def _new(self, customization: bytes) -> Sponge:
        return AsconSponge(self.implementation.variant, customization)
