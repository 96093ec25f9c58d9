"""T14: the conditions of measurement; the annex without which no figure of another table can be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pqeval.export.material import SHORT_ID, Material, Platform
from pqeval.export.table import Absent, Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import EMPTY, Text, origin, plain, say
from pqeval.records import Build, Measurement, Run
from pqeval.report.numbers import bytes_text
from pqeval.report.words import LANGUAGES, words

__all__ = ["make"]

_HASH: Final = 16
_ALIKE: Final = 12


def make(material: Material) -> Export:
    """Runs, platforms and builds, in that order."""
    tables = (_runs(material.runs), _platforms(material), _builds(material.runs))
    return Export(
        id="T14",
        title=say("t14"),
        tables=tuple(table for table in tables if any(group.rows for group in table.groups)),
        notes=(say("t14_outliers"), say("t14_ambient")),
    )


def _runs(runs: Sequence[Run]) -> Table:
    columns = [Column(key="item", head=say("item"))]
    columns += [
        Column(key=f"run{number}", head=say("run_head", run=run.id[:SHORT_ID]), wide=True)
        for number, run in enumerate(runs, start=1)
    ]
    facts = [_facts(run) for run in runs]
    rows = tuple(
        Row(key=key, cells=(Words(say(key)), *(_words(one[key]) for one in facts)))
        for key in (facts[0] if facts else ())
    )
    return Table(id="T14-runs", title=say("t14_runs"), columns=tuple(columns), groups=(Group(EMPTY, rows),))


def _facts(run: Run) -> dict[str, object]:
    host = run.host
    return {
        "run_id": run.id,
        "tool": f"pqeval {run.pqeval_version}",
        "started": run.started[:19],
        "finished": run.finished[:19],
        "resumed": run.resumed,
        "plan": run.plan.name,
        "selection": " ".join(run.plan.selection),
        "input_seed": run.plan.seed,
        "cpu": host.cpu,
        "architecture": host.architecture,
        "logical_cpus": host.logical_cpus,
        "memory": bytes_text(host.memory_bytes),
        "kernel": host.kernel,
        "os": host.os,
        "virtualised": host.virtualised,
        "governor": host.frequency_governor,
        "python": host.python,
        "packages": ", ".join(f"{name} {version}" for name, version in sorted(host.packages.items())),
    }


def _words(value: object) -> Cell:
    return Words(origin(str(value))) if value != "" else Absent()


def _platforms(material: Material) -> Table:
    heads = ("platform", "run", "origin", "part", "model", "replicates", "instruments", "settings")
    narrow = {"run", "replicates"}
    return Table(
        id="T14-platforms",
        title=say("t14_platforms"),
        columns=tuple(Column(key=key, head=say(key), wide=key not in narrow) for key in heads),
        groups=(Group(EMPTY, tuple(_platform(one) for one in material.platforms)),),
    )


def _platform(platform: Platform) -> Row:
    target = platform.target
    part = target.part
    least, most = target.replicates, platform.run.most_replicates(target)
    memory = (
        f"{part.name}, {bytes_text(part.ram_bytes)} RAM, {bytes_text(part.flash_bytes)} flash" if part else ""
    )
    return Row(
        key=platform.key,
        cells=(
            Words(platform.title),
            Words(plain(platform.run.id[:SHORT_ID])),
            Words(_origin(platform)),
            _words(memory),
            Words(_model(platform)),
            Words(plain(f"{least}–{most}" if most > least else least)),
            Words(_pairs(target.instruments)),
            Words(_pairs(target.facts)),
        ),
    )


def _origin(platform: Platform) -> Text:
    if platform.is_host:
        return say("origin_host")
    return say("origin_emulator" if platform.target.model is not None else "origin_silicon")


def _model(platform: Platform) -> Text:
    model = platform.target.model
    if model is None:
        return EMPTY
    if model.mark:
        return plain(f"{model.label}: {model.source}")
    return say(
        "model_facts",
        model=model.id,
        mean=model.mean_error_percent,
        largest=model.max_error_percent,
        operations=model.operations,
        implementations=model.implementations,
    )


def _pairs(pairs: Mapping[str, str]) -> Text:
    texts = [
        one.joined((one.joined(map(one.source, pair), ": ") for pair in pairs.items()), "; ")
        for one in map(words, LANGUAGES)
    ]
    return Text(*texts)


def _builds(runs: Sequence[Run]) -> Table:
    heads = ("run", "library", "compiler", "flags", "options", "measured_things", "digest")
    return Table(
        id="T14-builds",
        title=say("t14_builds"),
        columns=tuple(Column(key=key, head=say(key), wide=key not in {"run", "library"}) for key in heads),
        groups=(Group(EMPTY, tuple(row for run in runs for row in _build_rows(run))),),
    )


def _build_rows(run: Run) -> Iterable[Row]:
    used = {record.build for record in run.records if isinstance(record, Measurement)}
    alike: dict[tuple[str, ...], list[Build]] = {}
    for build in run.builds.values():
        if build.hash in used:
            options = ", ".join(f"{name}={value}" for name, value in sorted(_shared(build).items()))
            key = (f"{build.library} {build.library_version}", build.compiler, build.flags, options)
            alike.setdefault(key, []).append(build)
    # No row is taller than a page, however many images were built alike.
    chunks = [
        (texts, builds[start : start + _ALIKE])
        for texts, builds in alike.items()
        for start in range(0, len(builds), _ALIKE)
    ]
    for number, (texts, builds) in enumerate(chunks, start=1):
        yield Row(
            key=f"{run.id[:SHORT_ID]}/{number}",
            cells=(
                Words(plain(run.id[:SHORT_ID])),
                *(_words(text) for text in texts),
                Words(origin("; ".join(build.what for build in builds))),
                Words(plain("; ".join(_digests(build) for build in builds))),
            ),
        )


def _shared(build: Build) -> dict[str, str]:
    """Its facts without the ones that name the scheme itself: those would tell every build apart."""
    return {
        name: value
        for name, value in build.facts.items()
        if not name.startswith(("OQS_ENABLE_KEM_", "OQS_ENABLE_SIG_"))
    }


def _digests(build: Build) -> str:
    files = ", ".join(f"{name} {digest[:_HASH]}" for name, digest in build.files.items())
    return f"{build.hash[:SHORT_ID]}: {files}" if files else build.hash[:SHORT_ID]
