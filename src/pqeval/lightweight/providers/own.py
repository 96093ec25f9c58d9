"""pqeval's own C: Ascon of NIST SP 800-232."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Implementation
from pqeval.provider.registry import reason_of
from pqeval.provider.sizes import sizes_of

if TYPE_CHECKING:
    from pqeval.lightweight.interfaces import Aead, Hash, Xof

__all__ = ["PROVIDER"]

CLAIM: Final = "constant time by construction: no branch, index or variable-time instruction on data"
VARIANTS: Final = ("u64", "bi32")
SCHEMES: Final = {
    "ascon_aead128": "Ascon-AEAD128",
    "ascon_hash256": "Ascon-Hash256",
    "ascon_xof128": "Ascon-XOF128",
    "ascon_cxof128": "Ascon-CXOF128",
}


def import_extension() -> None:
    """Raise ImportError if the compiled extension is missing."""
    import pqeval.lightweight.ascon  # noqa: F401, PLC0415 - the import itself is the question


class OwnProvider:
    """`pqeval`: variants `u64` (the default) and `bi32`."""

    name = "pqeval"
    rank = 0

    def unavailable(self) -> str:
        """Empty unless the compiled extension is missing."""
        reason = reason_of(import_extension)
        return f"pqeval's compiled extension is missing: install pqeval anew ({reason})" if reason else ""

    def implementations(self) -> tuple[Implementation, ...]:
        """Every scheme in every variant."""
        return tuple(
            Implementation(
                scheme=scheme,
                provider=self.name,
                variant=variant,
                library_name=library_name,
                licence="MIT",
                constant_time_claim=CLAIM,
                notes=("the key is taken as bytes: nothing is prepared before the timed call",)
                if scheme == "ascon_aead128"
                else (),
            )
            for scheme, library_name in SCHEMES.items()
            for variant in VARIANTS
        )

    def refused(self) -> dict[str, str]:
        """Nothing that one might expect is missing."""
        return {}

    def open(self, implementation: Implementation) -> Aead | Hash | Xof:
        """One variant of one of the four functions."""
        from pqeval.lightweight import ascon  # noqa: PLC0415 - loads the compiled extension

        match implementation.scheme:
            case "ascon_aead128":
                return ascon.AsconAead(implementation, sizes_of(implementation.scheme))
            case "ascon_hash256":
                return ascon.AsconHash(implementation, sizes_of(implementation.scheme))
            case "ascon_xof128":
                return ascon.AsconXof(implementation)
            case _:
                return ascon.AsconCxof(implementation)


PROVIDER: Final = OwnProvider()
