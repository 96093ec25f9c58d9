"""Everything behind the answer: each operation of each implementation, what is missing, the conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pqeval.analysis.attempts import AttemptCost, attempt_cost
from pqeval.analysis.estimate import Estimate, Method, estimates
from pqeval.analysis.summary import BASELINES, Summary
from pqeval.catalogue import Boundary, Catalogue, Mark, Metric, Scheme, Sizes
from pqeval.records import OVER_LIMIT, Failed, Measurement, Run, Skipped
from pqeval.report.answer import SchemeView, marks
from pqeval.report.blocks import Cell, Column, Section, Table
from pqeval.report.numbers import (
    THIN_SPACE,
    bytes_text,
    count_text,
    estimate_text,
    marked,
    power_text,
    ratio_text,
    time_text,
)
from pqeval.report.words import Words

__all__ = ["conditions_section", "detail_sections", "glossary_section", "missing_section"]

_LEADING = (Metric.TIME_NS, Metric.MODELLED_CYCLES, Metric.CYCLES, Metric.INSTRUCTIONS)
_NUMERIC = frozenset(
    {
        "message",
        "figure",
        "samples",
        "ratio",
        "stack",
        "heap",
        "code",
        "code_without_hashing",
        "hashing",
    }
)
_SIZE_WORDS = {
    "public_key_bytes": "public_key",
    "secret_key_bytes": "secret_key",
    "ciphertext_bytes": "ciphertext",
    "shared_secret_bytes": "shared_secret",
    "signature_bytes": "signature",
    "seed_bytes": "seed",
    "key_bytes": "key",
    "nonce_bytes": "nonce",
    "tag_bytes": "tag",
    "digest_bytes": "digest_length",
    "block_bytes": "block_length",
}
_METHODS = {
    Method.EXACT: "method_exact",
    Method.MAXIMUM: "method_maximum",
    Method.PROCESSES: "method_processes",
    Method.BATCHES: "method_batches",
    Method.INPUTS: "method_inputs",
    Method.SEEDS: "method_seeds",
    Method.ESTIMATE: "method_estimate",
}


def detail_sections(views: Sequence[SchemeView], run: Run, words: Words) -> list[Section]:
    """One folded section a scheme: facts, then every operation."""
    return [
        Section(
            anchor=f"scheme-{view.scheme.id}",
            heading=view.scheme.name,
            tables=(_facts(view.scheme, words), _figures(view, run, words)),
            folded=True,
        )
        for view in views
    ]


def _facts(scheme: Scheme, words: Words) -> Table:
    sizes = [
        f"{words(_SIZE_WORDS[name])} {bytes_text(value)}"
        for name in Sizes.__struct_fields__
        if (value := getattr(scheme.sizes, name)) is not None
    ]
    pairs = {
        "status": _with(words.of("status", scheme.status), words.sentence(scheme.status_note), words),
        "standard": words.source(scheme.standard),
        "hardness": _with(
            words.of("hardness", scheme.hardness_class), words.sentence(scheme.hardness_assumption), words
        ),
        "category": str(scheme.nist_category) if scheme.nist_category else "",
        "security_bits": str(scheme.security_bits) if scheme.security_bits else "",
        "signatures_per_key": "" if scheme.signatures_log2 is None else power_text(scheme.signatures_log2),
        "sizes": words.joined(sizes, ", "),
        "security_note": words.sentence(scheme.security_note),
        "source": words.source(scheme.source),
        "confidence": words.of("confidence", scheme.confidence),
    }
    rows = tuple((Cell(words(key)), Cell(text)) for key, text in pairs.items() if text)
    columns = (Column(words("item")), Column(words("value")))
    return Table(f"facts-{scheme.id}", scheme.name, columns, rows)


def _with(word: str, note: str, words: Words) -> str:
    between = "：" if words.language == "ja" else "; "
    return f"{word}{between}{note}" if note else word


def _figures(view: SchemeView, run: Run, words: Words) -> Table:
    found = [*view.host, *view.device, *view.others]
    rows = [
        _figure_row(one, record, words)
        for one in found
        for record in one.measurements
        if any(metric in estimates(record) for metric in _LEADING)
    ]
    heads = ("implementation", "platform", "operation", "message", "figure", "distribution")
    more = (
        "samples",
        "method",
        "ratio",
        "stack",
        "heap",
        "code",
        "code_without_hashing",
        "hashing",
        "check",
    )
    baseline = BASELINES.get(view.scheme.role, "")
    columns = [
        Column(
            words("ratio", baseline=baseline) if key == "ratio" else words(key),
            numeric=key in _NUMERIC,
        )
        for key in (*heads, *more)
    ]
    return Table(
        name=f"figures-{view.scheme.id}",
        caption=f"{view.scheme.name}: {words('implementations')}",
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(_notes(view, run, words)),
    )


def _figure_row(one: Summary, record: Measurement, words: Words) -> tuple[Cell, ...]:
    found = estimates(record)
    metric = next(metric for metric in _LEADING if metric in found)
    leading = found[metric]
    text, _, interval = estimate_text(leading).partition(" ±")
    figure = one.figure(record.series.operation, metric, record.series.message_bytes)
    ratio = figure.ratio if figure else None
    length = record.series.message_bytes
    if leading.unit != "ns":
        unit = "unit_instructions" if metric == Metric.INSTRUCTIONS else "unit_cycles"
        text = f"{text} {words(unit)}"  # other rows of this column are times
    mark = _mark(record, leading)
    return (
        Cell(f"{one.provider} ({one.variant})"),
        Cell(one.target),
        Cell(words.of("op", record.series.operation)),
        Cell("–" if length is None else bytes_text(length), length),
        Cell(f"{text}{' ' + mark if mark else ''}", leading.value, note=f"±{interval}" if interval else ""),
        Cell(_distribution(leading)),
        Cell(str(leading.samples), leading.samples),
        Cell(words(_METHODS[leading.method])),
        Cell("–" if ratio is None else ratio_text(ratio), ratio),
        _memory(found.get(Metric.STACK_BYTES)),
        _memory(found.get(Metric.HEAP_PEAK_BYTES)),
        _memory(found.get(Metric.TEXT_BYTES)),
        _without_hashing(found.get(Metric.TEXT_BYTES), found.get(Metric.HASHING_TEXT_BYTES)),
        _share(found.get(Metric.HASHING_SHARE)),
        Cell(record.correctness.method, note=words(f"boundary_{record.conditions.boundary}")),
    )


def _mark(record: Measurement, leading: Estimate) -> str:
    mark = "~" if leading.distribution is not None else ""
    if leading.metric == Metric.MODELLED_CYCLES:
        return mark if leading.mark else f"{mark}§"
    return f"{mark}¶" if record.conditions.boundary == Boundary.PYTHON else mark


def _distribution(one: Estimate) -> str:
    if one.distribution is None:
        return "–"
    values = (one.distribution.p50, one.distribution.p95, one.distribution.p99)
    if one.unit == "ns":
        return " / ".join(time_text(value) for value in values)
    return " / ".join(count_text(value) for value in values)


def _share(one: Estimate | None) -> Cell:
    if one is None:
        return Cell("–")
    percent = one.value / 10_000
    return Cell(f"{percent:.0f}{THIN_SPACE}%{marked(one)}", percent)


def _memory(one: Estimate | None) -> Cell:
    return Cell("–") if one is None else Cell(bytes_text(one.value), one.value)


def _without_hashing(text: Estimate | None, hashing: Estimate | None) -> Cell:
    if text is None or hashing is None:
        return Cell("–")
    rest = text.value - hashing.value
    return Cell(bytes_text(rest), rest)


def _notes(view: SchemeView, run: Run, words: Words) -> Iterable[str]:
    measurements = [r for one in (*view.host, *view.device, *view.others) for r in one.measurements]
    for source in dict.fromkeys(r.conditions.random_source for r in measurements):
        yield words("note_random", source=words.source(source))
    for seed in dict.fromkeys(r.conditions.seed for r in measurements):
        keys = max(r.conditions.keys_rotated for r in measurements if r.conditions.seed == seed)
        yield words("note_seed", seed=seed, keys=keys)
    for note in dict.fromkeys(note for r in measurements for note in r.conditions.notes):
        yield words.source(note)
    for record in measurements:
        if (cost := attempt_cost(record)) is not None:
            yield _attempts(record, cost, words)
    yield from marks(run, [view], words, others=True)


def _attempts(record: Measurement, cost: AttemptCost, words: Words) -> str:
    def text(cycles: float) -> str:
        digits = 2 if cost.mark == Mark.ESTIMATE else 3
        return f"{count_text(cycles, digits)}{f' ({cost.mark})' if cost.mark else ''}"

    length = record.series.message_bytes
    return words(
        "note_attempts",
        operation=words.of("op", record.series.operation),
        message=f" ({bytes_text(length)})" if length is not None else "",
        target=record.series.target,
        fixed=text(cost.fixed),
        each=text(cost.per_attempt),
        expected=f"{cost.expected:g}",
        source=words.source(cost.source),
        at_expected=text(cost.at_expected),
        error=text(cost.at_expected_error),
        mean=text(cost.sample_mean),
        mean_error=text(cost.sample_error),
        samples=cost.samples,
        attempts=f"{cost.sample_attempts:.2f}",
    )


def missing_section(run: Run, catalogue: Catalogue, words: Words) -> Section:
    """Every case without a figure, with the reason in full."""
    absent = [record for record in run.records if isinstance(record, Skipped | Failed)]
    unavailable = [target for target in run.targets if target.unavailable]
    paragraphs = tuple(
        f"{target.name}: {words('unavailable')}: {target.unavailable}" for target in unavailable
    )
    if not absent:
        return Section("missing", words("missing"), paragraphs=(*paragraphs, words("no_missing")))
    long = [record for record in absent if _is_over_limit(record)]
    others = [record for record in absent if not _is_over_limit(record)]
    tables = tuple(
        _absent(name, caption, records, catalogue, words)
        for name, caption, records in (
            ("missing-cases", "missing_caption", others),
            ("over-limit", "over_limit_caption", long),
        )
        if records
    )
    return Section("missing", words("missing"), tables=tables, paragraphs=paragraphs)


def _is_over_limit(record: Skipped | Failed) -> bool:
    return isinstance(record, Skipped) and record.reason.endswith(OVER_LIMIT)


def _absent(
    name: str, caption: str, records: Iterable[Skipped | Failed], catalogue: Catalogue, words: Words
) -> Table:
    rows = tuple(
        (
            Cell(catalogue.scheme(record.series.scheme).name),
            Cell(words.of("op", record.series.operation)),
            Cell(record.series.target),
            Cell(f"{record.series.provider} ({record.series.variant})"),
            Cell(words("skipped") if isinstance(record, Skipped) else words("failed")),
            Cell(
                words.source(record.reason)
                if isinstance(record, Skipped)
                else f"{record.stage}: {record.error}"
            ),
        )
        for record in records
    )
    keys = ("scheme", "operation", "platform", "implementation", "status", "reason")
    return Table(name, words(caption), tuple(Column(words(key)) for key in keys), rows)


def conditions_section(run: Run, words: Words) -> Section:
    """Host, plan, targets and builds: what another must know to repeat the run."""
    return Section(
        "conditions",
        words("conditions"),
        tables=(_host(run, words), _plan(run, words), _targets(run, words), _builds(run, words)),
    )


def _pairs(name: str, caption: str, pairs: dict[str, str], words: Words) -> Table:
    rows = tuple((Cell(words(key)), Cell(text or "–")) for key, text in pairs.items())
    return Table(name, caption, (Column(words("item")), Column(words("value"))), rows)


def _host(run: Run, words: Words) -> Table:
    host = run.host
    pairs = {
        "cpu": words.source(host.cpu),
        "architecture": host.architecture,
        "logical_cpus": str(host.logical_cpus),
        "memory": bytes_text(host.memory_bytes),
        "kernel": host.kernel,
        "os": host.os,
        "python": host.python,
        "virtualised": host.virtualised,
        "frequency_governor": host.frequency_governor,
        "packages": ", ".join(f"{name} {version}" for name, version in sorted(host.packages.items())),
    }
    return _pairs("conditions-host", words("conditions_host"), pairs, words)


def _plan(run: Run, words: Words) -> Table:
    pairs = {
        "conditions_plan": run.plan.name,
        "selection": " ".join(run.plan.selection),
        "seed": run.plan.seed,
        "started": run.started[:19],
        "finished": run.finished[:19],
    }
    return _pairs("conditions-plan", words("conditions_plan"), pairs, words)


def _targets(run: Run, words: Words) -> Table:
    rows = tuple(
        (
            Cell(target.name),
            Cell(
                "; ".join(f"{name}: {words.source(what)}" for name, what in target.instruments.items()) or "–"
            ),
            Cell("; ".join(f"{name}: {words.source(what)}" for name, what in target.facts.items()) or "–"),
        )
        for target in run.targets
    )
    columns = (Column(words("platform")), Column(words("instruments")), Column(words("conditions")))
    return Table("conditions-targets", words("conditions_targets"), columns, rows)


def _builds(run: Run, words: Words) -> Table:
    rows = tuple(
        (
            Cell(words.source(build.what)),
            Cell(f"{build.library} {build.library_version}"),
            Cell(words.source(build.compiler) or "–"),
            Cell(build.flags or "–"),
            Cell("; ".join(f"{name}: {digest[:16]}…" for name, digest in build.files.items()) or "–"),
        )
        for build in run.builds.values()
    )
    keys = ("conditions_builds", "library", "compiler", "flags", "digest")
    columns = tuple(Column(words(key)) for key in keys)
    return Table("conditions-builds", words("conditions_builds"), columns, rows)


def glossary_section(words: Words) -> Section:
    """What the words of the tables mean."""
    keys = ("measured", "modelled", "counted", "kat", "category", "interval", "boundary")
    rows = tuple((Cell(words(f"term_{key}")), Cell(words(f"glossary_{key}"))) for key in keys)
    columns = (Column(words("term")), Column(words("meaning")))
    return Section(
        "glossary", words("glossary"), tables=(Table("glossary", words("glossary"), columns, rows),)
    )
