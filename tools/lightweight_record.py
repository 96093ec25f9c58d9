# SPDX-License-Identifier: MIT
"""Keep figures and verdicts of runs on lightweight primitives: python tools/lightweight_record.py RUN...

A run of `pqeval bench tools/lightweight_record.toml --target TARGET` gives figures, one of
`pqeval ct 'provider:pqeval,variant:*' --target TARGET -o RUN` verdicts. What is kept already stays, unless a
run has the same row anew, or there is no such scheme in such a variant any more.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from lightweight_kept import CODE_DIGITS, FOLDER, RUN_DIGITS, Row, key_of, read, write
from pqeval.analysis.estimate import Estimate, estimates
from pqeval.catalogue import Metric
from pqeval.lightweight.offers import own_of
from pqeval.native.code import code_digest
from pqeval.native.manifests import own_schemes
from pqeval.records import Build, Evidence, Failed, Measurement, Run, Series, Skipped
from pqeval.results.document import load_run
from pqeval.targets.host.builds import build_of

METRICS: Final = (
    Metric.MODELLED_CYCLES,
    Metric.TIME_NS,
    Metric.TSC_TICKS,
    Metric.INSTRUCTIONS,
    Metric.TEXT_BYTES,
    Metric.STACK_BYTES,
    Metric.BUFFER_BYTES,
    Metric.DATA_BYTES,
    Metric.BSS_BYTES,
)
Rows = dict[str, dict[str, Row]]


def rows_of(run: Run) -> dict[str, Rows]:
    """What a run has of our own primitives: by target, part and key."""
    found: dict[str, Rows] = {}
    for record in run.records:
        if record.series.provider != "pqeval":
            continue
        rows = found.setdefault(record.series.target, {"runs": _run_facts(run, record.series.target)})
        place = key_of(*_names(record.series), record.series.message_bytes)
        match record:
            case Measurement():
                rows.setdefault("figures", {})[place] = _figures(run, record)
            case Evidence():
                rows.setdefault("verdicts", {})[place] = _verdict(run, record)
            case Failed():
                rows.setdefault("failures", {})[place] = {"error": record.error.splitlines()[0]}
            case Skipped():
                pass  # a length that the scheme does not take
    return found


def _names(series: Series) -> tuple[str, str, str]:
    return series.scheme, series.variant, str(series.operation)


def _figures(run: Run, record: Measurement) -> Row:
    found = estimates(record)
    row: Row = {str(one): _rounded(found[one].value) for one in METRICS if one in found}
    if Metric.TIME_NS in found:
        row["spread_percent"] = _spread(found[Metric.TIME_NS])
    return {**row, **_origin(run, run.builds[record.build], record.series)}


def _verdict(run: Run, record: Evidence) -> Row:
    places = sorted({f"{one.kind}: {one.function} ({one.file}:{one.line})" for one in record.findings})
    row: Row = {"outcome": str(record.outcome), "reason": record.reason, "pairs": record.pairs}
    if places:
        row |= {"findings": len(places), "first": places[0]}
    return {**row, **_origin(run, run.builds[record.build], record.series)}


def _origin(run: Run, build: Build, series: Series) -> Row:
    """Of which code a row is, and of which run."""
    return {"code": _code(build, series)[:CODE_DIGITS], "run": run.id[:RUN_DIGITS]}


def _code(build: Build, series: Series) -> str:
    """The digest of the code, as the build says; the host's extension is that of now, or the code unknown."""
    if digest := build.notes.get("code"):
        return digest
    same = build.files == build_of("pqeval").files
    return code_digest(own_of(series.scheme, series.variant)) if same else ""


def _run_facts(run: Run, target: str) -> dict[str, Row]:
    mine = {
        record.build
        for record in run.records
        if isinstance(record, Measurement | Evidence) and record.series.target == target
    }
    build = next((run.builds[one] for one in sorted(mine)), None)
    facts = next(one for one in run.targets if one.name == target)
    row: Row = {"plan": run.plan.name, "finished": run.finished[:16], "pqeval": run.pqeval_version}
    if build is not None:
        row |= {"compiler": build.compiler, "flags": build.flags}
    if facts.model is not None and facts.part is not None:
        row |= {"model": facts.model.label, "part": facts.part.name}
    return {run.id[:RUN_DIGITS]: row}


def _rounded(value: float) -> float:
    return int(value) if value == int(value) else round(value, 1)


def _spread(one: Estimate) -> float:
    """Half the interval, in percent of the value."""
    return round(50 * (one.high - one.low) / one.value, 1)


def merged(kept: Rows, new: Rows) -> Rows:
    """What is kept with what is new, without what no longer exists and without runs that nothing is of.

    A row of a run that is kept already stays: of which code the host's extension was is known at first alone.
    """
    there = {f"{one.scheme}/{one.variant.name}" for one in own_schemes()}
    result: Rows = {"runs": {**kept["runs"], **new.get("runs", {})}}
    for part in ("figures", "verdicts", "failures"):
        again = {key for key, row in new.get(part, {}).items() if _is_of(kept[part].get(key, {}), row)}
        rows = {**kept[part], **{key: row for key, row in new.get(part, {}).items() if key not in again}}
        result[part] = {key: row for key, row in rows.items() if key.rsplit("/", 2)[0] in there}
    answered = {*result["figures"], *result["verdicts"]}
    result["failures"] = {key: row for key, row in result["failures"].items() if key not in answered}
    used = {row["run"] for part in ("figures", "verdicts") for row in result[part].values()}
    result["runs"] = {run: row for run, row in result["runs"].items() if run in used}
    return result


def _is_of(kept: Row, new: Row) -> bool:
    """Whether both are of one run."""
    return "run" in kept and kept["run"] == new.get("run")


def main() -> None:
    """Add the runs to the records."""
    for name in sys.argv[1:]:
        for target, rows in rows_of(load_run(Path(name))).items():
            path = FOLDER / f"{target}.json"
            write(path, merged(read(path), rows))


if __name__ == "__main__":
    main()
