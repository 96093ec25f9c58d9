"""Whether a scheme fits a device: stack, live buffers, static data, code and stored keys, counted apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pqeval.catalogue import HardnessClass, Kind, Operation, Scheme
from pqeval.guideline.costs import Basis, Cost
from pqeval.guideline.facts import Device, quantity
from pqeval.guideline.load import Facts
from pqeval.guideline.predictions import costs_for
from pqeval.guideline.quantity import Missing, Quantity, assumed, derived
from pqeval.guideline.roles import DeviceRole, live_buffer_fields
from pqeval.records import Run

__all__ = ["DeviceFit", "Resource", "Verdict", "can_stream", "fit_matrix", "fit_on_device"]


class Verdict(StrEnum):
    """`with_care`: more than was set aside for cryptography, but no more than the device has."""

    FITS = "fits"
    WITH_CARE = "with_care"
    NO = "no"
    UNKNOWN = "unknown"


class Resource(StrEnum):
    """A memory of the device."""

    RAM = "ram"
    FLASH = "flash"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFit:
    """How one implementation of a scheme fits a device, in a role.

    RAM holds stack, live buffers, heap and static data of the most demanding `operation`; flash holds code,
    initial data and stored keys. `margins` are budget less need, in bytes: negative is a shortfall.
    `limiting` is the resource that decides: the one that lacks most, else the one with the largest share
    used. `basis` is None and the verdict `unknown` where nothing is known of the scheme on such a core;
    but keys, ciphertexts and signatures that alone exceed the device's memory give the verdict `no`, and
    `bound` then says that the RAM named is a lower bound: they are held whole, and the stack comes on top.
    """

    device: str
    scheme: str
    verdict: Verdict
    implementation: str = ""
    streamed: bool = False
    basis: Basis | None = None
    operation: Operation | None = None
    stack: Quantity | Missing
    live_buffers: Quantity | Missing
    heap: Quantity | None = None
    static: Quantity | None = None
    code: Quantity | Missing
    stored_keys: Quantity | Missing
    ram_needed: Quantity | Missing
    flash_needed: Quantity | Missing
    limiting: Resource | None = None
    margins: dict[Resource, Quantity]
    reason: str = ""
    bound: bool = False

    @property
    def predicted(self) -> bool:
        """Whether the figures are another core's, another scheme's, or the sizes alone."""
        return self.bound or self.basis in {Basis.OTHER_CORE, Basis.PREDICTED}

    @property
    def shortfall_bytes(self) -> int:
        """What the limiting resource lacks of its budget; 0 if nothing."""
        margin = self.margins.get(self.limiting) if self.limiting else None
        return max(0, -int(margin.value)) if margin else 0


def fit_on_device(
    device: Device,
    scheme: Scheme,
    role: DeviceRole,
    cost: Cost | None,
    *,
    keys_in_flash: bool = True,
    streamed: bool = False,
) -> DeviceFit:
    """Judge one implementation.

    With `keys_in_flash` stored keys are read in place and need no RAM. `streamed` says that a hash-based
    signature is verified as it comes in, through a buffer of 1 KiB, instead of being held whole.
    """
    operations = role.operations_of(scheme)
    streamed = streamed and can_stream(scheme, role)
    needs = [
        need
        for operation in operations
        if cost is not None
        and (need := _ram(scheme, cost, operation, keys_in_flash=keys_in_flash, streamed=streamed))
        is not None
    ]
    if cost is None or len(needs) < len(operations) or not operations:
        return _unmeasured(device, scheme, role, cost, keys_in_flash=keys_in_flash, streamed=streamed)
    operation, stack, buffers, ram = max(needs, key=lambda need: need[3].value)
    code = cost.text or Missing(unit="bytes", reason=f"the code size of {cost.implementation} is not known")
    kept = _sum(scheme, role.kept)
    flash = _flash(cost, kept)
    margins = _margins(device, ram, flash)
    verdict, limiting = _judged(device, ram, flash)
    return DeviceFit(
        device=device.id,
        scheme=scheme.id,
        verdict=verdict,
        implementation=cost.implementation,
        streamed=streamed,
        basis=cost.basis,
        operation=operation,
        stack=stack,
        live_buffers=buffers,
        heap=cost.heap.get(operation),
        static=cost.static,
        code=code,
        stored_keys=kept,
        ram_needed=ram,
        flash_needed=flash,
        limiting=limiting,
        margins=margins,
        reason=flash.reason if isinstance(flash, Missing) else "",
    )


def fit_matrix(
    facts: Facts, runs: Sequence[Run], role: DeviceRole, devices: Iterable[Device], schemes: Iterable[Scheme]
) -> list[DeviceFit]:
    """Every scheme in every implementation on every device, in that order."""
    found = []
    listed = [scheme for scheme in schemes if role.takes(scheme)]
    for device in devices:
        costs = costs_for(facts, device.target, runs) if device.target else {}
        for scheme in listed:
            options: tuple[Cost | None, ...] = costs.get(scheme.id) or (None,)
            found += [fit_on_device(device, scheme, role, cost) for cost in options]
            if can_stream(scheme, role) and options != (None,):
                found += [fit_on_device(device, scheme, role, cost, streamed=True) for cost in options]
    return found


def can_stream(scheme: Scheme, role: DeviceRole) -> bool:
    """Whether the role only verifies hash-based signatures, which are read once from front to end."""
    only_verifies = role.operations_of(scheme) == (Operation.VERIFY,)
    return only_verifies and scheme.hardness_class == HardnessClass.HASH


_STREAM: Final = assumed(1024, "bytes", "planning value: what is received of a signature at a time")
_Need = tuple[Operation, Quantity, Quantity, Quantity]


def _ram(
    scheme: Scheme, cost: Cost, operation: Operation, *, keys_in_flash: bool, streamed: bool
) -> _Need | None:
    stack = cost.stack.get(operation)
    buffers: Quantity | Missing = _STREAM
    if not streamed:
        buffers = _sum(scheme, live_buffer_fields(operation, keys_in_flash=keys_in_flash))
    if stack is None or isinstance(buffers, Missing):
        return None
    parts = {"stack": stack, "live_buffers": buffers, "heap": cost.heap.get(operation), "static": cost.static}
    known = {name: one for name, one in parts.items() if one is not None}
    total = sum(one.value for one in known.values())
    return (
        operation,
        stack,
        buffers,
        derived(total, "bytes", " + ".join(known), list(known.values()), list(known)),
    )


def _flash(cost: Cost, kept: Quantity | Missing) -> Quantity | Missing:
    if cost.text is None:
        return Missing(unit="bytes", reason=f"the code size of {cost.implementation} is not known")
    if isinstance(kept, Missing):
        return kept
    parts = {"code": cost.text, "stored_keys": kept}
    return derived(
        cost.text.value + kept.value, "bytes", " + ".join(parts), list(parts.values()), list(parts)
    )


def _sum(scheme: Scheme, names: Sequence[str]) -> Quantity | Missing:
    """The sizes of what is held, each from the catalogue."""
    total, lacking = 0, []
    for name in names:
        size: int | None = getattr(scheme.sizes, name)
        if size is None:
            lacking.append(name)
        else:
            total += size
    if lacking:
        return Missing(unit="bytes", reason=f"the catalogue has no {lacking[0]} of {scheme.name}")
    one = Quantity(
        value=total, unit="bytes", kind=Kind.CITED, source=scheme.source, confidence=scheme.confidence
    )
    return derived(total, "bytes", " + ".join(names) or "0", [one]) if names else one


def _margins(device: Device, ram: Quantity, flash: Quantity | Missing) -> dict[Resource, Quantity]:
    found = {}
    for resource, need in ((Resource.RAM, ram), (Resource.FLASH, flash)):
        budget = _budget(device, resource)
        if budget is not None and isinstance(need, Quantity):
            inputs = [budget, need]
            found[resource] = derived(
                budget.value - need.value, "bytes", f"{resource}_budget - {resource}_needed", inputs
            )
    return found


def _budget(device: Device, resource: Resource) -> Quantity | None:
    """What was set aside for cryptography, else all that there is."""
    return quantity(device, f"crypto_{resource}_budget_bytes") or quantity(device, f"{resource}_bytes")


_Judgement = tuple[Verdict, Resource | None]


def _judged(device: Device, ram: Quantity, flash: Quantity | Missing) -> _Judgement:
    shares: dict[Resource, tuple[float, float]] = {}
    for resource, need in ((Resource.RAM, ram), (Resource.FLASH, flash)):
        budget, size = _budget(device, resource), quantity(device, f"{resource}_bytes")
        if budget is not None and isinstance(need, Quantity):
            whole = size.value if size is not None else budget.value
            shares[resource] = (need.value / budget.value, need.value / whole)
    if not shares:
        return Verdict.UNKNOWN, None
    if any(of_whole > 1 for _, of_whole in shares.values()):
        return Verdict.NO, max(shares, key=lambda one: shares[one][1])
    limiting = max(shares, key=lambda one: shares[one][0])
    if shares[limiting][0] > 1:
        return Verdict.WITH_CARE, limiting
    known = isinstance(flash, Quantity) or quantity(device, "flash_bytes") is None
    return (Verdict.FITS if known and Resource.RAM in shares else Verdict.UNKNOWN), limiting


def _unmeasured(
    device: Device,
    scheme: Scheme,
    role: DeviceRole,
    cost: Cost | None,
    *,
    keys_in_flash: bool,
    streamed: bool,
) -> DeviceFit:
    """Nothing is known of the stack: judged by sizes alone where those exceed the device, else unknown."""
    where = device.target or device.core
    done = ", ".join(role.operations_of(scheme)) or "none of its operations"
    why = f"no run and no published figure has {scheme.name} ({done}) for {where}"
    nothing = Missing(unit="bytes", reason=why)
    needs = {} if streamed else _buffers(scheme, role, keys_in_flash=keys_in_flash)
    operation = max(needs, key=lambda one: needs[one].value, default=None)
    whole = quantity(device, "ram_bytes")
    bound = operation is not None and whole is not None and needs[operation].value > whole.value
    least = needs[operation] if operation is not None and bound else nothing
    return DeviceFit(
        device=device.id,
        scheme=scheme.id,
        verdict=Verdict.NO if bound else Verdict.UNKNOWN,
        implementation=cost.implementation if cost else "",
        basis=cost.basis if cost else None,
        operation=operation if bound else None,
        stack=nothing,
        live_buffers=least,
        code=nothing,
        stored_keys=_sum(scheme, role.kept),
        ram_needed=least,
        flash_needed=nothing,
        limiting=Resource.RAM if bound else None,
        margins=_margins(device, least, nothing) if isinstance(least, Quantity) else {},
        reason="lower bound: keys, ciphertext or signature held whole, without stack" if bound else why,
        bound=bound,
    )


def _buffers(scheme: Scheme, role: DeviceRole, *, keys_in_flash: bool) -> dict[Operation, Quantity]:
    """What each operation of the role holds beside its stack, where the catalogue has all sizes of it."""
    found = {}
    for operation in role.operations_of(scheme):
        size = _sum(scheme, live_buffer_fields(operation, keys_in_flash=keys_in_flash))
        if isinstance(size, Quantity):
            found[operation] = size
    return found
