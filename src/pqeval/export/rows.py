"""The rows of tables of figures: an operation of a provider's code stands once for all platforms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import OPERATIONS, Operation, Role, Scheme
from pqeval.export.material import Material, Platform
from pqeval.export.table import Cell, Words
from pqeval.export.text import Text, plain
from pqeval.records import Measurement
from pqeval.report.words import words

__all__ = ["Case", "case_heads", "cases", "operation_text", "schemes_of"]

_NO_MESSAGE: Final = -1


@dataclass(frozen=True, slots=True)
class Case:
    """One row: an operation of a scheme by one provider, with what each platform measured of it."""

    scheme: Scheme
    provider: str
    rank: int
    operation: Operation
    message_bytes: int | None
    by_platform: Mapping[str, Measurement]

    @property
    def key(self) -> str:
        """The row's name for machines."""
        parts = [self.scheme.id, self.provider, self.operation]
        parts += [str(self.message_bytes)] if self.message_bytes is not None else []
        parts += [str(self.rank + 1)] if self.rank else []
        return "/".join(parts)

    @property
    def implementation(self) -> Text:
        """Whose code, and which variant of it on each platform."""
        variants = dict.fromkeys(one.series.variant for one in self.by_platform.values())
        return plain(f"{self.provider} ({', '.join(variants)})")

    def on(self, platform: Platform) -> Measurement | None:
        """What that platform measured."""
        return self.by_platform.get(platform.key)


def cases(material: Material, scheme: Scheme, operations: Sequence[Operation] = ()) -> list[Case]:
    """All rows of a scheme: operations in the standard's order, lengths ascending, C functions first."""
    wanted = operations or OPERATIONS[scheme.role]
    found: dict[tuple[int, int, str, int], dict[str, Measurement]] = {}
    order: dict[str, int] = {}
    for platform in material.platforms:
        ranks: dict[str, int] = {}
        for summary in platform.of(scheme.id):
            place = order.setdefault(summary.provider, len(order))
            rank = ranks.get(summary.provider, 0)
            ranks[summary.provider] = rank + 1
            for one in summary.measurements:
                if one.series.operation not in wanted:
                    continue
                length = one.series.message_bytes
                key = (
                    place * 1000 + rank,
                    wanted.index(one.series.operation),
                    summary.provider,
                    _NO_MESSAGE if length is None else length,
                )
                found.setdefault(key, {})[platform.key] = one
    return [
        Case(scheme, provider, place % 1000, wanted[operation], None if length < 0 else length, on)
        for (place, operation, provider, length), on in sorted(found.items(), key=lambda pair: pair[0])
    ]


def case_heads(case: Case) -> Iterable[Cell]:
    """The cells of implementation, operation and message length."""
    length = case.message_bytes
    yield Words(case.implementation)
    yield Words(operation_text(case.operation))
    yield Words(plain("–" if length is None else length))


def operation_text(operation: Operation) -> Text:
    """The operation's name."""
    return Text(words("en").of("op", operation), words("ja").of("op", operation))


def schemes_of(material: Material, *roles: Role) -> list[Scheme]:
    """The schemes of these roles that were measured, in catalogue order."""
    return [one for one in material.catalogue.schemes if one.role in roles and one.id in material.measured]
