"""T05: throughput and latency on servers: operations a second and percentiles, then handshakes of TLS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pqeval.analysis.estimate import estimates
from pqeval.analysis.intervals import percentile
from pqeval.catalogue import Boundary, Confidence, Metric, Role, Scheme
from pqeval.export.figures import row_columns
from pqeval.export.handshakes import SIGNATURES
from pqeval.export.material import SHORT_ID, Material, Platform, number
from pqeval.export.rows import case_heads, cases, schemes_of
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.sheets import Choice, sheet_table
from pqeval.export.table import Absent, Cell, Column, Export, Number, Row, Table, Words
from pqeval.export.text import plain, say
from pqeval.export.told import told
from pqeval.guideline.quantity import Quantity, derived
from pqeval.guideline.scenario import Case, scenario_of
from pqeval.records import Measurement

__all__ = ["make"]

_SHARES: Final = (("p50", 50), ("p95", 95), ("p99", 99))
_NANOSECONDS: Final = 1e9
_STEPS: Final = ("server_cpu", "client_cpu", "handshakes_per_second")
_WHOLE: Final = (
    (Metric.TIME_NS, "time", "unit_us"),
    (Metric.CLIENT_CPU_NS, "client_cpu", "unit_us"),
    (Metric.SERVER_CPU_NS, "server_cpu", "unit_us"),
    (Metric.CLIENT_BYTES, "client_bytes", "unit_bytes"),
    (Metric.SERVER_BYTES, "server_bytes", "unit_bytes"),
    (Metric.FLIGHTS, "flights", "unit_flights"),
)
_GROUPS: Final = ("x25519", "X25519MLKEM768", "ml_kem_768", "SecP384r1MLKEM1024")


def make(material: Material) -> Export:
    """One table a server that was measured, and the CPU's share of a TLS handshake."""
    hosts = [platform for platform in material.platforms if platform.is_host]
    schemes = schemes_of(material, Role.KEM, Role.SIGNATURE)
    tables = [_operations(platform, schemes, material) for platform in hosts]
    tables += [_measured(platform, material) for platform in hosts]
    if hosts:
        tables.append(_handshakes(material))
    return Export(
        id="T05",
        title=say("t05"),
        tables=tuple(table for table in tables if table.groups),
        notes=(say("t04_conditions"), say("t05_batches")),
    )


def _operations(platform: Platform, schemes: Sequence[Scheme], material: Material) -> Table:
    def rows(scheme: Scheme) -> list[Row]:
        return [
            Row(
                key=line.key,
                cells=(name_cell(scheme), *case_heads(line), *_cells(measurement, platform)),
                grey=is_grey(scheme),
            )
            for line in cases(material, scheme)
            if (measurement := line.on(platform)) is not None
            and measurement.conditions.boundary == Boundary.C
            and Metric.TIME_NS in estimates(measurement)
        ]

    unit = say("unit_us")
    return Table(
        id=f"T05-{platform.key}",
        title=say("t05_host", platform=platform.title),
        columns=(
            *row_columns(),
            Column(key="time", head=say("time"), unit=unit, numeric=True, scale=1e3, digits=3),
            Column(key="rate", head=say("per_second"), unit=say("unit_per_core"), numeric=True, digits=3),
            *(
                Column(key=name, head=say(name), unit=unit, numeric=True, scale=1e3, digits=3)
                for name, _ in _SHARES
            ),
        ),
        groups=grouped(schemes, rows),
        notes=(say("t05_c"),),
    )


def _cells(measurement: Measurement, platform: Platform) -> list[Cell]:
    estimate = estimates(measurement)[Metric.TIME_NS]
    time = number(estimate, measurement, platform.run)
    rate = derived(_NANOSECONDS / estimate.value, "1/s", "1e9 / time_ns", [time.quantity], ["time_ns"])
    observation = measurement.observation(Metric.TIME_NS)
    if observation is None:
        return [time, Number(rate), *(Absent() for _ in _SHARES)]
    counts = observation.operations or (1,) * len(observation.values)
    values = [value / count for value, count in zip(observation.values, counts, strict=True)]
    return [
        time,
        Number(rate),
        *(
            Number(
                Quantity(
                    value=percentile(values, share),
                    unit="ns",
                    kind=observation.kind,
                    source=f"run {platform.run.id[:SHORT_ID]}, {measurement.series.key}",
                    confidence=Confidence.CONFIRMED,
                    n=len(values),
                )
            )
            for _, share in _SHARES
        ),
    ]


def _measured(platform: Platform, material: Material) -> Table:
    """Whole handshakes that were run over loopback: time, CPU of each side, bytes and flights."""
    schemes = schemes_of(material, Role.HANDSHAKE)

    def rows(scheme: Scheme) -> list[Row]:
        return [
            Row(
                key=line.key,
                cells=(name_cell(scheme), Words(line.implementation), *_whole(measurement, platform)),
                grey=is_grey(scheme),
            )
            for line in cases(material, scheme)
            if (measurement := line.on(platform)) is not None
        ]

    return Table(
        id=f"T05-handshakes-{platform.key}",
        title=say("t05_handshakes", platform=platform.title),
        columns=(
            *row_columns(length=False)[:2],
            *(
                Column(
                    key=str(metric),
                    head=say(name),
                    unit=say(unit),
                    numeric=True,
                    scale=1e3 if unit == "unit_us" else 1.0,
                    digits=3 if unit == "unit_us" else None,
                )
                for metric, name, unit in _WHOLE
            ),
            Column(
                key="rate", head=say("handshakes_rate"), unit=say("unit_per_core"), numeric=True, digits=3
            ),
        ),
        groups=grouped(schemes, rows),
        notes=(say("t05_loopback"),),
    )


def _whole(measurement: Measurement, platform: Platform) -> list[Cell]:
    found = estimates(measurement)
    cells: list[Cell] = [
        number(found[metric], measurement, platform.run) if metric in found else Absent()
        for metric, _, _ in _WHOLE
    ]
    server = found.get(Metric.SERVER_CPU_NS)
    if server is None or not server.value:
        return [*cells, Absent()]
    cpu = number(server, measurement, platform.run).quantity
    rate = derived(_NANOSECONDS / server.value, "1/s", "1e9 / server_cpu_ns", [cpu], ["server_cpu_ns"])
    return [*cells, Number(rate)]


def _handshakes(material: Material) -> Table:
    scenario = scenario_of(material.facts, "tls_server")
    known = material.catalogue.by_id
    groups = []
    for group in _GROUPS:
        choices = [
            Choice(
                key=f"{group}/{name}",
                cells=(name_cell(known[name]),),
                case=Case(scenario=scenario, schemes={"K": group, "L": name, "A": name, "R": name}),
                grey=is_grey(known[name]),
            )
            for name in SIGNATURES
            if name in known
        ]
        groups.append((plain(known[group].name if group in known else group), choices))
    return sheet_table(
        "T05-tls",
        say("scenario_title", name=told(scenario.name)),
        material,
        heads=(Column(key="signatures", head=say("head_signatures")),),
        groups=groups,
        steps=_STEPS,
        notes=(say("t05_tls"),),
    )
