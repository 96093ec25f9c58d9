"""T09: lightweight ciphers in software: cycles by message length, code, memory, and the uses they suit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.analysis.estimate import estimates
from pqeval.catalogue import Metric, Role, Scheme
from pqeval.export.figures import figure_columns, leading_metric, model_note, row_columns
from pqeval.export.marks import SIGNS
from pqeval.export.material import Material, Platform, number
from pqeval.export.rows import Case, case_heads, cases, schemes_of
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.table import Absent, Cell, Column, Export, Group, Number, Row, Table, Words
from pqeval.export.text import Text, plain, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.facts import Use
from pqeval.guideline.lightweight import Need, UseRow, lightweight_by_use
from pqeval.guideline.quantity import derived

__all__ = ["make"]

_ROLES: Final = (Role.AEAD, Role.HASH, Role.XOF, Role.MAC, Role.STREAM_CIPHER, Role.BLOCK_CIPHER)
_MEMORY: Final = (("code", Metric.TEXT_BYTES), ("stack", Metric.STACK_BYTES))


def make(material: Material) -> Export:
    """Figures of every symmetric scheme that was measured, then its uses."""
    schemes = schemes_of(material, *_ROLES)
    tables = [_table(role, [one for one in schemes if one.role == role], material) for role in _ROLES]
    tables += [_uses(schemes, material)]
    return Export(
        id="T09",
        title=say("t09"),
        tables=tuple(table for table in tables if table.groups),
        notes=(say("t04_conditions"),),
    )


def _table(role: Role, schemes: Sequence[Scheme], material: Material) -> Table:
    baseline = material.baseline(role)
    platforms = [one for one in material.platforms if any(one.of(scheme.id) for scheme in schemes)]
    columns: list[Column] = list(row_columns())
    for platform in platforms:
        columns += [shown.column for shown in figure_columns(platform, baseline)]
        columns += _more_columns(platform)

    def rows(scheme: Scheme) -> list[Row]:
        return [
            Row(
                key=case.key,
                cells=(name_cell(scheme), *case_heads(case), *_cells(case, platforms, baseline)),
                grey=is_grey(scheme),
            )
            for case in cases(material, scheme)
        ]

    notes = [note for platform in platforms for note in model_note(platform)]
    return Table(
        id=f"T09-{role.replace('_', '-')}",
        title=say("t09_role", role=say(f"t09_{role}")),
        columns=tuple(columns),
        groups=grouped(schemes, rows),
        notes=(*notes, say("t09_memory")),
    )


def _more_columns(platform: Platform) -> list[Column]:
    group = platform.title
    unit = say("unit_us_per_byte" if leading_metric(platform) == Metric.TIME_NS else "unit_cpb")
    if platform.is_unvalidated:
        unit = say("unit_count_per_byte")
    columns = [
        Column(
            key=f"per_byte@{platform.key}",
            head=say("per_byte"),
            unit=unit,
            numeric=True,
            digits=3,
            group=group,
        )
    ]
    for name, metric in _MEMORY:
        if _has(platform, metric):
            columns.append(
                Column(
                    key=f"{metric}@{platform.key}",
                    head=say(name),
                    unit=say("unit_bytes"),
                    numeric=True,
                    group=group,
                )
            )
    return columns


def _has(platform: Platform, metric: Metric) -> bool:
    return any(one.observation(metric) for row in platform.found for one in row.measurements)


def _cells(case: Case, platforms: Sequence[Platform], baseline: Scheme | None) -> Iterable[Cell]:
    for platform in platforms:
        yield from (shown.cell(case) for shown in figure_columns(platform, baseline))
        measurement = case.on(platform)
        found = estimates(measurement) if measurement else {}
        leading = found.get(leading_metric(platform))
        if measurement is None or leading is None or not case.message_bytes:
            yield Absent()
        else:
            whole = number(leading, measurement, platform.run).quantity
            unit = "ns/byte" if leading.metric == Metric.TIME_NS else "cycles/byte"
            value = derived(whole.value / case.message_bytes, unit, "figure / message_bytes", [whole])
            yield Number(value)
        for _, metric in _MEMORY:
            if _has(platform, metric):
                one = found.get(metric)
                known = measurement is not None and one is not None
                yield number(one, measurement, platform.run) if known and one and measurement else Absent()


# --- uses --------------------------------------------------------------------------------------------


def _uses(schemes: Sequence[Scheme], material: Material) -> Table:
    """Which ciphers keep to what a use leaves them: code, memory and time of one message."""
    ciphers = {one.id for one in schemes if one.role == Role.AEAD}
    by_use: dict[str, list[UseRow]] = {}
    for one in lightweight_by_use(material.facts, material.runs):
        if one.scheme.id in ciphers:
            by_use.setdefault(one.use.id, []).append(one)
    groups = [
        Group(_use_head(found[0].use), tuple(map(_use_row, found)), told(found[0].use.name))
        for found in by_use.values()
    ]
    unit = say("unit_bytes")
    return Table(
        id="T09-uses",
        title=say("t09_uses"),
        columns=(
            Column(key="scheme", head=say("scheme")),
            Column(key="implementation", head=say("implementation")),
            Column(key="code", head=say("code"), unit=unit, numeric=True),
            Column(key="ram", head=say("ram_needed"), unit=unit, numeric=True),
            Column(key="latency", head=say("latency"), unit=say("unit_us"), numeric=True, digits=3),
            Column(key="verdict", head=say("suits")),
        ),
        groups=tuple(groups),
        notes=(say("t09_uses_note"), say("t08_predicted", sign=SIGNS["assumed"])),
    )


def _use_head(use: Use) -> Text:
    return say(
        "use_head",
        name=told(use.name),
        core=use.core,
        code=use.code_budget_bytes,
        ram=use.ram_budget_bytes,
        latency=f"{use.latency_budget_us:g}",
        message=use.message_bytes,
    )


_RESOURCES: Final = {
    Need.CODE: "resource_flash",
    Need.RAM: "resource_ram",
    Need.LATENCY: "resource_time",
}


def _use_row(one: UseRow) -> Row:
    over = [say(_RESOURCES[need]) for need in one.failed]
    if over:
        verdict: Cell = Words(Text(", ".join(name.en for name in over), "、".join(name.ja for name in over)))
    else:
        verdict = Words(say("verdict_fits"), strong=True) if one.meets else Absent(say("not_known"))
    return Row(
        key=f"{one.use.id}/{one.scheme.id}/{one.implementation}",
        cells=(
            name_cell(one.scheme),
            Words(plain(one.implementation)),
            value_cell(one.code),
            value_cell(one.ram),
            value_cell(one.latency),
            verdict,
        ),
        grey=is_grey(one.scheme),
    )
