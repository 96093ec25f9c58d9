"""pqeval's own C: whatever the manifests below native/lightweight name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.lightweight.offers import PROVIDER_NAME, own_implementations
from pqeval.provider.registry import reason_of
from pqeval.provider.sizes import sizes_of

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation
    from pqeval.lightweight.interfaces import Primitive

__all__ = ["PROVIDER"]


def import_extension() -> None:
    """Raise ImportError if the compiled extension is missing."""
    import pqeval.lightweight._primitives  # noqa: F401, PLC0415 - the import itself is the question


class OwnProvider:
    """`pqeval`: for each scheme the host's default variant first. Libraries go before, where they have it."""

    name = PROVIDER_NAME
    rank = 30

    def unavailable(self) -> str:
        """Empty unless the compiled extension is missing."""
        reason = reason_of(import_extension)
        return f"pqeval's compiled extension is missing: install pqeval anew ({reason})" if reason else ""

    def implementations(self) -> tuple[Implementation, ...]:
        """Every scheme in every variant."""
        return own_implementations("host")

    def refused(self) -> dict[str, str]:
        """Nothing that one might expect is missing."""
        return {}

    def open(self, implementation: Implementation) -> Primitive:
        """One variant of one scheme."""
        from pqeval.lightweight.own import wrapped  # noqa: PLC0415 - loads the compiled extension

        return wrapped(implementation, sizes_of(implementation.scheme))


PROVIDER: Final = OwnProvider()
