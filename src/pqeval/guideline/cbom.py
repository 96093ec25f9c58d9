"""A bill of materials of cryptography (CBOM): schemes as CycloneDX components, with what runs them."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pqeval.catalogue import OPERATIONS, HardnessClass, Operation, Role, Scheme, Status
from pqeval.errors import FactsError
from pqeval.guideline.filters import category_of
from pqeval.guideline.load import Facts
from pqeval.records import Measurement, Run
from pqeval.version import __version__

if TYPE_CHECKING:
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component

__all__ = ["cbom", "cbom_of_runs"]

_PRIMITIVES: Final = {
    Role.KEM: "kem",
    Role.SIGNATURE: "signature",
    Role.STATEFUL_SIGNATURE: "signature",
    Role.AEAD: "ae",
    Role.HASH: "hash",
    Role.XOF: "xof",
    Role.BLOCK_CIPHER: "block-cipher",
    Role.STREAM_CIPHER: "stream-cipher",
    Role.MAC: "mac",
}
_AGREEMENT: Final = "key-agree"
_AGREEMENT_FUNCTIONS: Final = ("keygen", "keyderive")
_MODES: Final = frozenset({"ccm", "ctr", "gcm"})
_CURVES: Final = {"X25519": "Curve25519", "Ed25519": "Curve25519", "X448": "Curve448", "Ed448": "Curve448"}
_CATEGORY_1_BITS: Final = 128
_BY_KEY: Final = {128: 1, 192: 3, 256: 5}
_BY_DIGEST: Final = {256: 2, 384: 4, 512: 5}
_FUNCTIONS: Final = {
    Operation.KEYGEN: "keygen",
    Operation.ENCAPS: "encapsulate",
    Operation.DECAPS: "decapsulate",
    Operation.SIGN: "sign",
    Operation.VERIFY: "verify",
    Operation.ENCRYPT: "encrypt",
    Operation.DECRYPT: "decrypt",
    Operation.DIGEST: "digest",
    Operation.XOR: "encrypt",
    Operation.TAG: "tag",
}


def cbom(facts: Facts, schemes: Iterable[Scheme]) -> str:
    """The schemes as CycloneDX 1.6 JSON: name, parameter set, OID, category, functions, status, source.

    The same schemes and facts give the same bytes.

    Raises:
        FactsError: there is no scheme.
    """
    components = [_component(scheme) for scheme in schemes]
    if not components:
        raise FactsError("a bill of materials needs at least one scheme")
    return _written(_bom(facts, components))


def cbom_of_runs(facts: Facts, runs: Sequence[Run], schemes: Iterable[Scheme] = ()) -> str:
    """What runs have measured, as CycloneDX 1.6 JSON: each scheme, and each library with what it provides.

    `schemes` are listed besides, whether measured or not.

    Raises:
        FactsError: nothing was measured, and no scheme named.
        CatalogueError: a run has a scheme that the catalogue does not know.
    """
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415 - slow to import

    libraries: dict[tuple[str, str], set[str]] = {}
    used = {scheme.id: scheme for scheme in schemes}
    for run in runs:
        catalogue = facts.catalogue.with_schemes(run.schemes)
        for record in run.records:
            if isinstance(record, Measurement):
                build = run.builds[record.build]
                scheme = catalogue.scheme(record.series.scheme)
                if scheme.role not in _PRIMITIVES:
                    continue  # a handshake is a protocol; its parts are listed
                used[scheme.id] = scheme
                libraries.setdefault((build.library, build.library_version), set()).add(scheme.id)
    if not used:
        raise FactsError("the runs measured nothing: a bill of materials would be empty")
    by_id = {scheme.id: _component(scheme) for scheme in used.values()}
    bom = _bom(facts, by_id.values())
    for (name, version), provided in sorted(libraries.items()):
        library = Component(
            name=name,
            version=version or None,
            type=ComponentType.LIBRARY,
            bom_ref=f"library/{name}/{version}",
        )
        bom.components.add(library)
        bom.register_dependency(library, [by_id[one] for one in sorted(provided)])
    return _written(bom)


def _component(scheme: Scheme) -> Component:
    from cyclonedx.model import Property  # noqa: PLC0415 - slow to import
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415 - likewise
    from cyclonedx.model.crypto import (  # noqa: PLC0415 - likewise
        AlgorithmProperties,
        CryptoAssetType,
        CryptoFunction,
        CryptoMode,
        CryptoPrimitive,
        CryptoProperties,
    )

    classical = scheme.status == Status.CLASSICAL_QUANTUM_VULNERABLE
    agreement = classical and scheme.role == Role.KEM
    primitive = _AGREEMENT if agreement else _PRIMITIVES.get(scheme.role, "other")
    functions = _AGREEMENT_FUNCTIONS if agreement else _functions(scheme)
    mode = scheme.name.rpartition("-")[2].lower()
    algorithm = AlgorithmProperties(
        primitive=CryptoPrimitive(primitive),
        parameter_set_identifier=_parameter_set(scheme),
        mode=CryptoMode(mode) if mode in _MODES else None,
        curve=_curve(scheme),
        crypto_functions=[CryptoFunction(one) for one in functions],
        classical_security_level=scheme.security_bits,
        nist_quantum_security_level=0 if classical else _quantum_level(scheme),
    )
    facts = {
        "family": scheme.family,
        "hardness_class": str(scheme.hardness_class),
        "status": str(scheme.status),
        "security_flag": str(scheme.security_flag),
        "standard": scheme.standard,
        "source": scheme.source,
        "confidence": str(scheme.confidence),
    }
    return Component(
        name=scheme.name,
        type=ComponentType.CRYPTOGRAPHIC_ASSET,
        bom_ref=f"scheme/{scheme.id}",
        crypto_properties=CryptoProperties(
            asset_type=CryptoAssetType.ALGORITHM, algorithm_properties=algorithm, oid=scheme.oid or None
        ),
        properties=[Property(name=f"pqeval:{name}", value=value) for name, value in facts.items() if value],
    )


def _functions(scheme: Scheme) -> list[str]:
    return [_FUNCTIONS[one] for one in OPERATIONS[scheme.role] if one in _FUNCTIONS]


def _quantum_level(scheme: Scheme) -> int | None:
    """NIST's categories are defined by AES (1, 3, 5) and by SHA-2 and SHA-3 (2, 4).

    Other symmetric schemes with keys of 128 bits or more meet category 1 or more (IR 8547, section 4.1.3): 1.
    """
    if scheme.hardness_class != HardnessClass.SYMMETRIC:
        return category_of(scheme)
    bits = scheme.security_bits or 0
    if scheme.family == "AES":
        return _BY_KEY.get(bits)
    if scheme.role == Role.HASH and scheme.family in {"SHA-2", "SHA-3"}:
        return _BY_DIGEST.get(8 * (scheme.sizes.digest_bytes or 0))
    return 1 if bits >= _CATEGORY_1_BITS else None


def _curve(scheme: Scheme) -> str | None:
    """The elliptic curve, by the name of its standard."""
    if scheme.hardness_class != HardnessClass.ELLIPTIC_CURVE_DLOG:
        return None
    return _CURVES.get(scheme.name, scheme.name.rpartition(" ")[2])


def _parameter_set(scheme: Scheme) -> str:
    """What a name says beyond its family: `768` of ML-KEM-768; the name itself where it is not so built."""
    family = re.split(r"[ /(]", scheme.family)[0]
    if scheme.family == "AES" and scheme.sizes.key_bytes:
        return str(8 * scheme.sizes.key_bytes)
    rest = re.sub(rf"^{re.escape(family)}(?!\d)", "", scheme.name).strip("-_ ")
    return rest if rest and rest != scheme.name else scheme.name


def _bom(facts: Facts, components: Iterable[Component]) -> Bom:
    from cyclonedx.model.bom import Bom  # noqa: PLC0415 - slow to import
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415 - likewise

    listed = list(components)
    names = "\n".join(sorted(str(one.bom_ref.value) for one in listed))
    bom = Bom(
        components=listed,
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"urn:pqeval:cbom:{__version__}:{facts.as_of}:{names}"),
    )
    bom.metadata.timestamp = dt.datetime.combine(facts.as_of, dt.time(), dt.UTC)
    bom.metadata.tools.components.add(
        Component(name="pqeval", version=__version__, type=ComponentType.APPLICATION)
    )
    return bom


def _written(bom: Bom) -> str:
    from cyclonedx.output import make_outputter  # noqa: PLC0415 - slow to import
    from cyclonedx.schema import OutputFormat, SchemaVersion  # noqa: PLC0415 - likewise

    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
