# SPDX-License-Identifier: MIT
"""Write docs/reference/cortex-m-cores.md from the data of cores and parts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pqeval.targets.cortex_m.cores import core, core_names
from pqeval.targets.cortex_m.parts import Part, part, part_names

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/reference/cortex-m-cores.md"

HEAD: Final = """\
# Cores and parts

Written by `make docs` from the data that `pqeval bench --target CORE --part PART` uses. Cycles of a core or
part that was never compared with a board are marked `unvalidated` (‖) wherever they are printed, and the ones
that are only estimated `estimate` (≈, two digits, ± 15 %).

`pqeval setup --core CORE` builds liboqs for a core beforehand; `pqeval bench` does it otherwise.
"""

OWN: Final = """\
## A part of your own

`--part mine.toml` takes a file with one part. Cycles for it are unvalidated, whatever the file says.

```toml
[my-part]
title = "My part"
core = "cortex-m0plus"      # the target it is for
flash_bytes = 65536
bus_wait_cycles = 0         # 0 to 15: to grant a memory that was idle (Cortex-M3 and M4)
flash_wait_cycles = 1       # 0 to 5: what each word of code takes more, without cache or prefetcher
multiply_cycles = 1         # 1 or 32: MULS of a Cortex-M0 or M0+
long_multiply = "middle"    # fewest, middle or most: long multiplications of a Cortex-M3
source = "where these facts come from"
ram = [{ name = "SRAM", bytes = 8192 }]
```

On an ARMv6-M core an instruction that it does not have and an access that is not aligned end the case, as on
silicon.
"""


def _cores() -> list[str]:
    lines = [
        "| target | runs code for | model | cycles are | part | remarks |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name in core_names():
        one = core(name)
        cycles = (one.mark or "validated") if one.model else "not given"
        remark = one.no_cycles or one.note
        lines.append(f"| `{name}` | `{one.code}` | {one.model or '–'} | {cycles} | `{one.part}` | {remark} |")
    return lines


def _part(one: Part) -> str:
    ram = " + ".join(f"{memory.bytes // 1024} KiB" for memory in one.ram)
    waits = f"{one.bus_wait_cycles} / {one.flash_wait_cycles}"
    return f"| `{one.name}` | `{one.core}` | {one.flash_bytes // 1024} KiB | {ram} | {waits} | {one.source} |"


def page() -> str:
    """Render the whole page."""
    head = [
        "| part | core | flash | RAM | waits: bus / flash | source |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    parts = [*head, *(_part(part(name)) for name in part_names())]
    return "\n".join([HEAD, *_cores(), "", "## Parts", "", *parts, "", OWN])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
