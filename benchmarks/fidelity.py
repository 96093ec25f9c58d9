"""Fidelity: pqeval's measured path over a plain C loop of direct liboqs calls.

Both loops run in one process with the same keys in the same order, the same buffers, batch counts and random
source, in turn (A B, B A, ...). For each operation the median of the ratios of all pairs is printed with its
99 % interval (order statistics, sign test). The bar: within 1.00 +- 0.01.

    python benchmarks/fidelity.py                 1500 pairs over 6 processes (about a minute and a half)
    python benchmarks/fidelity.py --pairs 6000
"""

from __future__ import annotations

import argparse
import ctypes
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from math import comb
from pathlib import Path
from typing import Any, Final

import msgspec

from pqeval.catalogue import Capabilities, Operation, load
from pqeval.liboqs.library import require_host_library
from pqeval.native.cache import cache_root
from pqeval.native.process import run
from pqeval.native.tools import require_tool
from pqeval.plan import Case, Plan, expand
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.host.prepared import Prepared, prepare
from pqeval.targets.host.target import HostTarget

SELECTION: Final = (
    "ML-KEM-*,provider:liboqs",
    "ML-DSA-*,provider:liboqs,operation:verify",
)
PROCESSES: Final = 6
BATCH_NS: Final = 700_000
BAR: Final = 0.01
LEVEL: Final = 0.99


class _Columns(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("stride", ctypes.c_size_t), ("lengths", ctypes.c_void_p))


def main() -> int:
    """Print the table; 1 if an operation misses the bar."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=1500, help="pairs an operation, over all processes")
    parser.add_argument("--worker", metavar="BASELINE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        json.dump(_measure(Path(arguments.worker), arguments.pairs), sys.stdout)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        baseline = _compile(Path(folder))
        return _report(_all_processes(baseline, -(-arguments.pairs // PROCESSES)))


def _all_processes(baseline: Path, pairs: int) -> dict[str, list[list[int]]]:
    found: dict[str, list[list[int]]] = {}
    for number in range(PROCESSES):
        print(f"process {number + 1} of {PROCESSES}", file=sys.stderr, flush=True)
        command = [sys.executable, __file__, "--worker", str(baseline), "--pairs", str(pairs)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        for key, rows in json.loads(answer.stdout).items():
            found.setdefault(key, []).extend(rows)
    return found


def _report(found: dict[str, list[list[int]]]) -> int:
    reference = _speed_kem()
    heads = ("operation", "pairs", "pqeval / plain C", "99 % interval", "plain C, ns", "speed_kem, ns")
    print(f"| {' | '.join(heads)} | within 1.00 ± 0.01 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    missed = 0
    for key, rows in found.items():
        ratios = sorted(ours / plain for ours, plain, _ in rows)
        low, high = _interval(ratios)
        holds = low >= 1 - BAR and high <= 1 + BAR
        missed += not holds
        plain = statistics.median(plain / operations for _, plain, operations in rows)
        print(
            f"| {key} | {len(rows)} | {statistics.median(ratios):.4f} | {low:.4f} to {high:.4f} "
            f"| {plain:,.0f} | {reference.get(key, '–')} | {'yes' if holds else 'NO'} |"
        )
    print("speed_kem: liboqs's own program, a mean with one key and its own random bytes; for reference.")
    return 1 if missed else 0


def _speed_kem() -> dict[str, str]:
    """Means of liboqs's own speed_kem, by operation; empty where its source is not at hand."""
    library = require_host_library()
    sources = sorted(cache_root().glob("liboqs-source/*/liboqs/tests/speed_kem.c"))
    if not sources:
        return {}
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "speed_kem"
        flags = ["-O3", f"-I{library.include}", f"-I{sources[0].parent}"]
        link = [str(library.library), f"-Wl,-rpath,{library.library.parent}", "-lm"]
        run([require_tool("cc").path, *flags, sources[0], "-o", program, *link])
        for name in ("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"):
            for line in run([program, "-d", "1", name]).splitlines():
                fields = [field.strip() for field in line.split("|")]
                if fields[0] in {"keygen", "encaps", "decaps"}:
                    key = f"{name.lower().replace('-', '_')} {fields[0]}"
                    found[key] = f"{1000 * float(fields[3]):,.0f}"
    return found


