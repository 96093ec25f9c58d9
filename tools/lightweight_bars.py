# SPDX-License-Identifier: MIT
"""Keep what runs say of own primitives beside others': tools/lightweight_bars.py RIVALS.toml RUN...

A run of `pqeval bench lightweight --implementation FOLDER --select 'SCHEME,provider:pqeval'` has both.
RIVALS.toml names each folder: `[FOLDER]` with `rival`, `version` (repository and commit), `path`,
`constant_time`, and `portable` (false for assembly); `note` may say more. What is kept of a scheme on a
platform gives way to what a run has anew. Why a row is above 1.00 stands in
docs/records/lightweight-bars/reasons.toml; it is put into all rows anew, also without a run.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pqeval.analysis.estimate import estimate
from pqeval.analysis.ratio import Ratio, ratio_of
from pqeval.catalogue import Metric
from pqeval.native.manifests import own_schemes
from pqeval.records import Build, Measurement, Run
from pqeval.results.document import load_run

BARS: Final = Path(__file__).resolve().parents[1] / "docs/records/lightweight-bars"
REASONS: Final = BARS / "reasons.toml"
OURS, THEIRS = "pqeval", "folder"
METRICS: Final = {"host": Metric.TIME_NS}
DIGITS: Final = 4
Row = dict[str, Any]
Rivals = Mapping[str, Mapping[str, Any]]


def rows_of(run: Run, rivals: Rivals) -> Iterator[Row]:
    """A row for every rival, platform, operation and length of a run that ours stands beside."""
    found = [one for one in run.records if isinstance(one, Measurement)]
    ours = {_place(one): one for one in found if one.series.provider == OURS}
    for one in found:
        if one.series.provider == THEIRS and (mine := ours.get(_place(one))):
            yield _row(run, mine, one, rivals[one.series.variant])


def _place(one: Measurement) -> tuple[object, ...]:
    series = one.series
    return (
        series.scheme,
        series.operation,
        series.target,
        series.message_bytes,
        series.associated_data_bytes,
    )


def _row(run: Run, mine: Measurement, theirs: Measurement, rival: Mapping[str, Any]) -> Row:
    metric = METRICS.get(mine.series.target, Metric.MODELLED_CYCLES)
    ratio = ratio_of(mine, theirs, metric)
    assert ratio is not None, f"{theirs.series.key} and {mine.series.key} are not alike"
    figures = (one.observation(metric) for one in (mine, theirs))
    ours, other = (estimate(one, mine.conditions.cost_class).value for one in figures if one is not None)
    row = {
        "scheme": mine.series.scheme,
        "variant": mine.series.variant,
        "platform": mine.series.target,
        "operation": str(mine.series.operation),
        "message_bytes": mine.series.message_bytes,
        "rival": rival["rival"],
        "rival_version": rival["version"],
        "rival_path": rival["path"],
        "rival_constant_time": rival["constant_time"],
        "rival_portable": rival["portable"],
        "rival_checked": theirs.correctness.method,
        "ours": round(ours, 1),
        "theirs": round(other, 1),
        "unit": str(metric),
        **_interval(ratio),
        **_conditions(run, mine, theirs),
    }
    return row | {name: rival[name] for name in ("note",) if name in rival}


def _interval(ratio: Ratio) -> Row:
    return {
        "ratio": round(ratio.value, DIGITS),
        "low": round(ratio.low, DIGITS),
        "high": round(ratio.high, DIGITS),
        "level": round(ratio.level, 1),
        "n": ratio.count,
        "interval": str(ratio.pairing),
    }


def _conditions(run: Run, mine: Measurement, theirs: Measurement) -> Row:
    builds = [run.builds[one.build] for one in (mine, theirs)]
    return {
        "compiler": _compiler([one.compiler for one in builds]),
        "flags": _agreed([_optimisation(one) for one in builds]),
        "model": _agreed([one.facts.get("model", "none: timed") for one in builds]),
        "run": run.id,
        "date": run.finished[:10],
    }


def _compiler(words: list[str]) -> str:
    """Theirs, in full, if both end in the same version: the host's own C was compiled with the project."""
    return words[1] if words[0].split()[-1:] == words[1].split()[-1:] else _agreed(words)


def _agreed(words: list[str]) -> str:
    """What both say; where they differ, ours and then theirs."""
    return words[0] if words[0] == words[1] else f"ours {words[0]}; theirs {words[1]}"


def _optimisation(build: Build) -> str:
    return " ".join(
        word for word in build.flags.split() if word.startswith(("-O", "-march", "-mcpu", "-flto"))
    )


def with_reason(row: Row, reasons: list[dict[str, Any]]) -> Row:
    """The row, with the reason why it is above 1.00, if it is and there is one."""
    row = {name: value for name, value in row.items() if name != "reason"}
    if row["high"] > 1:
        for reason in reasons:
            if all(row[name] in value for name, value in reason.items() if name != "text"):
                return {**row, "reason": reason["text"]}
    return row


def kept(primitive: str) -> list[Row]:
    """The rows that a primitive has already."""
    path = BARS / f"{primitive}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def write(primitive: str, rows: list[Row]) -> None:
    """Write a primitive's rows, one a line."""
    lines = ",\n".join(f" {json.dumps(row, ensure_ascii=False)}" for row in rows)
    (BARS / f"{primitive}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def main() -> None:
    """Add the runs to the records."""
    rivals = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reason"] if REASONS.is_file() else []
    homes = {one.scheme: one.manifest.primitive for one in own_schemes()}
    fresh = [row for name in sys.argv[2:] for row in rows_of(load_run(Path(name)), rivals)]
    for primitive in {homes[row["scheme"]] for row in fresh} | {path.stem for path in BARS.glob("*.json")}:
        mine = [row for row in fresh if homes[row["scheme"]] == primitive]
        anew = {(row["scheme"], row["platform"]) for row in mine}
        old = [row for row in kept(primitive) if (row["scheme"], row["platform"]) not in anew]
        rows = sorted(old + mine, key=lambda row: (row["scheme"], row["platform"], row["rival"]))
        write(primitive, [with_reason(row, reasons) for row in rows])


if __name__ == "__main__":
    main()
