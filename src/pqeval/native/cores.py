"""How C is compiled for each Cortex-M: one set of flags for the libraries and the firmware of a core."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["CORE_FLAGS"]

CORE_FLAGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "cortex-m4": ("-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"),
        "cortex-m3": ("-mcpu=cortex-m3", "-mthumb"),
        "cortex-m0plus": ("-mcpu=cortex-m0plus", "-mthumb"),
    }
)
"""Cores for which code is built. Others run the code of one of these: an M0 that of the M0+."""
