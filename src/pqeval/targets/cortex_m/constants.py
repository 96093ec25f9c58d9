"""The constants of the timing model that belong to a part: what a calibration finds out."""

from __future__ import annotations

from typing import Final

import msgspec

__all__ = ["LARGEST_WAIT", "USUAL", "Constants"]

LARGEST_WAIT: Final = 15


class Constants(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Constants beside the one bus wait (native/emulator/constants.h); the defaults are the Cortex-M4's.

    `waits` are the cycles that the bus takes to grant an idle memory: the flash, then each RAM in the order
    of addresses; empty if all have the part's one wait. The others are those of the prefetch unit.
    """

    waits: tuple[int, ...] = ()
    buffer_words: int = 3
    fetch_latency: int = 2
    run_again_words: int = 2
    branch_wait: int = 0
    literal_blocks_a_fetch: int = 1

    @property
    def for_emulator(self) -> str:
        """In the emulator's words; empty if everything is as usual."""
        words = [
            f"{name}={value}"
            for name, value in msgspec.structs.asdict(self).items()
            if name != "waits" and value != getattr(USUAL, name)
        ]
        if self.waits:
            words.append("waits=" + ".".join(str(wait) for wait in self.waits))
        return ",".join(words)

    def flaw(self, memories: int) -> str:
        """What is wrong with them for a part of so many RAMs; empty if nothing is."""
        limits = {
            "buffer_words": (2, 4),
            "fetch_latency": (1, 4),
            "run_again_words": (1, self.buffer_words - 1),
            "branch_wait": (0, LARGEST_WAIT),
            "literal_blocks_a_fetch": (0, 1),
        }
        for name, (least, largest) in limits.items():
            if not least <= getattr(self, name) <= largest:
                return f"{name} is {getattr(self, name)}, but must be from {least} to {largest}"
        if self.waits and len(self.waits) != memories + 1:
            return f"waits has {len(self.waits)} entries, but there are the flash and {memories} memories"
        if not all(0 <= wait <= LARGEST_WAIT for wait in self.waits):
            return f"a wait is not from 0 to {LARGEST_WAIT}"
        return ""


USUAL: Final = Constants()
