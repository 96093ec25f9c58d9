# SPDX-License-Identifier: MIT
"""Write docs/explanation/validity.md: the words of a template, and tables from the records that are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pqeval.catalogue import load
from pqeval.records import Evidence, Outcome, Run
from pqeval.results.document import load_run
from pqeval.targets.cortex_m.validation import (
    SETS,
    ValidationRow,
    agreement,
    held_out,
    released_validation,
)

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs/explanation/validity.md"
TEMPLATE: Final = ROOT / "tools/templates/validity.md"
RECORDS: Final = ROOT / "docs/records"
AIM_MEAN_PERCENT: Final = 1.2
AIM_WITHIN_5: Final = 0.97


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is text, the others are numbers."""
    lines = [f"| {' | '.join(head)} |", f"| --- {'| ---: ' * (len(head) - 1)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def validation() -> str:
    """How far modelled cycles are from published ones, set by set."""
    released = released_validation()
    sets = {name: [row for row in released.rows if row.set == name] for name in SETS}
    sets = {name: rows for name, rows in sets.items() if rows}
    sets |= {"both held out": held_out(released.rows), "all": list(released.rows)}
    rows = []
    for name, members in sets.items():
        found = agreement(members)
        if found is not None:
            shares = (f"{100 * share:.0f} %" for share in (found.within_2, found.within_5))
            errors = (f"{error:.2f}" for error in (found.mean, found.median, found.largest, found.bias))
            rows.append((name.replace("_", " "), found.operations, *errors, *shares))
    head = ("set", "operations", "mean error %", "median", "largest", "bias", "within 2 %", "within 5 %")
    told = f"Model `{released.model}`, part `{released.part}`, images by {', '.join(released.compilers)}."
    return f"{table(head, rows)}\n\n{told} {aim(released.rows)}"


def aim(rows: Sequence[ValidationRow]) -> str:
    """Say whether the model is as near to the board as it should be, and where it is not."""
    found = agreement(rows)
    assert found is not None, "the released record has rows"
    reached = found.mean <= AIM_MEAN_PERCENT and found.within_5 >= AIM_WITHIN_5
    kinds: dict[str, list[ValidationRow]] = {"assembly for the core": [], "C alone": []}
    for row in rows:
        kinds["assembly for the core" if row.implementation.startswith("m4") else "C alone"].append(row)
    means = " and ".join(
        f"{one.mean:.2f} % for implementations with {kind} ({one.operations} operations)"
        for kind, members in kinds.items()
        if (one := agreement(members)) is not None
    )
    wanted = f"{AIM_MEAN_PERCENT} % over all operations, with {100 * AIM_WITHIN_5:.0f} % of them within 5 %"
    has = f"{found.mean:.2f} %, {100 * found.within_5:.0f} %"
    verb = "reaches" if reached else "does not reach"
    return (
        f"The aim is a mean error of {wanted}: this version {verb} it ({has}). The mean is {means}. "
        "It is the only version that was released; the held-out values of each are listed."
    )


def speed() -> str:
    """What the timing model costs."""
    record = json.loads((RECORDS / "emulator-speed.json").read_text(encoding="utf-8"))
    as_it_comes, told = (record["against"][mode] for mode in ("bare", "bare-data"))

    def of(one: dict[str, Any]) -> tuple[object, str]:
        return one["ratio"], f"{one['lowest']}–{one['highest']}"

    rows: list[tuple[object, ...]] = [
        (load().by_id[scheme].name, *of(one), *of(told["images"][scheme]), one["rounds"])
        for scheme, one in as_it_comes["images"].items()
    ]
    rows.append(("geometric mean", as_it_comes["geometric_mean"], "", told["geometric_mean"], "", ""))
    head = ("image", "÷ engine as it comes", "range", "÷ engine told of data", "range", "rounds")
    return (
        f"{table(head, rows)}\n\n"
        f"Model `{record['model']}`, on {record['cpu']}; `python benchmarks/emulator_speed.py` repeats it."
    )


def stack() -> str:
    """Stack by the stack pointer and by what was written."""
    record = json.loads((RECORDS / "stack.json").read_text(encoding="utf-8"))
    catalogue = load()
    rows = [
        (
            f"{catalogue.by_id[one['scheme']].name} {one['operation']}",
            one["stack_bytes"],
            one["painted_stack_bytes"],
            one["stack_bytes"] - one["painted_stack_bytes"],
            f"`{one['image'][:16]}`",
        )
        for one in record["rows"]
    ]
    head = ("operation", "stack pointer (bytes)", "written", "difference", "image (SHA-256)")
    told = f"Target `{record['target']}`, {record['compiler']}, run `{record['run'][:12]}`."
    return f"{table(head, rows)}\n\n{told}"


def constant_time() -> str:
    """Verdicts of `pqeval ct`."""
    run = load_run(RECORDS / "constant-time.json")
    names = load().with_schemes(run.schemes).by_id
    rows = [
        (
            f"{names[one.series.scheme].name} {one.series.operation}",
            f"`{one.series.target}`",
            one.outcome.replace("_", " ") if one.pairs or one.outcome != "pass" else "nothing secret",
            one.pairs,
            one.instructions,
            "; ".join(f"{found.kind} in `{found.function}`" for found in one.findings[:2])
            or (one.reason if one.outcome == Outcome.NOT_COMPARABLE else "–"),
            f"`{_image(run, one)}`",
        )
        for one in run.records
        if isinstance(one, Evidence)
    ]
    head = ("operation", "target", "verdict", "pairs", "instructions", "findings", "image (SHA-256)")
    return table(head, rows)


def _image(run: Run, one: Evidence) -> str:
    build = run.builds.get(one.build)
    return next(iter(build.files.values()), "")[:16] if build else ""


def page() -> str:
    """Render the whole page."""
    text = TEMPLATE.read_text(encoding="utf-8")
    makers = {"validation": validation, "speed": speed, "stack": stack, "constant-time": constant_time}
    for name, make in makers.items():
        mark = "{{" + name + "}}"
        if text.count(mark) != 1:
            raise SystemExit(f"{TEMPLATE} must have {mark} once")
        text = text.replace(mark, make())
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
