"""Incremental use of Ascon-XOF128 and Ascon-CXOF128 (NIST SP 800-232), beside the usual shape."""

from __future__ import annotations

from typing import Final

from pqeval.errors import CryptoError
from pqeval.lightweight._primitives import ffi, lib
from pqeval.lightweight.interfaces import Sponge, check_output_length
from pqeval.lightweight.own import OwnXof
from pqeval.provider import check_bytes

__all__ = ["AsconCxof", "AsconXof"]

MAX_CUSTOMIZATION_BYTES: Final = 256
"""SP 800-232, section 5.3."""


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


class AsconXof(OwnXof):
    """Ascon-XOF128 (SP 800-232, section 5.2)."""

    def _new(self, customization: bytes) -> Sponge:
        assert not customization
        return AsconSponge(self.implementation.variant, None)


class AsconCxof(OwnXof):
    """Ascon-CXOF128 (SP 800-232, section 5.3): an XOF with a customization string."""

    max_customization_bytes = MAX_CUSTOMIZATION_BYTES

    def _new(self, customization: bytes) -> Sponge:
        return AsconSponge(self.implementation.variant, customization)

    def _digest(self, message: bytes, length: int, customization: bytes) -> bytes:
        if not customization:
            return self.whole(message, length)
        sponge = self._new(customization)
        sponge.absorb(message)
        return sponge.squeeze(length)
