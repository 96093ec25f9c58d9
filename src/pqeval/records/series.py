"""The key under which measurements of the same thing are found again, in this run and in others."""

from __future__ import annotations

import msgspec

from pqeval.catalogue.vocabulary import Operation

__all__ = ["Series"]


class Series(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What was run, where: equal series of two runs may be compared if their conditions allow it.

    `message_bytes` and `associated_data_bytes` are None for operations without such an input.
    """

    scheme: str
    provider: str
    variant: str
    operation: Operation
    target: str
    message_bytes: int | None = None
    associated_data_bytes: int | None = None

    @property
    def key(self) -> str:
        """One line of text, for instance `ml_dsa_65/liboqs/dist/sign/32/host`."""
        length = "-" if self.message_bytes is None else str(self.message_bytes)
        if self.associated_data_bytes is not None:
            length = f"{length}+{self.associated_data_bytes}"
        return "/".join(  # noqa: FLY002 - one field a line reads better
            (self.scheme, self.provider, self.variant, self.operation, length, self.target)
        )
