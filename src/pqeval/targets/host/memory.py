"""Stack and heap of one call, in a pass of its own that is never timed."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Final

from pqeval.catalogue import Kind, Metric
from pqeval.errors import ProviderError
from pqeval.records import Observation
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.host.prepared import Prepared

__all__ = ["HEAP_SHIM", "memory_observations"]

HEAP_SHIM: Final = "libpqe_heap.so"
_STACK_BYTES: Final = 64 * 1024 * 1024


def memory_observations(prepared: Prepared) -> tuple[Observation, ...]:
    """Peak stack on a painted stack of 64 MiB; peak heap if the counting allocator is preloaded.

    Raises:
        ProviderError: the operation reported a failure.
    """
    used = ffi.new("size_t *")
    if lib.pqe_stack_of(prepared.operation, prepared.call, 0, _STACK_BYTES, used) != 0:
        raise ProviderError("the operation reported a failure on a stack of its own")
    found = [_counted(Metric.STACK_BYTES, "painted thread stack", int(used[0]))]
    if Path(os.environ.get("LD_PRELOAD", "")).name == HEAP_SHIM:
        found.append(_counted(Metric.HEAP_PEAK_BYTES, "counting allocator", _heap_peak(prepared)))
    return tuple(found)


def _heap_peak(prepared: Prepared) -> int:
    shim = ctypes.CDLL(None)
    shim.pqe_heap_end.restype = ctypes.c_long
    shim.pqe_heap_begin()
    status = prepared.operation(prepared.call, 0)
    peak = int(shim.pqe_heap_end())
    if status != 0:
        raise ProviderError("the operation reported a failure while its heap was counted")
    return peak


def _counted(metric: Metric, instrument: str, value: int) -> Observation:
    return Observation(metric=metric, kind=Kind.COUNTED, instrument=instrument, values=(value,))
