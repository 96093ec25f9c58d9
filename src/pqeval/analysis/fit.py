"""Whether a scheme fits a part: what it needs of memory, resource by resource, against what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pqeval.analysis.estimate import estimate
from pqeval.catalogue.vocabulary import Metric, Operation
from pqeval.errors import RecordError
from pqeval.records import Measurement, PartFacts

__all__ = ["Fit", "Resource", "fit"]


class Resource(StrEnum):
    """The memories of a part."""

    RAM = "ram"
    FLASH = "flash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What the most demanding operation needs, in bytes, and the part it was judged against.

    `fits` is None where a figure is missing (`unknown` names the metrics): what is not known is never said
    to fit. RAM holds stack, heap, buffers (keys, message, signature), data and bss; flash holds text and the
    initial values of data. `limiting` is the resource of which the largest share is needed.
    """

    part: PartFacts
    operation: Operation
    stack_bytes: int
    heap_peak_bytes: int
    buffer_bytes: int
    data_bytes: int
    bss_bytes: int
    text_bytes: int
    unknown: tuple[Metric, ...] = ()

    @property
    def ram_bytes(self) -> int:
        """Bytes of RAM that are needed."""
        return self.stack_bytes + self.heap_peak_bytes + self.buffer_bytes + self.data_bytes + self.bss_bytes

    @property
    def flash_bytes(self) -> int:
        """Bytes of flash that are needed."""
        return self.text_bytes + self.data_bytes

    @property
    def exceeded(self) -> tuple[Resource, ...]:
        """The resources of which the part has too little."""
        over = {
            Resource.RAM: self.ram_bytes > self.part.ram_bytes,
            Resource.FLASH: self.flash_bytes > self.part.flash_bytes,
        }
        return tuple(resource for resource, too_much in over.items() if too_much)

    @property
    def limiting(self) -> Resource:
        """The resource of which the largest share is needed."""
        ram = self.ram_bytes * self.part.flash_bytes
        return Resource.RAM if ram >= self.flash_bytes * self.part.ram_bytes else Resource.FLASH

    @property
    def fits(self) -> bool | None:
        """Whether it fits; None if figures are missing and the known ones do not settle it."""
        if self.exceeded:
            return False
        return None if self.unknown else True


def fit(measurements: Iterable[Measurement], part: PartFacts) -> Fit:
    """Judge the operations of one implementation on one target; the most demanding one counts.

    A device runs one operation at a time, so memory is not added up over operations.

    Raises:
        RecordError: there is no measurement.
    """
    needs = [_needs(measurement, part) for measurement in measurements]
    if not needs:
        raise RecordError("nothing was measured that could be judged against a part")
    missing = dict.fromkeys(metric for need in needs for metric in need.unknown)
    largest = max(needs, key=lambda need: (need.ram_bytes, need.flash_bytes))
    text = max(need.text_bytes for need in needs)
    return Fit(
        part=part,
        operation=largest.operation,
        stack_bytes=largest.stack_bytes,
        heap_peak_bytes=largest.heap_peak_bytes,
        buffer_bytes=largest.buffer_bytes,
        data_bytes=largest.data_bytes,
        bss_bytes=largest.bss_bytes,
        text_bytes=text,
        unknown=tuple(missing),
    )


def _needs(measurement: Measurement, part: PartFacts) -> Fit:
    found = {
        one.metric: int(estimate(one).value) for one in measurement.observations if one.metric in _FIELDS
    }
    return Fit(
        part=part,
        operation=measurement.series.operation,
        unknown=tuple(metric for metric in _FIELDS if metric not in found),
        **{field: found.get(metric, 0) for metric, field in _FIELDS.items()},
    )


_FIELDS = {
    Metric.STACK_BYTES: "stack_bytes",
    Metric.HEAP_PEAK_BYTES: "heap_peak_bytes",
    Metric.BUFFER_BYTES: "buffer_bytes",
    Metric.DATA_BYTES: "data_bytes",
    Metric.BSS_BYTES: "bss_bytes",
    Metric.TEXT_BYTES: "text_bytes",
}
