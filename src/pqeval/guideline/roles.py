"""What a device does: the operations that it runs, and what it keeps and sends for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Operation, Role, Scheme
from pqeval.errors import FactsError

__all__ = ["DEVICE_ROLES", "DeviceRole", "device_role", "live_buffer_fields"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRole:
    """A role of a device. `use` is the word of approvals that are limited to some uses.

    `sent` and `received` are the parts of one exchange that cross the device's link, `kept` is stored.
    """

    id: str
    schemes: tuple[Role, ...]
    operations: tuple[Operation, ...]
    sent: tuple[str, ...]
    received: tuple[str, ...]
    kept: tuple[str, ...]
    use: str = ""

    def takes(self, scheme: Scheme) -> bool:
        """Whether a scheme is of the right kind."""
        return scheme.role in self.schemes

    def operations_of(self, scheme: Scheme) -> tuple[Operation, ...]:
        """The operations that the device runs; of a stateful scheme it only verifies."""
        if scheme.role == Role.STATEFUL_SIGNATURE:
            return tuple(one for one in self.operations if one == Operation.VERIFY)
        return self.operations


_KEM: Final = (Role.KEM,)
_SIGNATURES: Final = (Role.SIGNATURE, Role.STATEFUL_SIGNATURE)

DEVICE_ROLES: Final[Mapping[str, DeviceRole]] = {
    role.id: role
    for role in (
        DeviceRole(
            id="kem",
            schemes=_KEM,
            operations=(Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS),
            sent=("public_key_bytes",),
            received=("ciphertext_bytes",),
            kept=("secret_key_bytes",),
        ),
        DeviceRole(
            id="kem-initiator",
            schemes=_KEM,
            operations=(Operation.KEYGEN, Operation.DECAPS),
            sent=("public_key_bytes",),
            received=("ciphertext_bytes",),
            kept=("secret_key_bytes",),
        ),
        DeviceRole(
            id="kem-responder",
            schemes=_KEM,
            operations=(Operation.ENCAPS,),
            sent=("ciphertext_bytes",),
            received=("public_key_bytes",),
            kept=(),
        ),
        DeviceRole(
            id="signature",
            schemes=(Role.SIGNATURE,),
            operations=(Operation.KEYGEN, Operation.SIGN, Operation.VERIFY),
            sent=("signature_bytes",),
            received=("signature_bytes",),
            kept=("secret_key_bytes", "public_key_bytes"),
        ),
        DeviceRole(
            id="sign",
            schemes=(Role.SIGNATURE,),
            operations=(Operation.SIGN,),
            sent=("signature_bytes",),
            received=(),
            kept=("secret_key_bytes",),
        ),
        DeviceRole(
            id="verify",
            schemes=_SIGNATURES,
            operations=(Operation.VERIFY,),
            sent=(),
            received=("signature_bytes",),
            kept=("public_key_bytes",),
        ),
        DeviceRole(
            id="firmware",
            schemes=_SIGNATURES,
            operations=(Operation.VERIFY,),
            sent=(),
            received=("signature_bytes",),
            kept=("public_key_bytes",),
            use="firmware",
        ),
    )
}
"""By name. `firmware` is `verify` for secure boot and updates, for which some approvals hold alone."""

_LIVE: Final[Mapping[Operation, tuple[str, ...]]] = {
    Operation.KEYGEN: ("public_key_bytes", "secret_key_bytes"),
    Operation.ENCAPS: ("public_key_bytes", "ciphertext_bytes", "shared_secret_bytes"),
    Operation.DECAPS: ("secret_key_bytes", "ciphertext_bytes", "shared_secret_bytes"),
    Operation.SIGN: ("secret_key_bytes", "signature_bytes"),
    Operation.VERIFY: ("public_key_bytes", "signature_bytes"),
}
_READ_IN_PLACE: Final[Mapping[Operation, tuple[str, ...]]] = {
    Operation.DECAPS: ("secret_key_bytes",),
    Operation.SIGN: ("secret_key_bytes",),
    Operation.VERIFY: ("public_key_bytes",),
}


def device_role(name: str) -> DeviceRole:
    """The role of that name.

    Raises:
        FactsError: there is none; names those that are.
    """
    if name not in DEVICE_ROLES:
        raise FactsError(f"there is no role `{name}` (known: {', '.join(DEVICE_ROLES)})")
    return DEVICE_ROLES[name]


def live_buffer_fields(operation: Operation, *, keys_in_flash: bool) -> tuple[str, ...]:
    """What an operation holds in RAM beside its stack; stored keys are read where they lie, if in flash."""
    in_place = _READ_IN_PLACE.get(operation, ()) if keys_in_flash else ()
    return tuple(name for name in _LIVE.get(operation, ()) if name not in in_place)
