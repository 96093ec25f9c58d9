"""What a driver needs of whatever runs an image: the emulator, or a board at the end of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pqeval.targets.cortex_m.emulator import Profile, Ran

__all__ = ["Link"]


class Link(Protocol):
    """One image that runs somewhere. Every method raises `TargetError` if that place fails or goes away."""

    def seed(self, kind: int, seed: bytes) -> None:
        """Seed the generator behind the firmware's random bytes (native/random/random.h)."""

    def write(self, name: str, data: bytes) -> None:
        """Fill the beginning of one of the image's objects."""

    def set(self, name: str, value: int) -> None:
        """Store a 32-bit word."""

    def get(self, name: str) -> int:
        """Read a 32-bit word."""

    def read(self, name: str, length: int) -> bytes:
        """Read the beginning of one of the image's objects."""

    def run(self, operation: int) -> Ran:
        """Run one of the image's operations."""

    def count(self, function: str) -> bool:
        """Count from now on how often a function of the image is entered. Whether that can be done here."""

    def profile(self, *, wanted: bool) -> None:
        """Gather from now on where cycles go, or no longer, where that can be done."""

    def profiled(self) -> Profile:
        """Where the cycles of the last run went that was profiled; empty where nothing is gathered."""
