# SPDX-License-Identifier: MIT
"""What the timing model costs: emulation with it against bare emulation of the same images, paired.

Run it with `python benchmarks/emulator_speed.py [ROUNDS]`. Each round runs every image once each way, in an
order that alternates; the ratio of a round is speed with the model ÷ speed without, by the emulator's own
CPU time, which other programs disturb little. Without is told twice: the engine as it comes, and the engine
that knows which pages hold data, which is what the model itself costs.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Final

from pqeval.catalogue import load
from pqeval.liboqs.build import find_cortex_m_library
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.drive import driver_for
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.model import MODEL_ID
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.host.facts import host_facts

RECORD: Final = Path(__file__).resolve().parents[1] / "docs/records/emulator-speed.json"
SCHEMES: Final = {"ml_kem_768": 60, "hqc_128": 1, "ml_dsa_65": 20, "sphincs_sha2_128f_simple": 1}
"""Schemes, and how often their known-answer test is run for one figure."""
BARE: Final = ("bare", "bare-data")
"""The engine as it comes; and told, as with the model, which pages hold data and no code."""


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has had, by the kernel's scheduler."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def seconds(scheme_id: str, mode: str) -> float:
    """Time the known-answer test of a scheme, start-up of the emulator apart."""
    library = find_cortex_m_library("cortex-m4")
    offered = CortexMTarget().capabilities().implementations
    one = next(i for i in offered if i.scheme == scheme_id)
    scheme = load().by_id[scheme_id]
    image = build_image(scheme, one, library, core("cortex-m4"))
    with Emulator(image.path, part=part(), max_instructions=10**10, timeout_s=300, mode=mode) as emulator:
        driver = driver_for(emulator, scheme, one.library_name, library)
        driver.check()
        start = cpu_seconds(emulator.pid)
        for _ in range(SCHEMES[scheme_id]):
            driver.check()
        return cpu_seconds(emulator.pid) - start


def measured(scheme: str, rounds: int) -> dict[str, list[float]]:
    """Give speed with the model ÷ speed in each bare mode, round by round."""
    ratios: dict[str, list[float]] = {mode: [] for mode in BARE}
    for number in range(rounds):
        order = ("", *BARE) if number % 2 else (*reversed(BARE), "")
        took = {mode: seconds(scheme, mode) for mode in order}
        for mode in BARE:
            ratios[mode].append(took[mode] / took[""])
    return ratios


def summary(ratios: list[float]) -> dict[str, float]:
    """Condense the ratios of one image in one mode."""
    numbers = {"ratio": statistics.median(ratios), "lowest": min(ratios), "highest": max(ratios)}
    return {**{name: round(number, 3) for name, number in numbers.items()}, "rounds": len(ratios)}


def main() -> None:
    """Print the ratios of each image with their range, and their geometric means; `--record` keeps them."""
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    rounds = int(numbers[0]) if numbers else 7
    found: dict[str, dict[str, dict[str, float]]] = {mode: {} for mode in BARE}
    for scheme in SCHEMES:
        for mode, ratios in measured(scheme, rounds).items():
            one = found[mode][scheme] = summary(ratios)
            print(f"{scheme:26} ÷ {mode:9} {one['ratio']:.3f}  [{one['lowest']:.3f}, {one['highest']:.3f}]")
    kept = {}
    for mode, images in found.items():
        mean = statistics.geometric_mean(image["ratio"] for image in images.values())
        kept[mode] = {"geometric_mean": round(mean, 3), "images": images}
        print(f"{'geometric mean':26} ÷ {mode:9} {mean:.3f}")
    if "--record" in sys.argv:
        facts = {"model": MODEL_ID, "cpu": host_facts().cpu}
        RECORD.write_text(json.dumps({**facts, "against": kept}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