def _interval(ordered: list[float]) -> tuple[float, float]:
    """The order statistics that hold the median with at least 99 %."""
    count = len(ordered)
    tail, rank, total = 0, 0, 1 << count
    while (tail + comb(count, rank)) / total <= (1 - LEVEL) / 2:
        tail += comb(count, rank)
        rank += 1
    return ordered[max(rank - 1, 0)], ordered[count - max(rank, 1)]


def _measure(baseline: Path, pairs: int) -> dict[str, list[list[int]]]:
    plain = ctypes.CDLL(str(baseline))
    return {f"{case.series.scheme} {case.series.operation}": _pairs(case, plain, pairs) for case in _cases()}


def _cases() -> tuple[Case, ...]:
    plan = Plan(name="fidelity", select=SELECTION, targets=("host",), message_bytes=(1024,))
    capabilities: Capabilities = HostTarget().capabilities()
    return expand(plan, load(), {"host": capabilities}).cases


def _pairs(case: Case, plain: ctypes.CDLL, pairs: int) -> list[list[int]]:
    prepared = prepare(case)
    theirs = _plain_loop(case, prepared, plain)
    operations = 1
    while (taken := theirs(operations)) * 2 < BATCH_NS:
        operations *= 2
    operations = max(1, round(operations * BATCH_NS / taken))
    rows = []
    for number in range(pairs):
        # In turn, so that neither loop always comes first after the other's caches.
        first, second = (_ours, theirs) if number % 2 == 0 else (theirs, _ours)
        values = {}
        for loop in (first, second):
            values[loop is theirs] = theirs(operations) if loop is theirs else _ours(prepared, operations)
        rows.append([values[False], values[True], operations])
    return rows


def _ours(prepared: Prepared, operations: int) -> int:
    arrays = {name: ffi.new("uint64_t[]", 1) for name in ("ns", "ticks", "cycles")}
    tags = ffi.new("uint8_t[]", 1)
    columns = ffi.new("pqe_columns *", {**arrays, "tags": tags})
    status = lib.pqe_time_batches(
        prepared.operation, prepared.call, ffi.NULL, ffi.NULL, 0, operations, 1, columns
    )
    assert status == 0
    return int(arrays["ns"][0])


def _plain_loop(case: Case, prepared: Prepared, plain: ctypes.CDLL) -> Callable[[int], int]:
    call = prepared.call
    thing = ctypes.c_void_p(int(ffi.cast("uintptr_t", call.object)))
    out, out2 = (ctypes.c_void_p(int(ffi.cast("uintptr_t", buffer))) for buffer in (call.out, call.out2))
    rotation = ctypes.c_size_t(prepared.rotation)
    arguments: tuple[Any, ...]
    match case.series.operation:
        case Operation.KEYGEN:
            arguments = (thing, out, out2)
        case Operation.ENCAPS:
            arguments = (thing, out, out2, _column(call.public_key), rotation)
        case Operation.DECAPS:
            arguments = (thing, out, _column(call.result), _column(call.secret_key), rotation)
        case _:
            columns = (call.message, call.result, call.public_key)
            arguments = (thing, *(_column(one) for one in columns), rotation)
    function = getattr(plain, f"plain_{case.series.operation}")
    function.restype = ctypes.c_uint64

    def loop(operations: int) -> int:
        taken = int(function(*arguments, ctypes.c_uint32(operations)))
        assert taken
        return taken

    return loop


def _column(one: Any) -> Any:  # noqa: ANN401 - cffi and ctypes have no types
    address = int(ffi.cast("uintptr_t", one.data))
    lengths = int(ffi.cast("uintptr_t", one.lengths))
    return ctypes.byref(_Columns(address, one.stride, lengths))


def _compile(folder: Path) -> Path:
    library = require_host_library()
    output = folder / "baseline.so"
    source = Path(__file__).with_name("fidelity_baseline.c")
    flags = ["-std=gnu99", "-O3", "-fPIC", "-shared", f"-I{library.include}"]
    link = [str(library.library), f"-Wl,-rpath,{library.library.parent}"]
    run([require_tool("cc").path, *flags, source, "-o", output, *link])
    return output


if __name__ == "__main__":
    msgspec.json.encode(None)  # the compiled codec is loaded before anything is timed
    sys.exit(main())
